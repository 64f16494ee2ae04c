using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using NodaTime;
using Registry.Api;

namespace Registry.IntegrationTests.Bulk;

/// <summary>A file of resources, one a line, taken in with a report on each line.</summary>
public sealed class NdjsonImportTests(RegistryApp app) : IClassFixture<RegistryApp>
{
    [Fact]
    public async Task Each_line_is_judged_for_itself_and_the_report_says_line_by_line_what_became_of_it()
    {
        using var ehr = app.As("ehr-integration");
        var report = await Import(ehr,
            Source("a", Fhir.Patient("ndjson-a")).ToJsonString(),
            "{ \"resourceType\": \"Patient\", ",
            Fhir.Score("Patient/a", "phq-9", "2025-06-02", 14, "line-3").ToJsonString(),
            Fhir.Score("Patient/a", "phq-9", "2025-06-03", 28, "line-4").ToJsonString(),
            "{\"resourceType\":\"Medication\"}",
            "",
            Fhir.Score("Patient/nobody", "phq-9", "2025-06-03", 8, "line-7").ToJsonString(),
            Fhir.Score("Patient/a", "gad-7", "2025-06-03", 9, "line-8").ToJsonString());

        Assert.Equal(["201", "400", "201", "422", "422", "400", "422", "201"], Statuses(report));
        Assert.Equal("Observation.value", (string)report["entry"]![3]!["response"]!["outcome"]!["issue"]![0]!["expression"]![0]!);
        Assert.Equal("Observation.subject", (string)report["entry"]![6]!["response"]!["outcome"]!["issue"]![0]!["expression"]![0]!);
        Assert.DoesNotContain("Bundleman", report.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("28", report["entry"]![3]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_sent_again_changes_nothing()
    {
        using var ehr = app.As("ehr-integration");
        string[] lines =
        [
            Source("b", Fhir.Patient("ndjson-b")).ToJsonString(),
            .. Enumerable.Range(1, 250).Select(i => Fhir.Score("Patient/b", "phq-9", "2025-06-02", i % 27, $"again-{i}").ToJsonString()),
        ];
        Assert.All(Statuses(await Import(ehr, lines)), status => Assert.Equal("201", status));
        Assert.All(Statuses(await Import(ehr, lines)), status => Assert.Equal("200", status));

        await using var db = app.Owner();
        var known = db.PatientIdentifiers.AsEnumerable().Single(i => i.Value == "ndjson-b").PatientId;
        Assert.Equal((250, 250), (db.Assessments.Count(a => a.PatientId == known), db.Assessments.Count(a => a.PatientId == known && a.Version == 1)));
        // A transaction and an audit entry for every hundred lines, each with the patient.
        Assert.Equal(2 * 4, db.AuditEntries.Count(e => e.Action == "fhir.bulk.import" && e.PatientIds.Contains(known.Value)));
    }

    [Fact]
    public async Task What_one_registry_exports_another_one_takes_in_with_the_same_patients_and_scores()
    {
        using var careManager = app.As("care-manager");
        using var ehr = app.As("ehr-integration");
        var patient = await careManager.KnowsPatient(app, "migrant", family: "Exportson");
        await careManager.Scores(patient, "phq-9", "2025-06-02", 14);
        await ehr.Observes(patient, "gad-7", "2025-06-02T10:00:00-04:00", 9);
        app.Clock.Now += Duration.FromSeconds(10);
        var here = await ehr.Exports("/fhir/$export");

        using var elsewhere = app.As("ehr-integration", foreign: true);
        var lines = here.Of("Patient").Concat(here.Of("Observation")).Select(r => r.ToJsonString()).ToArray();
        Assert.All(Statuses(await Import(elsewhere, lines)), status => Assert.Equal("201", status));
        Assert.All(Statuses(await Import(elsewhere, lines)), status => Assert.Equal("200", status));

        app.Clock.Now += Duration.FromSeconds(10);
        var there = await elsewhere.Exports("/fhir/$export");
        Assert.Equal(Said(here), Said(there));
        Assert.Contains("Exportson", string.Concat(Said(there)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_too_long_or_no_ndjson_is_refused_and_the_lines_before_stand()
    {
        using var ehr = app.As("ehr-integration");
        var known = Source("c", Fhir.Patient("ndjson-c")).ToJsonString();
        await Import(ehr, HttpStatusCode.RequestEntityTooLarge, known, new string(' ', NdjsonImport.LongestLine + 1));
        Assert.Equal(["200"], Statuses(await Import(ehr, known)));
        Assert.Equal("413", (await ehr.PostAsync("/fhir/$import-ndjson", Body(string.Concat(Enumerable.Repeat("\n", NdjsonImport.MostLines + 1))))).StatusCode.ToString("D"));
        await ehr.Sends(HttpMethod.Post, "/fhir/$import-ndjson", Fhir.Body(known), HttpStatusCode.UnsupportedMediaType);
        using var careManager = app.As("care-manager");
        await Import(careManager, HttpStatusCode.Forbidden, known);
    }

    private static JsonObject Source(string id, JsonObject resource)
    {
        resource["id"] = id;
        return resource;
    }

    /// <summary>What the resources say, whatever their ids are.</summary>
    private static List<string> Said(FetchedExport export)
    {
        var mrn = export.Of("Patient").ToDictionary(p => $"Patient/{p["id"]}", p => (string)p["identifier"]![0]!["value"]!);
        return [.. export.Resources.Select(r =>
        {
            var copy = r.DeepClone().AsObject();
            copy.Remove("id");
            copy.Remove("meta");
            if (copy["subject"] is { } subject) subject["reference"] = mrn[(string)subject["reference"]!];
            return copy.ToJsonString();
        }).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Statuses(JsonNode report) => report["entry"]!.AsArray().Select(e => ((string)e!["response"]!["status"]!)[..3]);

    private static Task<JsonNode> Import(HttpClient client, params string[] lines) => Import(client, HttpStatusCode.OK, lines);

    private static Task<JsonNode> Import(HttpClient client, HttpStatusCode expected, params string[] lines) =>
        client.Sends(HttpMethod.Post, "/fhir/$import-ndjson", Body(string.Join('\n', lines)), expected);

    private static StringContent Body(string text) => new(text, Encoding.UTF8, "application/fhir+ndjson");
}
