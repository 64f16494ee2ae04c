using System.Net;
using Microsoft.EntityFrameworkCore;
using Registry.Clinical;

namespace Registry.IntegrationTests;

/// <summary>Two people who act on one patient at the same moment.</summary>
[Collection(TeamRegistry.Name)]
public sealed class ConcurrentEnrolmentTests(RegistryApp app)
{
    [Fact]
    public async Task Of_sixteen_enrolments_at_once_one_is_taken_and_the_others_are_told_that_an_episode_is_open()
    {
        using var careManager = app.As("care-manager");
        var patient = await careManager.KnowsPatient(app);

        var attempts = await Attempts.AtOnce(16, i => careManager.Tries(HttpMethod.Post, $"/v1/patients/{patient}/{(i % 4 == 3 ? "referrals" : "episodes")}",
            i % 4 == 3
                ? new { referredOn = "2025-05-01", careManagerId = app.Home.CareManager.ToString() }
                : new { enrolledOn = "2025-05-01", careManagerId = app.Home.CareManager.ToString() }));

        Assert.Single(attempts, a => a.Status == HttpStatusCode.Created);
        Assert.All(attempts.Where(a => !a.Succeeded), a => Assert.Equal((HttpStatusCode.Conflict, "episode-already-open"), (a.Status, (string)a.Body!["code"]!)));
        await using var db = app.Owner();
        Assert.Equal(1, await db.Episodes.CountAsync(e => e.PatientId == Id<Patient>.Parse(patient, null)));
    }

    [Fact]
    public async Task Of_eight_discharges_at_once_one_counts_and_the_others_are_stale_or_too_late()
    {
        using var careManager = app.As("care-manager");
        var patient = await careManager.KnowsPatient(app);
        var episode = await careManager.Enrols(app, patient, "2025-05-01");

        var attempts = await Attempts.AtOnce(8, i => careManager.Tries(HttpMethod.Post, $"/v1/episodes/{episode}/status-changes",
            new { status = "inactive", on = $"2025-06-0{i + 1}", dischargeReason = "withdrew" }, ifMatch: "\"1\""));

        Assert.Single(attempts, a => a.Succeeded);
        Assert.All(attempts.Where(a => !a.Succeeded), a => Assert.Contains(a.Status, new[] { HttpStatusCode.PreconditionFailed, HttpStatusCode.Conflict }));
        Assert.Equal(2, (int)(await careManager.Gets($"/v1/episodes/{episode}"))["version"]!);
    }

    [Fact]
    public async Task Of_eight_plans_at_once_all_are_kept_and_relapse_prevention_begins_once()
    {
        using var careManager = app.As("care-manager");
        var episode = await careManager.Enrols(app, await careManager.KnowsPatient(app), "2025-05-01");

        var attempts = await Attempts.AtOnce(8, _ => careManager.Tries(HttpMethod.Post, $"/v1/episodes/{episode}/relapse-prevention-plans", new { on = "2025-06-01", minutes = 20 }));

        Assert.All(attempts, a => Assert.Equal(HttpStatusCode.Created, a.Status));
        var now = await careManager.Gets($"/v1/episodes/{episode}");
        Assert.Equal(["treatment", "relapse-prevention"], now["statusChanges"]!.AsArray().Select(c => (string)c!["status"]!));
        Assert.Equal(8, (await careManager.Gets($"/v1/episodes/{episode}/relapse-prevention-plans"))["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task Of_eight_reassignments_at_once_one_is_taken_per_version_and_one_care_manager_is_left()
    {
        using var careManager = app.As("care-manager");
        var other = await app.SecondCareManager();
        var episode = await careManager.Enrols(app, await careManager.KnowsPatient(app), "2025-05-01");

        var attempts = await Attempts.AtOnce(8, i => careManager.Tries(HttpMethod.Post, $"/v1/episodes/{episode}/assignments",
            new { role = "care-manager", staffId = other.ToString(), from = $"2025-06-0{i + 1}" }, ifMatch: "\"1\""));

        Assert.Single(attempts, a => a.Succeeded);
        Assert.All(attempts.Where(a => !a.Succeeded), a => Assert.Contains(a.Status, new[] { HttpStatusCode.PreconditionFailed, HttpStatusCode.Conflict }));
        var team = (await careManager.Gets($"/v1/episodes/{episode}"))["careTeam"]!.AsArray();
        Assert.Equal(2, team.Count);
        Assert.Single(team, a => a!["untilOn"] is null);
    }
}
