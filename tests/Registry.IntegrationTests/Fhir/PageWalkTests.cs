using System.Net;
using Npgsql;
using Xunit.Abstractions;

namespace Registry.IntegrationTests;

/// <summary>Paging through results while others add scores and correct those that are there, the day they are sorted by included.</summary>
public sealed class PageWalkTests(RegistryApp app, ITestOutputHelper output) : IClassFixture<RegistryApp>
{
    /// <summary>The long form is REGISTRY_WALK_SCORES=10000 REGISTRY_WALK_WRITERS=50.</summary>
    private static readonly int Scores = Effort.Of("REGISTRY_WALK_SCORES", 150), Writers = Effort.Of("REGISTRY_WALK_WRITERS", 8);

    [Theory]
    [InlineData("date")]
    [InlineData("-date")]
    [InlineData("code")]
    [InlineData("_lastUpdated")]
    [InlineData("-_lastUpdated")]
    public async Task Each_score_that_was_there_comes_exactly_once(string sort)
    {
        app.Clock.Run();
        using var careManager = app.As("care-manager");
        using var ehr = app.As("ehr-integration");
        var patient = await careManager.KnowsPatient(app);
        var there = await Seed(patient);

        using var stop = new CancellationTokenSource();
        var writing = Enumerable.Range(0, Writers).Select(writer => Task.Run(() => Write(careManager, ehr, patient, [.. there.Where((_, i) => i % Writers == writer)], writer, stop.Token))).ToList();
        var (seen, pages) = (new List<string>(), 0);
        await foreach (var page in ehr.Walks($"/fhir/Observation?patient={patient}&_sort={sort}&_count={Scores / 20}"))
        {
            seen.AddRange(page.Ids());
            pages++;
        }

        await stop.CancelAsync();
        var corrected = (await Task.WhenAll(writing)).Sum();
        output.WriteLine($"{pages} pages with {seen.Count} scores, while {corrected} were corrected and as many added");

        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Empty(there.Except(seen));
        Assert.True(corrected > 10, $"Only {corrected} corrections: nothing was proved.");
    }

    /// <summary>Corrects one score after the other to another day, and adds one with each.</summary>
    private static async Task<int> Write(HttpClient careManager, HttpClient ehr, string patient, List<string> mine, int writer, CancellationToken stop)
    {
        var corrected = 0;
        foreach (var id in mine.OrderBy(id => id.GetHashCode(StringComparison.Ordinal)))
        {
            if (stop.IsCancellationRequested) break;
            var day = new NodaTime.LocalDate(2023, 1, 1).PlusDays(Random.Shared.Next(700));
            var put = await careManager.Tries(HttpMethod.Put, $"/v1/assessments/{id}", new { administeredOn = day.ToString("uuuu-MM-dd", null), total = 5 }, "\"1\"");
            if (put.Status is HttpStatusCode.OK) corrected++;
            await ehr.Tries(HttpMethod.Post, "/fhir/Observation", Fhir.Body(Intents.Observation(patient, "gad-7", day.ToString("uuuu-MM-dd", null), writer, identifier: $"{id}-{writer}")));
        }

        return corrected;
    }

    private async Task<List<string>> Seed(string patient)
    {
        await using var owner = app.AsOwner();
        await owner.OpenAsync();
        await using var command = new NpgsqlCommand("""
            insert into assessment (organization_id, id, patient_id, instrument, administered_on, total, origin, status, source, version, recorded_at, recorded_by)
            select p.organization_id, gen_random_uuid(), p.id, (array['phq-9', 'gad-7', 'pcl-5'])[1 + n % 3], date '2023-01-01' + n % 700, n % 20, 'stated', 'final', 'seeded', 1,
              timestamptz '2025-06-01' + n * interval '1 second', p.recorded_by
            from patient p, generate_series(1, $2) n where p.id = $1
            returning id
            """, owner) { Parameters = { new() { Value = Guid.Parse(patient) }, new() { Value = Scores } } };
        await using var rows = await command.ExecuteReaderAsync();
        var ids = new List<string>();
        while (await rows.ReadAsync()) ids.Add(rows.GetGuid(0).ToString("D"));
        return ids;
    }
}
