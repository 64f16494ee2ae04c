using System.Net;
using System.Text.Json.Nodes;

namespace Registry.IntegrationTests;

/// <summary>What is sent is a text and stays one; and no answer tells whether somebody else has what was asked for.</summary>
[Collection(TeamRegistry.Name)]
public sealed class InjectionTests(RegistryApp app)
{
    private static readonly string[] Payloads =
    [
        "' or '1'='1", "'; drop table patient; --", "\" or 1=1 --", "1); delete from contact; --", "' union select family_name from patient --", "$$; select pg_sleep(5); $$", "%' and 1=(select 1) --",
        "\\'; select 1", "/*", "{0}", "${jndi:ldap://x}", "<script>alert(1)</script>", "../../etc/passwd",
    ];

    [Fact]
    public async Task SQL_in_any_place_is_a_text_like_any_other_or_refused()
    {
        using var careManager = app.As("care-manager");
        using var ehr = app.As("ehr-integration");
        var patient = await careManager.KnowsPatient(app);
        foreach (var payload in Payloads)
        {
            var text = Uri.EscapeDataString(payload);
            foreach (var (client, path) in new[]
            {
                (careManager, $"/v1/caseloads/{app.Home.CareManager}?sort={text}"), (careManager, $"/v1/caseloads/{app.Home.CareManager}?cursor={text}"), (careManager, $"/v1/patients/{text}"),
                (careManager, $"/v1/caseloads/{app.Home.CareManager}/review?filter={text}"), (ehr, $"/fhir/Observation?patient={patient}&code={text}"), (ehr, $"/fhir/Observation?patient={text}"),
                (ehr, $"/fhir/Patient?identifier=urn:mrn|{text}"), (ehr, $"/fhir/Patient?identifier={text}|1"), (ehr, $"/fhir/Observation?patient={patient}&_sort={text}"), (ehr, $"/fhir/Observation/{text}"),
            })
            {
                using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
                Assert.True((int)answer.StatusCode is 200 or (>= 400 and < 500), $"{path}: {(int)answer.StatusCode}");
                if (answer.StatusCode is HttpStatusCode.OK) Assert.Empty(JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["entry"]?.AsArray() ?? []);
            }

            Assert.Empty((await careManager.Sends(HttpMethod.Post, "/v1/patients/search", new { system = "urn:mrn", value = payload }, HttpStatusCode.OK))["items"]!.AsArray());
        }

        await careManager.Gets($"/v1/patients/{patient}");
    }

    [Fact]
    public void No_regular_expression_reads_what_is_sent()
    {
        var users = from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
                    where !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && File.ReadAllText(file).Contains("Regex", StringComparison.Ordinal)
                    select Path.GetFileName(file);
        // The one that is left makes the OpenAPI document out of our own comments.
        Assert.Equal(["SchemaWords.cs"], users);
    }

    [Fact]
    public async Task An_ETag_tells_somebody_else_nothing()
    {
        using var careManager = app.As("care-manager");
        using var ehr = app.As("ehr-integration");
        using var foreign = app.As("ehr-integration", foreign: true);
        var patient = await careManager.KnowsPatient(app);
        var score = (string)(await ehr.Observes(patient, "phq-9", "2025-05-01", 9))["id"]!;
        foreach (var (client, status) in new[] { (ehr, HttpStatusCode.NotModified), (foreign, HttpStatusCode.NotFound), (app.Anonymous(), HttpStatusCode.Unauthorized) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/fhir/Observation/{score}");
            request.Headers.TryAddWithoutValidation("If-None-Match", "W/\"1\"");
            using var answer = await client.SendAsync(request);
            Assert.Equal(status, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_number_of_another_organization_is_answered_as_one_of_nobody()
    {
        using var careManager = app.As("care-manager");
        using var elsewhere = app.As("care-manager", foreign: true);
        await careManager.KnowsPatient(app, mrn: "only-at-home");
        var absent = await elsewhere.Sends(HttpMethod.Post, "/v1/patients/search", new { system = "urn:mrn", value = "nobody-has-it" }, HttpStatusCode.OK);
        var foreign = await elsewhere.Sends(HttpMethod.Post, "/v1/patients/search", new { system = "urn:mrn", value = "only-at-home" }, HttpStatusCode.OK);
        Assert.Equal(absent.ToJsonString(), foreign.ToJsonString());

        // And the number is free for somebody there.
        await elsewhere.Posts("/v1/patients", new { clinicId = $"{app.Elsewhere.North}", familyName = "Other", givenName = "Person", birthDate = (string?)null, identifiers = new[] { new { system = "urn:mrn", value = "only-at-home" } } });
    }
}
