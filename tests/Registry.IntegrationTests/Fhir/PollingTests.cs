using System.Collections.Concurrent;
using System.Net;
using NodaTime;
using NodaTime.Text;

namespace Registry.IntegrationTests;

/// <summary>An integration that asks again and again for what is newer than the newest it saw, while others write and are slow to commit.</summary>
public sealed class PollingTests(RegistryApp app) : IClassFixture<RegistryApp>
{
    [Fact]
    public async Task A_poller_who_goes_on_from_the_newest_score_it_saw_misses_none_however_late_it_was_committed()
    {
        app.Clock.Run();
        using var careManager = app.As("care-manager");
        using var ehr = app.As("ehr-integration");
        var patient = await careManager.KnowsPatient(app);
        await using (var owner = app.AsOwner())
        {
            await owner.OpenAsync();
            await using var slow = new Npgsql.NpgsqlCommand("""
                create function commit_slowly() returns trigger language plpgsql as $$ begin perform pg_sleep(random() * 0.2); return new; end $$;
                create trigger commit_slowly before insert or update on assessment for each row execute function commit_slowly();
                """, owner);
            await slow.ExecuteNonQueryAsync();
        }

        var written = new ConcurrentBag<(string Id, int Version)>();
        var writers = Task.WhenAll(Enumerable.Range(0, 3).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 15; i++)
            {
                var sent = await ehr.Observes(patient, "phq-9", $"2025-0{1 + writer}-{1 + i:00}", i);
                written.Add(((string)sent["id"]!, 1));
                if (i % 5 != 0) continue;
                await careManager.Sends(HttpMethod.Put, $"/v1/assessments/{sent["id"]}", new { administeredOn = $"2025-0{1 + writer}-{1 + i:00}", total = i + 1 }, HttpStatusCode.OK, "\"1\"");
                written.Add(((string)sent["id"]!, 2));
            }
        })));

        var seen = new HashSet<(string, int)>();
        var newest = "2025-01-01";
        var finished = Instant.MaxValue;
        for (var horizon = Instant.MinValue; horizon <= finished;)
        {
            if (writers.IsCompleted && finished == Instant.MaxValue) finished = app.Clock.Now;
            await foreach (var page in ehr.Walks($"/fhir/Observation?_sort=_lastUpdated&_count=7&_lastUpdated=gt{newest}"))
            {
                horizon = InstantPattern.ExtendedIso.Parse((string)page["meta"]!["lastUpdated"]!).Value;
                foreach (var score in page.Resources())
                {
                    Assert.True(seen.Add(((string)score["id"]!, int.Parse((string)score["meta"]!["versionId"]!))), "A version came twice.");
                    newest = (string)score["meta"]!["lastUpdated"]!;
                }
            }
        }

        await writers;
        // A version that was replaced before anybody came by is not owed; the newest one always is.
        Assert.Empty(written.GroupBy(v => v.Id).Select(versions => versions.MaxBy(v => v.Version)).Except(seen));
    }
}
