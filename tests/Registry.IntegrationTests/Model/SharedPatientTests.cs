using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Registry.Clinical;

namespace Registry.IntegrationTests;

/// <summary>Several users who all act on the same few patients at the same moment: nobody knows the order, and still nothing may be broken or lost.</summary>
public sealed class SharedPatientTests(RegistryApp app) : IClassFixture<RegistryApp>
{
    /// <summary>An edit that was acknowledged: this version of this record held these minutes or this total.</summary>
    private readonly record struct Edit(string Path, string Member, int Version, int Value);

    private static readonly int Steps = Effort.Of("REGISTRY_MODEL_STEPS", 160);

    [Theory]
    [InlineData(31)]
    [InlineData(32)]
    public async Task Whatever_crosses_on_shared_patients_no_rule_is_broken_and_no_acknowledged_edit_is_lost(int seed)
    {
        using var users = await Users.Of(app, "shared-" + seed);
        var patients = new List<string>();
        for (var i = 0; i < 3; i++) patients.Add(await users.CareManager.KnowsPatient(app));
        var edits = new ConcurrentBag<Edit>();
        var created = new ConcurrentDictionary<string, string>();
        HttpClient[] clients = [users.CareManager, users.Second, users.CareManager, users.Ehr];

        await Task.WhenAll(clients.Select((client, user) => Task.Run(async () =>
        {
            var dice = new Random((100 * seed) + user);
            for (var step = 0; step < Steps / 4; step++) await Act(client, users, patients[dice.Next(patients.Count)], dice, edits, created);
        })));

        foreach (var ofOne in edits.GroupBy(e => e.Path))
        {
            var versions = (await users.CareManager.Gets(ofOne.Key + "/versions"))["items"]!.AsArray();
            Assert.Equal(Enumerable.Range(1, versions.Count).Reverse(), versions.Select(v => (int)v!["version"]!));
            foreach (var edit in ofOne) Assert.Contains(versions, v => (int)v!["version"]! == edit.Version && (int)v[edit.Member]! == edit.Value);
        }

        foreach (var path in created.Keys) await users.CareManager.Gets(path);
        await Invariants.Hold(app);
        Assert.DoesNotContain(app.Log, line => line.Contains("Exception", StringComparison.Ordinal) && line.Contains("Registry.Api", StringComparison.Ordinal));
    }

    private static async Task Act(HttpClient client, Users users, string patient, Random dice, ConcurrentBag<Edit> edits, ConcurrentDictionary<string, string> created)
    {
        if (client == users.Ehr)
        {
            var status = dice.Next(3) == 0 ? "final" : "corrected";
            var sent = await client.Tries(HttpMethod.Post, "/fhir/Observation",
                Fhir.Body(Intents.Observation(patient, "phq-9", "2025-06-10", dice.Next(28), status, $"shared-{patient}-{dice.Next(2)}")));
            Allow(sent, HttpStatusCode.OK, HttpStatusCode.Created, HttpStatusCode.Conflict);
            if (sent.Succeeded) edits.Add(new($"/v1/assessments/{sent.Id}", "total", int.Parse(sent.ETag!.Split('"')[1]), (int)sent.Body!["valueInteger"]!));
            return;
        }

        var episodes = (await client.Gets($"/v1/patients/{patient}/episodes"))["items"]!.AsArray();
        var open = episodes.FirstOrDefault(e => (string)e!["status"]! != "inactive");
        if (open is null || dice.Next(10) == 0)
        {
            var opened = await client.Tries(HttpMethod.Post, $"/v1/patients/{patient}/episodes", new { enrolledOn = $"2025-06-{1 + dice.Next(16):00}", careManagerId = users.Managers[dice.Next(2)].ToString() });
            Allow(opened, HttpStatusCode.Created, HttpStatusCode.Conflict, HttpStatusCode.UnprocessableEntity);
            if (opened.Succeeded) created[$"/v1/episodes/{opened.Id}"] = patient;
            return;
        }

        var (episode, ifMatch) = ((string)open["id"]!, $"\"{(int)open["version"]!}\"");
        switch (dice.Next(9))
        {
            case 0:
                Allow(await client.Tries(HttpMethod.Post, $"/v1/episodes/{episode}/status-changes", new { status = "inactive", on = "2025-06-16", dischargeReason = "other" }, ifMatch),
                    HttpStatusCode.OK, HttpStatusCode.PreconditionFailed, HttpStatusCode.Conflict); // closed by another meanwhile, seen before or after its version
                break;
            case 1:
                Allow(await client.Tries(HttpMethod.Post, $"/v1/episodes/{episode}/assignments",
                    new { role = "care-manager", staffId = users.Managers[dice.Next(2)].ToString(), from = $"2025-06-{1 + dice.Next(16):00}" }, ifMatch),
                    HttpStatusCode.OK, HttpStatusCode.PreconditionFailed, HttpStatusCode.Conflict, HttpStatusCode.UnprocessableEntity);
                break;
            case 2:
                Allow(await client.Tries(HttpMethod.Post, $"/v1/episodes/{episode}/relapse-prevention-plans", new { on = "2025-06-16", minutes = 10 }), HttpStatusCode.Created);
                break;
            case 3 or 4:
                var recorded = await client.Tries(HttpMethod.Post, $"/v1/episodes/{episode}/contacts", new { purpose = "follow-up", mode = "phone", on = "2025-06-16", minutes = dice.Next(400) });
                Allow(recorded, HttpStatusCode.Created);
                edits.Add(new($"/v1/contacts/{recorded.Id}", "minutes", 1, (int)recorded.Body!["minutes"]!));
                break;
            default:
                await EditContact(client, episode, dice, edits);
                break;
        }
    }

    /// <summary>Everybody edits the newest contact, so that the edits meet.</summary>
    private static async Task EditContact(HttpClient client, string episode, Random dice, ConcurrentBag<Edit> edits)
    {
        if ((await client.Gets($"/v1/episodes/{episode}/contacts?limit=1"))["items"]!.AsArray() is not [{ } contact]) return;
        var edited = await client.Tries(HttpMethod.Put, $"/v1/contacts/{contact["id"]}", new { purpose = "follow-up", mode = "video", on = "2025-06-16", minutes = dice.Next(400) }, $"\"{contact["version"]}\"");
        Allow(edited, HttpStatusCode.OK, HttpStatusCode.PreconditionFailed);
        if (edited.Succeeded) edits.Add(new($"/v1/contacts/{edited.Id}", "minutes", edited.Version, (int)edited.Body!["minutes"]!));
    }

    private static void Allow(Attempt attempt, params HttpStatusCode[] statuses) => Assert.True(statuses.Contains(attempt.Status), attempt.ToString());
}
