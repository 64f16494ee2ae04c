using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using NodaTime;
using Registry.Clinical;
using Registry.Fhir;
using Registry.Sandbox;

namespace Registry.IntegrationTests.Bulk;

/// <summary>Enrolments, contacts and records that another registry wrote, line by line.</summary>
public sealed class MovedRecordTests(RegistryApp app) : IClassFixture<RegistryApp>
{
    private const string There = "https://elsewhere.example/fhir";
    private const string Restricted = """[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"R"}]""";
    private readonly Guid patient = Guid.CreateVersion7(), episode = Guid.CreateVersion7();

    [Fact]
    public async Task Each_type_needs_its_own_right_a_broken_line_stops_no_other_and_labels_stay()
    {
        string[] lines =
        [
            new JsonObject { ["resourceType"] = "Patient", ["id"] = $"{patient:D}", ["identifier"] = new JsonArray(new JsonObject { ["system"] = "https://elsewhere.example/mrn", ["value"] = "moved-1" }) }.ToJsonString(),
            Episode(episode, new(2025, 1, 6), new(2025, 4, 7)),
            Episode(Guid.CreateVersion7(), new(2025, 3, 3), null),
            Basic("care-team-assignment", episode, ("role", "care-manager"), ("staff-member-id", app.Home.CareManager.Value), ("from-on", new LocalDate(2025, 1, 6))),
            Basic("care-team-assignment", episode, ("role", "treating-provider"), ("staff-member-id", Guid.CreateVersion7()), ("from-on", new LocalDate(2025, 1, 6))),
            Basic("reminder", Guid.CreateVersion7(), ("on-day", new LocalDate(2025, 1, 7)), ("due-on", new LocalDate(2025, 1, 9)), ("entered-in-error", false)),
            Basic("reminder", episode, ("on-day", new LocalDate(2031, 1, 7)), ("due-on", new LocalDate(2031, 1, 9)), ("entered-in-error", false)),
            Basic("consultation", episode, ("on-day", new LocalDate(2025, 1, 20)), ("consultant-id", app.Home.Consultant.Value), ("review-session-id", Guid.CreateVersion7()),
                ("minutes", 10), ("recommendation-state", "open"), ("entered-in-error", false)),
            Encounter(minutes: 20),
            Encounter(minutes: 481),
        ];

        using var plain = app.With(app.Issuer.TokenFor(Personas.EhrIntegration with { Scopes = "system/Patient.crus system/Observation.crus" }, app.Clock.Now));
        Assert.Equal(["201", .. Enumerable.Repeat("403", 9)], Statuses(await Import(plain, lines)));

        using var mover = app.With(app.Issuer.TokenFor(Personas.EhrIntegration with { Scopes = "system/Patient.crs system/Observation.crs system/EpisodeOfCare.crs system/Encounter.crs system/Basic.crs" }, app.Clock.Now));
        var report = await Import(mover, lines);

        Assert.Equal(["200", "201", "422", "201", "422", "422", "422", "201", "201", "422"], Statuses(report));
        Assert.Equal(
            [null, null, "EpisodeOfCare.statusHistory", null, "Basic", "Basic", "Basic", "Basic.extension", null, "Encounter.length"],
            report["entry"]!.AsArray().Select((e, i) => i == 0 ? null : (string?)e!["response"]!["outcome"]?["issue"]![0]!["expression"]?[0]));
        Assert.DoesNotContain("481", report.ToJsonString(), StringComparison.Ordinal);

        app.Clock.Now += Duration.FromSeconds(10);
        var export = await mover.Exports("/fhir/$export");
        var labelled = export.Resources.Where(r => r["meta"]!["security"] is not null).Select(r => (string)r["resourceType"]!).Order(StringComparer.Ordinal);
        Assert.Equal(["Basic", "Basic", "Encounter", "EpisodeOfCare"], labelled);
        Assert.All(Statuses(await Import(mover, [.. export.Resources.Select(r => r.ToJsonString())])), status => Assert.Equal("200", status));
    }

    private ResourceHead Head(string type, Guid id) => new(type, id.ToString("D"), "1", app.Clock.Now, Restricted);

    private string Episode(Guid id, LocalDate on, LocalDate? ended)
    {
        List<StatusChange> phases = [new(on, EpisodeStatus.Treatment), .. ended is { } last ? [new StatusChange(last, EpisodeStatus.Inactive)] : Array.Empty<StatusChange>()];
        var written = EpisodeOfCareJson.Write(new(Head("EpisodeOfCare", id), $"{patient:D}", on, ended, ended is null ? null : "graduated", phases), There);
        return Encoding.UTF8.GetString(RecordJson.Beside(written, new(RecordKinds.Episode, id, patient, id, new Dictionary<string, object> { ["program"] = "collaborative-care", ["primary-scale"] = "phq-9" }), There));
    }

    private string Encounter(int minutes)
    {
        var id = Guid.CreateVersion7();
        return Encoding.UTF8.GetString(EncounterJson.Write(new(Head("Encounter", id), $"{patient:D}", $"{episode:D}", app.Home.CareManager.ToString(), "follow-up", "phone", false,
            new(2025, 2, 3), null, Offset.Zero, minutes, true, false), There));
    }

    private string Basic(string kind, Guid of, params (string Field, object Value)[] values)
    {
        var id = Guid.CreateVersion7();
        var record = new RegistryRecord(RecordKinds.Basic[kind], id, patient, of, values.ToDictionary(v => v.Field, v => v.Value));
        return Encoding.UTF8.GetString(RecordJson.Basic(Head("Basic", id), record, There));
    }

    private static IEnumerable<string> Statuses(JsonNode report) => report["entry"]!.AsArray().Select(e => ((string)e!["response"]!["status"]!)[..3]);

    private static Task<JsonNode> Import(HttpClient client, string[] lines) =>
        client.Sends(HttpMethod.Post, "/fhir/$import-ndjson", new StringContent(string.Join('\n', lines), Encoding.UTF8, "application/fhir+ndjson"), HttpStatusCode.OK);
}
