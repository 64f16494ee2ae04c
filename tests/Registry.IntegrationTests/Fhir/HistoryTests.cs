using System.Net;
using System.Text.Json.Nodes;

namespace Registry.IntegrationTests;

/// <summary>What a resource was before.</summary>
[Collection(EhrRegistry.Name)]
public sealed class HistoryTests(RegistryApp app)
{
    [Fact]
    public async Task Every_version_stays_readable_as_it_was_whoever_made_it()
    {
        using var careManager = app.As("care-manager");
        using var ehr = app.As("ehr-integration");
        var patient = await careManager.KnowsPatient(app);
        var sent = Intents.Observation(patient, "phq-9", "2025-05-02", 14, identifier: "lived");
        sent["note"] = JsonNode.Parse("""[{"text":"first"}]""");
        var first = await ehr.Tries(HttpMethod.Post, "/fhir/Observation", Fhir.Body(sent));
        await careManager.Sends(HttpMethod.Put, $"/v1/assessments/{first.Id}", new { administeredOn = "2025-05-02", total = 10 }, HttpStatusCode.OK, "\"1\"");
        await ehr.Sends(HttpMethod.Post, "/fhir/Observation", Fhir.Body(Intents.Observation(patient, "phq-9", "2025-05-02", 9, "corrected", "lived")), HttpStatusCode.OK);
        await ehr.Sends(HttpMethod.Post, "/fhir/Observation", Fhir.Body(Intents.Observation(patient, "phq-9", "2025-05-02", 9, "entered-in-error", "lived")), HttpStatusCode.OK);

        var history = await ehr.Gets($"/fhir/Observation/{first.Id}/_history");

        var entries = history["entry"]!.AsArray();
        Assert.Equal(("history", 4), ((string)history["type"]!, (int)history["total"]!));
        Assert.Equal(["9 entered-in-error 4", "9 corrected 3", "10 amended 2", "14 final 1"],
            entries.Select(e => $"{e!["resource"]!["valueInteger"]} {(string)e["resource"]!["status"]!} {(string)e["resource"]!["meta"]!["versionId"]!}"));
        Assert.Equal(["PUT", "PUT", "PUT", "POST"], entries.Select(e => (string)e!["request"]!["method"]!));
        Assert.Equal($"Observation/{first.Id}", (string)entries[0]!["request"]!["url"]!);
        Assert.Equal(["200", "200", "200", "201"], entries.Select(e => (string)e!["response"]!["status"]!));
        foreach (var entry in entries)
        {
            var version = (string)entry!["resource"]!["meta"]!["versionId"]!;
            var read = await ehr.Tries(HttpMethod.Get, $"/fhir/Observation/{first.Id}/_history/{version}");
            Assert.Equal($"W/\"{version}\"", read.ETag);
            Assert.True(JsonNode.DeepEquals(entry["resource"], read.Body), version);
        }

        Assert.Equal("first", (string)entries[3]!["resource"]!["note"]![0]!["text"]!);
    }

    [Fact]
    public async Task Two_corrections_in_one_Bundle_both_keep_their_text()
    {
        using var careManager = app.As("care-manager");
        using var ehr = app.As("ehr-integration");
        var patient = await careManager.KnowsPatient(app);
        JsonObject Said(int total, string status, string note)
        {
            var score = Fhir.Score($"Patient/{patient}", "phq-9", "2025-05-02", total, "told-apart", status);
            score["note"] = new JsonArray(new JsonObject { ["text"] = note });
            return score;
        }

        var answer = await ehr.Tries(HttpMethod.Post, "/fhir", Fhir.Body(Fhir.Batch(Said(14, "final", "one"), Said(13, "amended", "two"), Said(12, "corrected", "three"))));
        var id = ((string)answer.Body!["entry"]![0]!["response"]!["location"]!).Split('/')[^3];
        var history = await ehr.Gets($"/fhir/Observation/{id}/_history");
        Assert.Equal(["three", "two", "one"], history["entry"]!.AsArray().Select(e => (string)e!["resource"]!["note"]![0]!["text"]!));
    }

    [Fact]
    public async Task A_history_comes_in_pages_without_loss_or_repeat()
    {
        using var careManager = app.As("care-manager");
        using var ehr = app.As("ehr-integration");
        var patient = await careManager.KnowsPatient(app);
        var id = "";
        for (var n = 0; n < 5; n++)
            id = (await ehr.Tries(HttpMethod.Put, "/fhir/Observation?identifier=urn:ehr%7Cpaged", Fhir.Body(Intents.Observation(patient, "phq-9", "2025-05-02", n, identifier: "paged")))).Id;
        var seen = new List<int>();
        for (var page = $"/fhir/Observation/{id}/_history?_count=2"; page is not null;)
        {
            var bundle = await ehr.Gets(page);
            Assert.Equal(5, (int)bundle["total"]!);
            seen.AddRange(bundle["entry"]!.AsArray().Select(e => (int)e!["resource"]!["valueInteger"]!));
            page = bundle["link"]!.AsArray().Where(l => (string)l!["relation"]! == "next").Select(l => ((string)l!["url"]!)["https://registry.test".Length..]).SingleOrDefault();
        }

        Assert.Equal([4, 3, 2, 1, 0], seen);
        await ehr.Gets($"/fhir/Observation/{id}/_history?_count=0", HttpStatusCode.BadRequest);
        await ehr.Gets($"/fhir/Observation/{id}/_history?_at=2025", HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Nobody_sees_versions_of_what_they_may_not_read_and_there_is_no_version_that_never_was()
    {
        using var careManager = app.As("care-manager");
        using var ehr = app.As("ehr-integration");
        using var foreign = app.As("ehr-integration", foreign: true);
        using var south = await app.EhrOfTheSouthClinic();
        var patient = await careManager.KnowsPatient(app);
        var stored = (string)(await ehr.Observes(patient, "phq-9", "2025-05-02", 14))["id"]!;
        await careManager.Tries(HttpMethod.Put, $"/v1/assessments/{stored}", new { administeredOn = "2025-05-02", total = 15 }, "\"1\"");
        foreach (var path in new[] { $"Observation/{stored}/_history", $"Observation/{stored}/_history/1", $"Patient/{patient}/_history", $"Patient/{patient}/_history/1" })
        {
            await ehr.Gets("/fhir/" + path);
            await foreign.Gets("/fhir/" + path, HttpStatusCode.NotFound);
            await south.Gets("/fhir/" + path, HttpStatusCode.NotFound);
        }

        foreach (var version in new[] { "3", "0", "-1", "x", "99999999999" }) await ehr.Gets($"/fhir/Observation/{stored}/_history/{version}", HttpStatusCode.NotFound);
    }
}
