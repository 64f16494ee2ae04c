using System.Net;
using Microsoft.EntityFrameworkCore;
using Registry.Clinical;
using Registry.Storage;

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
    public async Task Whoever_opens_and_closes_at_the_same_moment_a_patient_is_in_care_once_on_any_day()
    {
        using var careManager = app.As("care-manager");
        var patients = new List<string>();
        for (var i = 0; i < 6; i++) patients.Add(await careManager.KnowsPatient(app));

        await Attempts.AtOnce(4, async user =>
        {
            var dice = new Random(user);
            for (var i = 0; i < 60; i++)
            {
                var (patient, on) = (patients[i / 10], $"2025-05-{1 + dice.Next(28):00}");
                var open = (await careManager.Gets($"/v1/patients/{patient}/episodes"))["items"]!.AsArray().FirstOrDefault(e => (string)e!["status"]! != "inactive");
                var attempt = open is not null && user % 2 == 0
                    ? await careManager.Tries(HttpMethod.Post, $"/v1/episodes/{open["id"]}/status-changes", new { status = "inactive", on = "2025-05-28", dischargeReason = "withdrew" }, $"\"{open["version"]}\"")
                    : await careManager.Tries(HttpMethod.Post, $"/v1/patients/{patient}/episodes", new { enrolledOn = on, careManagerId = app.Home.CareManager.ToString() });
                Assert.Contains(attempt.Status, new[] { HttpStatusCode.OK, HttpStatusCode.Created, HttpStatusCode.Conflict, HttpStatusCode.UnprocessableEntity, HttpStatusCode.PreconditionFailed });
            }

            return user;
        });

        await Invariants.Hold(app);
    }

    [Fact]
    public async Task An_enrolment_waits_for_another_of_the_same_patient_and_is_judged_beside_it()
    {
        using var careManager = app.As("care-manager");
        var patient = Id<Patient>.Parse(await careManager.KnowsPatient(app), null);
        await using var db = app.Owner();
        await using var other = await db.Database.BeginTransactionAsync();
        await db.OpenEpisodesAlone(patient, default);

        var waiting = careManager.Tries(HttpMethod.Post, $"/v1/patients/{patient}/episodes", new { enrolledOn = "2025-05-01", careManagerId = app.Home.CareManager.ToString() });
        while (!waiting.IsCompleted && !await IsSomebodyWaiting(db)) await Task.Delay(10);
        var stay = new Episode { OrganizationId = app.Home.Organization, Id = Id<Episode>.New(), PatientId = patient, ClinicId = app.Home.North, PrimaryScale = Instruments.Phq9 }
            .Enrolled(new(2025, 5, 10), app.Clock.Now);
        stay.Change(EpisodeStatus.Inactive, new(2025, 5, 20), DischargeReason.Withdrew, app.Clock.Now);
        stay.Recorded(await db.Principals.Where(p => p.OrganizationId == app.Home.Organization).Select(p => p.Id).FirstAsync(), app.Clock.Now);
        db.Add(stay);
        await db.SaveChangesAsync();
        await other.CommitAsync();

        var answer = await waiting;
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "overlaps-episode"), (answer.Status, (string)answer.Body!["code"]!));
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

    private static async Task<bool> IsSomebodyWaiting(RegistryDbContext db) => await db.Database.SqlQuery<bool>($"""
        select exists (select from pg_locks l join pg_database d on d.oid = l.database where d.datname = current_database() and l.locktype = 'advisory' and not l.granted) as "Value"
        """).SingleAsync();
}
