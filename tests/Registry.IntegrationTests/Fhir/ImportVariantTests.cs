using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Registry.Clinical;

namespace Registry.IntegrationTests;

/// <summary>The contract of the import through the door itself: what is answered, and what counts afterwards.</summary>
public sealed class ImportVariantTests(RegistryApp app) : IClassFixture<RegistryApp>, IAsyncLifetime
{
    private readonly string mrn = Guid.CreateVersion7().ToString("N");
    private HttpClient careManager = null!;
    private HttpClient ehr = null!;
    private string patient = null!;

    public static TheoryData<string> Variants => [.. ImportVariants.All.Select(v => v.Variant)];

    public async Task InitializeAsync()
    {
        app.Clock.Now = Instant.FromUtc(2026, 11, 21, 12, 0);
        (careManager, ehr) = (app.As("care-manager"), app.As("ehr-integration"));
        patient = await careManager.KnowsPatient(app, mrn, birthDate: "1970-01-01");
    }

    public Task DisposeAsync()
    {
        careManager.Dispose();
        ehr.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task A_score_written_so_has_its_verdict_by_itself_and_in_a_batch(string variant)
    {
        var (_, change, status, score) = ImportVariants.All.Single(v => v.Variant == variant);
        var body = Changed(change);
        var validated = await ehr.Tries(HttpMethod.Post, "/fhir/Observation/$validate", Fhir.Body(body));
        Assert.Equal((HttpStatusCode.OK, status >= 400), (validated.Status, validated.Body!["issue"]!.AsArray().Any(i => (string)i!["severity"]! is "error")));
        Assert.Empty(await Counting());

        var batch = await ehr.Tries(HttpMethod.Post, "/fhir", Fhir.Body(Fhir.Batch(body.DeepClone().AsObject())));
        Assert.Equal(score, string.Join(", ", await Counting()));

        var alone = await ehr.Tries(HttpMethod.Post, "/fhir/Observation", Fhir.Body(body));
        // What the batch stored is the same score once more.
        Assert.True((int)alone.Status == (status == 201 ? 200 : status), alone.ToString());
        Assert.StartsWith($"{status}", (string)batch.Body!["entry"]![0]!["response"]!["status"]!, StringComparison.Ordinal);
        Assert.Equal(score, string.Join(", ", await Counting()));
    }

    [Theory]
    [InlineData("\uFEFF", "\r\n", 201)]
    [InlineData("", "\n\n", 201)]
    public async Task A_byte_order_mark_and_line_ends_are_tolerated(string before, string lineEnd, int status)
    {
        var text = before + Changed("{}").Pretty().ReplaceLineEndings(lineEnd) + lineEnd;
        Assert.Equal(status, (int)(await ehr.Tries(HttpMethod.Post, "/fhir/Observation", Fhir.Body(text))).Status);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("iso-8859-1")]
    public async Task Another_encoding_than_UTF_8_is_refused(string encoding)
    {
        var body = new ByteArrayContent(Encoding.GetEncoding(encoding).GetBytes(Changed("""{"note":[{"text":"größer"}]}""").ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/fhir+json");
        Assert.Equal(HttpStatusCode.BadRequest, (await ehr.Tries(HttpMethod.Post, "/fhir/Observation", body)).Status);
    }

    [Fact]
    public async Task A_monstrous_body_is_refused_before_it_costs_anything()
    {
        var nested = string.Concat(Enumerable.Repeat("""{"url":"u","extension":[""", 1000)) + """{"url":"u"}""" + string.Concat(Enumerable.Repeat("]}", 1000));
        var codings = string.Join(',', Enumerable.Repeat("""{"system":"urn:x","code":"y","display":"zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"}""", 10_000));
        foreach (var change in new[] { $$$"""{"text":{"status":"generated","div":"<div>{{{new string('x', 1 << 20)}}}</div>"}}""", $$$"""{"code":{"coding":[{{{codings}}}]}}""" })
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await ehr.Tries(HttpMethod.Post, "/fhir/Observation", Fhir.Body(Changed(change)), headers: ("Expect", "100-continue"))).Status);
        var deep = Changed("{}").ToJsonString().Replace("\"status\"", $"\"extension\":[{nested}],\"status\"", StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await ehr.Tries(HttpMethod.Post, "/fhir/Observation", Fhir.Body(deep))).Status);
        Assert.Empty(await Counting());
    }

    [Fact]
    public async Task A_document_is_no_transaction_and_may_be_imported()
    {
        var document = Fhir.Collection(Changed("{}"));
        document["type"] = "document";
        Assert.Equal(HttpStatusCode.BadRequest, (await ehr.Tries(HttpMethod.Post, "/fhir", Fhir.Body(document))).Status);
        Assert.Equal(HttpStatusCode.OK, (await ehr.Tries(HttpMethod.Post, "/fhir/$import", Fhir.Body(document))).Status);
        Assert.Equal(["phq-9 12 on 2026-03-05"], await Counting());
    }

    /// <summary>It stays in the patient's record; from enrolment on the caseload table takes its first score from it, by the rule of the fortnight around enrolment.</summary>
    [Fact]
    public async Task A_score_of_a_patient_who_is_not_enrolled_counts_from_enrolment_on()
    {
        await ehr.Observes(patient, "phq-9", "2026-10-05", 21);
        await ehr.Observes(patient, "phq-9", "2026-11-05", 17);
        Assert.DoesNotContain(await Caseload(), row => (string)row!["patientId"]! == patient);

        await careManager.Enrols(app, patient, "2026-11-10");
        Assert.Equal("17 on 2026-11-05", await First());
        await ehr.Observes(patient, "phq-9", "2026-11-12", 15);
        Assert.Equal("15 on 2026-11-12", await First());
    }

    private async Task<string> First()
    {
        var row = (await Caseload()).Single(r => (string)r!["patientId"]! == patient)!;
        return $"{row["phq9"]!["first"]} on {row["phq9"]!["firstOn"]}";
    }

    private async Task<JsonArray> Caseload() => (await careManager.Gets($"/v1/caseloads/{app.Home.CareManager}"))["items"]!.AsArray();

    private JsonObject Changed(string change)
    {
        var body = Intents.Observation(patient, "phq-9", "2026-03-05", 12);
        foreach (var (name, value) in JsonNode.Parse(change.Replace("$patient", patient, StringComparison.Ordinal).Replace("$mrn", mrn, StringComparison.Ordinal))!.AsObject())
        {
            if (value is null) body.Remove(name);
            else body[name] = value.DeepClone();
        }

        return body;
    }

    private async Task<List<string>> Counting()
    {
        await using var db = app.Owner();
        var stored = await db.Assessments.Where(a => a.PatientId == Id<Patient>.Parse(patient, null) && a.Total != null).OrderBy(a => a.Id).ToListAsync();
        return [.. stored.Where(a => a.Status is AssessmentStatus.Final or AssessmentStatus.Amended or AssessmentStatus.Corrected)
            .Select(a => $"{a.Instrument.Code} {a.Total} on {LocalDatePattern.Iso.Format(a.AdministeredOn)}")];
    }
}
