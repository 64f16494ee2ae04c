using System.Diagnostics;
using System.Globalization;
using NodaTime;
using Npgsql;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Benchmarks;

/// <summary>All metrics of one clinic's month, and of the whole organization's with every stratum: what is read, and what is reckoned from it.</summary>
internal static class MetricsBenchmark
{
    public static async Task Run(BenchmarkOptions options, IClock clock)
    {
        await using var database = await BenchmarkDatabase.Open(options, clock, withFloor: false);
        await using var connection = new NpgsqlConnection(database.Shared);
        await connection.OpenAsync();
        var organization = new Id<Organization>(await database.Ask<Guid>("select id from organization limit 1"));
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var batch = new NpgsqlBatch(connection) { BatchCommands = { RowContext.ForSystem(organization) } }) await batch.ExecuteNonQueryAsync();

        var clinics = (await connection.ProgramOf(organization, default)).Clinics;
        var clinic = await database.Ask<Guid>("select clinic_id from episode group by 1 order by count(*) desc limit 1");
        var month = MetricPeriod.Month(clock.GetCurrentInstant().InUtc().Date.ToYearMonth().PlusMonths(-1));
        var question = new MetricQuestion(month, month.To, OutcomeProfile.Nys2025, FlagParameters.Default, PayerProfile.Midpoint);
        Console.WriteLine($"{options.Patients} patients, {clinics.Length} clinics, {month}");
        for (var round = 0; round < options.Rounds; round++)
        {
            await Measure("one clinic", [clinic], episodes => _ = Clinical.Metrics.All.Select(new MetricsReport(episodes, question).Of).Count(v => v.Value is not null));
        }

        await Measure("organization, every stratum", clinics, episodes => AggregateTable.Of(episodes, question, _ => 1, [], []));

        async Task Measure(string what, Guid[] of, Action<List<MeasuredEpisode>> reckon)
        {
            var watch = Stopwatch.StartNew();
            var episodes = await connection.EpisodesOfClinics(organization, of, MetricSpan.Of(question), null, default);
            var read = watch.Elapsed;
            watch.Restart();
            reckon(episodes);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what,-28}{episodes.Count,8} episodes   read {read.TotalMilliseconds,9:0} ms   reckoned {watch.Elapsed.TotalMilliseconds,9:0} ms"));
        }
    }
}
