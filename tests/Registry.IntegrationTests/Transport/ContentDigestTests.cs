using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;

namespace Registry.IntegrationTests.Transport;

/// <summary>Content-Digest: what arrives is what was sent, or it is not taken; and what is fetched can be checked.</summary>
[Collection(TeamRegistry.Name)]
public sealed class ContentDigestTests(RegistryApp app)
{
    [Theory]
    [InlineData("/fhir/Observation", "application/fhir+json")]
    [InlineData("/fhir", "application/fhir+json")]
    [InlineData("/fhir/$import", "application/fhir+json")]
    [InlineData("/fhir/$import-ndjson", "application/fhir+ndjson")]
    public async Task A_body_with_one_byte_flipped_is_400_and_stores_nothing(string path, string type)
    {
        using var ehr = app.As("ehr-integration");
        var patient = await app.As("care-manager").KnowsPatient(app);
        var body = Encoding.UTF8.GetBytes(Body(path, patient));
        var digest = $"sha-256=:{Convert.ToBase64String(SHA256.HashData(body))}:";
        // Another score, and a valid one: nothing but the digest tells.
        var flipped = Encoding.UTF8.GetBytes(Body(path, patient).Replace("\"valueInteger\":12", "\"valueInteger\":13", StringComparison.Ordinal));
        Assert.Equal(1, body.Zip(flipped).Count(pair => pair.First != pair.Second));

        var before = await Scores();
        Assert.Equal(HttpStatusCode.BadRequest, (await Send(ehr, path, type, flipped, digest)).Status);
        Assert.Equal(before, await Scores());
        var taken = await Send(ehr, path, type, body, digest);
        Assert.True((int)taken.Status < 300, taken.Text);
        Assert.Equal(before + 1, await Scores());
    }

    [Theory]
    [InlineData("sha-512=:{512}:", true)]
    [InlineData("sha-256=:{256}:, sha-512=:{512}:", true)]
    [InlineData("md5=:AAAA:, sha-256=:{256}:", true)] // an algorithm that nobody should trust is passed over
    [InlineData("sha-256=:{256}:, sha-512=:{256}:", false)]
    [InlineData("sha-256={256}", false)]
    [InlineData("sha-256=::", false)]
    [InlineData("sha-256=:not base64:", false)]
    [InlineData("nonsense", false)]
    public async Task A_digest_is_read_as_RFC_9530_writes_it(string digest, bool matches)
    {
        using var careManager = app.As("care-manager");
        var body = Encoding.UTF8.GetBytes("""{"system":"urn:mrn","value":"nobody"}""");
        var sent = digest.Replace("{256}", Convert.ToBase64String(SHA256.HashData(body)), StringComparison.Ordinal).Replace("{512}", Convert.ToBase64String(SHA512.HashData(body)), StringComparison.Ordinal);
        var answer = await Send(careManager, "/v1/patients/search", "application/json", body, sent);
        Assert.True(answer.Status is HttpStatusCode.BadRequest == !matches, $"{answer.Status} {answer.Text}");
    }

    [Fact]
    public async Task Tables_and_files_that_are_fetched_carry_their_digest()
    {
        using var careManager = app.As("care-manager");
        var patient = await careManager.KnowsPatient(app);
        await careManager.Enrols(app, patient, "2025-05-01");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/caseloads/{app.Home.CareManager}");
        request.Headers.Accept.Add(new("text/csv"));
        using var csv = await careManager.SendAsync(request);
        await Checks(csv);
        Assert.Equal("attachment", csv.Content.Headers.ContentDisposition!.DispositionType);
    }

    internal static async Task Checks(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var body = await answer.Content.ReadAsByteArrayAsync();
        Assert.NotEmpty(body);
        var digest = answer.Headers.TryGetValues("Content-Digest", out var values) ? values.Single() : answer.Content.Headers.GetValues("Content-Digest").Single();
        Assert.Equal($"sha-256=:{Convert.ToBase64String(SHA256.HashData(body))}:", digest);
    }

    private static string Body(string path, string patient)
    {
        var observation = Intents.Observation(patient, "phq-9", "2025-06-01", 12);
        if (path is "/fhir/Observation" or "/fhir/$import-ndjson") return observation.ToJsonString();
        return new JsonObject
        {
            ["resourceType"] = "Bundle",
            ["type"] = "batch",
            ["entry"] = new JsonArray(new JsonObject
            {
                ["resource"] = observation,
                ["request"] = new JsonObject { ["method"] = "POST", ["url"] = "Observation" },
            }),
        }.ToJsonString();
    }

    private static async Task<(HttpStatusCode Status, string Text)> Send(HttpClient client, string path, string type, byte[] body, string digest)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        request.Headers.TryAddWithoutValidation("Content-Digest", digest);
        using var answer = await client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task<int> Scores()
    {
        await using var db = app.Owner();
        return await db.Assessments.CountAsync();
    }
}
