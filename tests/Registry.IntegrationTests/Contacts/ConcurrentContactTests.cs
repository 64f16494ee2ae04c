using System.Net;
using Microsoft.EntityFrameworkCore;
using Registry.Clinical;

namespace Registry.IntegrationTests;

/// <summary>Requests that are repeated, and edits that cross each other.</summary>
[Collection(TeamRegistry.Name)]
public sealed class ConcurrentContactTests(RegistryApp app)
{
    [Fact]
    public async Task A_contact_sent_thirty_two_times_at_once_under_one_key_is_one_contact_and_all_senders_are_answered_with_it()
    {
        using var careManager = app.As("care-manager");
        var episode = await careManager.Enrols(app, await careManager.KnowsPatient(app), "2025-05-01");

        var attempts = await Attempts.AtOnce(32, _ => careManager.Tries(HttpMethod.Post, $"/v1/episodes/{episode}/contacts",
            new { purpose = "follow-up", mode = "phone", on = "2025-05-08", minutes = 25 }, key: "the-same-key"));

        Assert.All(attempts, a => Assert.Equal(HttpStatusCode.Created, a.Status));
        Assert.Single(attempts.Select(a => a.Id).Distinct());
        Assert.Single(attempts, a => !a.Replayed);
        await using var db = app.Owner();
        Assert.Equal(1, await db.Contacts.CountAsync(c => c.EpisodeId == Id<Episode>.Parse(episode, null)));
    }

    [Fact]
    public async Task A_patient_an_enrolment_and_a_score_repeated_at_once_under_one_key_are_stored_once_each()
    {
        using var careManager = app.As("care-manager");
        var patients = await Attempts.AtOnce(16, _ => careManager.Tries(HttpMethod.Post, "/v1/patients", new
        {
            clinicId = app.Home.North.ToString(),
            familyName = "Onceonly",
            givenName = "Ola",
            birthDate = (string?)null,
            identifiers = new[] { new { system = "urn:mrn", value = "once-only" } },
        }, key: "patient-once"));
        Assert.All(patients, a => Assert.True(a.Succeeded, a.ToString()));
        var patient = Assert.Single(patients.Select(a => a.Id).Distinct());

        var episodes = await Attempts.AtOnce(16, _ => careManager.Tries(HttpMethod.Post, $"/v1/patients/{patient}/episodes",
            new { enrolledOn = "2025-05-01", careManagerId = app.Home.CareManager.ToString() }, key: "enrol-once"));
        Assert.All(episodes, a => Assert.True(a.Succeeded, a.ToString()));
        Assert.Single(episodes.Select(a => a.Id).Distinct());

        var scores = await Attempts.AtOnce(16, _ => careManager.Tries(HttpMethod.Post, $"/v1/patients/{patient}/assessments",
            new { instrument = "phq-9", administeredOn = "2025-05-02", total = 14 }, key: "score-once"));
        Assert.All(scores, a => Assert.True(a.Succeeded, a.ToString()));
        Assert.Single(scores.Select(a => a.Id).Distinct());
        Assert.Single((await careManager.Gets($"/v1/patients/{patient}/assessments"))["items"]!.AsArray());
    }

    [Fact]
    public async Task A_key_used_for_another_request_is_refused()
    {
        using var careManager = app.As("care-manager");
        var episode = await careManager.Enrols(app, await careManager.KnowsPatient(app), "2025-05-01");
        var path = $"/v1/episodes/{episode}/contacts";
        await careManager.Tries(HttpMethod.Post, path, new { purpose = "follow-up", mode = "phone", on = "2025-05-08", minutes = 25 }, key: "reused");

        var other = await careManager.Tries(HttpMethod.Post, path, new { purpose = "follow-up", mode = "phone", on = "2025-05-08", minutes = 26 }, key: "reused");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "idempotency-key-reused"), (other.Status, (string)other.Body!["code"]!));
    }

    [Fact]
    public async Task When_sixteen_people_edit_one_contact_one_wins_each_version_and_every_version_is_kept()
    {
        using var careManager = app.As("care-manager");
        var episode = await careManager.Enrols(app, await careManager.KnowsPatient(app), "2025-05-01");
        var contact = (string)(await careManager.Contacts(episode, "follow-up", "2025-05-08", 1))["id"]!;

        var won = new List<int> { 1 };
        for (var version = 1; version <= 4; version++)
        {
            var attempts = await Attempts.AtOnce(16, i => careManager.Tries(HttpMethod.Put, $"/v1/contacts/{contact}",
                new { purpose = "follow-up", mode = "phone", on = "2025-05-08", minutes = 100 * version + i }, ifMatch: $"\"{version}\""));

            var winner = Assert.Single(attempts, a => a.Succeeded);
            Assert.Equal((version + 1, $"\"{version + 1}\""), (winner.Version, winner.ETag));
            Assert.All(attempts.Where(a => a != winner), a => Assert.Equal((HttpStatusCode.PreconditionFailed, "stale-version"), (a.Status, (string)a.Body!["code"]!)));
            won.Add((int)winner.Body!["minutes"]!);
        }

        var versions = (await careManager.Gets($"/v1/contacts/{contact}/versions"))["items"]!.AsArray();
        Assert.Equal([5, 4, 3, 2, 1], versions.Select(v => (int)v!["version"]!));
        Assert.Equal(Enumerable.Reverse(won), versions.Select(v => (int)v!["minutes"]!));
    }

    [Fact]
    public async Task When_editors_read_again_after_losing_every_edit_is_kept_in_the_end()
    {
        using var careManager = app.As("care-manager");
        var episode = await careManager.Enrols(app, await careManager.KnowsPatient(app), "2025-05-01");
        var contact = (string)(await careManager.Contacts(episode, "follow-up", "2025-05-08", 0))["id"]!;

        await Attempts.AtOnce(6, async i =>
        {
            while (true)
            {
                var read = await careManager.Tries(HttpMethod.Get, $"/v1/contacts/{contact}");
                var edited = await careManager.Tries(HttpMethod.Put, $"/v1/contacts/{contact}",
                    new { purpose = "follow-up", mode = "phone", on = "2025-05-08", minutes = (int)read.Body!["minutes"]! + 1 }, ifMatch: read.ETag);
                if (edited.Succeeded) return edited;
                Assert.Equal(HttpStatusCode.PreconditionFailed, edited.Status);
            }
        });

        var versions = (await careManager.Gets($"/v1/contacts/{contact}/versions"))["items"]!.AsArray();
        Assert.Equal([6, 5, 4, 3, 2, 1, 0], versions.Select(v => (int)v!["minutes"]!));
        Assert.Equal([7, 6, 5, 4, 3, 2, 1], versions.Select(v => (int)v!["version"]!));
    }
}
