using System.Net;
using System.Text.Json.Nodes;
using Registry.Clinical;

namespace Registry.IntegrationTests.Privacy;

/// <summary>Records of substance use disorder treatment: for the team as ever, for other systems and exports only with consent and the notice.</summary>
[Collection(TeamRegistry.Name)]
public sealed class Part2Tests(RegistryApp app)
{
    [Fact]
    public async Task Without_consent_another_system_sees_nothing_of_a_labelled_episode_and_with_it_the_notice()
    {
        using var careManager = app.As("care-manager");
        using var ehr = app.As("ehr-integration");
        var patient = await careManager.KnowsPatient(app);
        var episode = await careManager.Enrols(app, patient, "2025-05-01");
        var contact = (string)(await careManager.Contacts(episode, "follow-up", "2025-05-08", 20))["id"]!;
        var score = (string)(await careManager.Scores(patient, "phq-9", "2025-05-01", 21))["id"]!;
        var sent = (string)(await ehr.Observes(patient, "gad-7", "2025-05-02", 9))["id"]!;
        string[] ofEpisode = [$"/fhir/EpisodeOfCare/{episode}", $"/fhir/Encounter/{contact}", $"/fhir/Observation/{score}"];
        foreach (var path in ofEpisode) await ehr.Gets(path);

        await careManager.Sends(HttpMethod.Put, $"/v1/episodes/{episode}/part2", new { isPart2 = true }, HttpStatusCode.OK, "\"1\"");

        foreach (var path in ofEpisode) await ehr.Gets(path, HttpStatusCode.NotFound);
        foreach (var type in (string[])["EpisodeOfCare", "Encounter"]) Assert.Empty((await ehr.Gets($"/fhir/{type}?patient={patient}")).Resources());
        Assert.Equal([sent], (await ehr.Gets($"/fhir/Observation?patient={patient}")).Ids());
        Assert.Empty((await ehr.Gets($"/fhir/Flag?patient={patient}")).Resources());
        Assert.DoesNotContain(patient, (await ehr.Gets($"/fhir/Group/{app.Home.CareManager}")).ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(["Patient", "Observation"], (await ehr.Gets($"/fhir/Patient/{patient}/$everything")).Resources().Select(r => (string)r["resourceType"]!));
        Assert.DoesNotContain(episode, (await ehr.Gets("/fhir/EpisodeOfCare?_lastUpdated=ge2020-01-01&_count=200")).ToJsonString(), StringComparison.Ordinal);
        // For those who treat nothing changed.
        Assert.True((bool)(await careManager.Gets($"/v1/episodes/{episode}"))["isPart2"]!);
        Assert.Contains(patient, (await careManager.Gets($"/v1/caseloads/{app.Home.CareManager}")).ToJsonString(), StringComparison.Ordinal);

        var consent = await careManager.Posts($"/v1/patients/{patient}/part2-consents", new { givenOn = "2025-06-01", recipients = "My treating providers and health plans", expiresOn = "2026-06-01" });
        foreach (var path in ofEpisode) await ehr.Gets(path);
        foreach (var path in ofEpisode[..2])
        {
            var meta = (await ehr.Gets(path))["meta"]!.ToJsonString();
            Assert.Contains("42CFRPart2", meta, StringComparison.Ordinal);
            Assert.Contains(Part2.Notice, meta, StringComparison.Ordinal);
        }

        Assert.Contains("42CFRPart2", (await ehr.Gets($"/fhir/EpisodeOfCare?patient={patient}"))["meta"]!.ToJsonString(), StringComparison.Ordinal);
        await careManager.Sends(HttpMethod.Post, $"/v1/part2-consents/{consent["id"]}/revocation", new { on = "2025-06-16" }, HttpStatusCode.OK, "\"1\"");
        foreach (var path in ofEpisode) await ehr.Gets(path, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_consent_that_has_expired_opens_nothing()
    {
        using var careManager = app.As("care-manager");
        var patient = await careManager.KnowsPatient(app);
        var episode = await careManager.Enrols(app, patient, "2025-05-01");
        await careManager.Sends(HttpMethod.Put, $"/v1/episodes/{episode}/part2", new { isPart2 = true }, HttpStatusCode.OK, "\"1\"");
        await careManager.Posts($"/v1/patients/{patient}/part2-consents", new { givenOn = "2025-06-01", recipients = "X", expiresOn = "2025-06-01" }, HttpStatusCode.UnprocessableEntity);
        await careManager.Posts($"/v1/patients/{patient}/part2-consents", new { givenOn = "2025-06-01", recipients = "X", expiresOn = "2025-06-16" });
        await app.As("ehr-integration").Gets($"/fhir/EpisodeOfCare/{episode}", HttpStatusCode.NotFound);
    }
}
