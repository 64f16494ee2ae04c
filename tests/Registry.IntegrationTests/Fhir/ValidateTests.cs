using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;

namespace Registry.IntegrationTests;

/// <summary>Asking what would become of a resource.</summary>
[Collection(EhrRegistry.Name)]
public sealed class ValidateTests(RegistryApp app) : IAsyncLifetime
{
    private HttpClient ehr = null!;
    private string patient = null!;

    public async Task InitializeAsync()
    {
        ehr = app.As("ehr-integration");
        using var careManager = app.As("care-manager");
        patient = await careManager.KnowsPatient(app);
    }

    public Task DisposeAsync()
    {
        ehr.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_sound_score_is_found_sound_stored_nowhere_and_the_question_is_recorded()
    {
        var before = await Counts();
        foreach (var body in new[] { Score(14), Wrapped(Score(14), "create"), Wrapped(Score(14), null) })
        {
            var answer = await ehr.Tries(HttpMethod.Post, "/fhir/Observation/$validate", Fhir.Body(body));
            Assert.Equal((HttpStatusCode.OK, "information"), (answer.Status, (string)answer.Body!["issue"]![0]!["severity"]!));
        }

        var after = await Counts();
        Assert.Equal((before.Scores, before.Texts, before.Audited + 3), after);
    }

    [Fact]
    public async Task What_a_create_would_be_refused_for_is_told_with_its_place_in_what_was_sent()
    {
        var bare = await ehr.Tries(HttpMethod.Post, "/fhir/Observation/$validate", Fhir.Body(Score(99)));
        var wrapped = await ehr.Tries(HttpMethod.Post, "/fhir/Observation/$validate", Fhir.Body(Wrapped(Score(99), "create")));
        Assert.Equal((HttpStatusCode.OK, "business-rule", "Observation.value"), (bare.Status, bare.Issue(), bare.Expression()));
        Assert.Equal((HttpStatusCode.OK, "business-rule", "Parameters.parameter[0].resource.value"), (wrapped.Status, wrapped.Issue(), wrapped.Expression()));
        var twice = await ehr.Tries(HttpMethod.Post, "/fhir/Patient/$validate", Fhir.Body(new JsonObject { ["resourceType"] = "Patient" }));
        Assert.Equal((HttpStatusCode.OK, "required"), (twice.Status, twice.Issue()));
    }

    [Fact]
    public async Task An_update_is_judged_as_an_update()
    {
        var stored = await ehr.Tries(HttpMethod.Post, "/fhir/Observation", Fhir.Body(Score(14)));
        var next = stored.Body!.DeepClone().AsObject();
        next["valueInteger"] = 9;
        foreach (var (path, body) in new[] { ("?mode=update", next), ("", Wrapped(next, "update")) })
        {
            var fine = await ehr.Tries(HttpMethod.Post, "/fhir/Observation/$validate" + path, Fhir.Body(body));
            Assert.Equal((HttpStatusCode.OK, "information"), (fine.Status, (string)fine.Body!["issue"]![0]!["severity"]!));
        }

        next["id"] = Guid.CreateVersion7().ToString();
        var unknown = await ehr.Tries(HttpMethod.Post, "/fhir/Observation/$validate?mode=update", Fhir.Body(next));
        Assert.Equal((HttpStatusCode.OK, "error"), (unknown.Status, (string)unknown.Body!["issue"]![0]!["severity"]!));
        Assert.Equal("W/\"1\"", (await ehr.Tries(HttpMethod.Get, $"/fhir/Observation/{stored.Id}")).ETag);
    }

    [Fact]
    public async Task What_is_not_offered_is_refused_and_never_ignored()
    {
        foreach (var (path, body) in new[]
        {
            ("?mode=delete", Score(14)), ("?profile=http://hl7.org/fhir/StructureDefinition/vitalsigns", Score(14)), ("", Wrapped(Score(14), "profile")),
            ("", JsonNode.Parse("""{"resourceType":"Parameters","parameter":[{"name":"mode","valueCode":"create"}]}""")!.AsObject()),
            ("", JsonNode.Parse("""{"resourceType":"Parameters","parameter":[{"name":"surprise","valueCode":"create"}]}""")!.AsObject()),
        })
            Assert.Equal(HttpStatusCode.BadRequest, (await ehr.Tries(HttpMethod.Post, "/fhir/Observation/$validate" + path, Fhir.Body(body))).Status);
    }

    private JsonObject Score(int total) => Intents.Observation(patient, "phq-9", "2025-05-02", total);

    private static JsonObject Wrapped(JsonObject resource, string? mode)
    {
        var parameters = new JsonArray(new JsonObject { ["name"] = "resource", ["resource"] = resource.DeepClone() });
        if (mode is not null) parameters.Add(new JsonObject { ["name"] = "mode", ["valueCode"] = mode });
        return new() { ["resourceType"] = "Parameters", ["parameter"] = parameters };
    }

    private async Task<(int Scores, int Texts, int Audited)> Counts()
    {
        await using var db = app.Owner();
        return (await db.Assessments.CountAsync(), await db.StoredResources.CountAsync(), await db.AuditEntries.CountAsync(e => e.Action == "fhir.observation.validate"));
    }
}
