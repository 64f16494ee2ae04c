using System.Diagnostics;
using System.Globalization;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Benchmarks;

/// <summary>All metrics of one clinic's month, and of the whole organization's with every stratum: what is read, what is reckoned from it, and how the database went about each statement.</summary>
internal static class MetricsBenchmark
{
    public static async Task Run(BenchmarkOptions options, IClock clock)
    {
        await using var database = await BenchmarkDatabase.Open(options, clock, withFloor: false);
        var organization = new Id<Organization>(await database.Ask<Guid>("select id from organization limit 1"));
        var month = PublishedMonth.LastSettled(clock.GetCurrentInstant());
        var period = MetricPeriod.Month(month);
        var question = new MetricQuestion(period, period.To, OutcomeProfile.Nys2025, FlagParameters.Default, PayerProfile.Midpoint);
        var clinic = await database.Ask<Guid>("select clinic_id from episode group by 1 order by count(*) desc limit 1");
        var (patients, scores, contacts) = (await Count("patient"), await Count("assessment"), await Count("contact"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{patients} patients, {scores} scores, {contacts} contacts, {period}"));

        await using (var reading = await MetricsReader.Open(database, organization, clock))
        {
            for (var round = 0; round < options.Rounds; round++) await Clinic(reading, null);
            await Clinic(reading, PublishedMonth.SettledAt(month));
            await Whole(reading, null);
            await Whole(reading, PublishedMonth.SettledAt(month));
        }

        await using var explained = await MetricsReader.Open(database, organization, clock, explain: true);
        Console.WriteLine("\nOne clinic, plan by plan");
        await explained.Read([clinic], question, null);
        Console.WriteLine("\nThe organization, plan by plan");
        await explained.Read(explained.Clinics, question, null);

        async Task Clinic(MetricsReader from, Instant? knownAt) =>
            await Measure("one clinic", from, [clinic], knownAt, episodes => _ = Clinical.Metrics.All.Select(new MetricsReport(episodes, question).Of).Count(v => v.Value is not null));

        async Task Whole(MetricsReader from, Instant? knownAt) =>
            await Measure("organization, every stratum", from, from.Clinics, knownAt, episodes => AggregateTable.Of(episodes, question, _ => 1, [], []));

        async Task Measure(string what, MetricsReader from, Guid[] clinics, Instant? knownAt, Action<List<MeasuredEpisode>> reckon)
        {
            var watch = Stopwatch.StartNew();
            var episodes = await from.Read(clinics, question, knownAt);
            var read = watch.Elapsed;
            watch.Restart();
            reckon(episodes);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  {what,-28}{(knownAt is null ? "now" : "as settled"),-12}{episodes.Count,8} episodes   read {read.TotalMilliseconds,9:0} ms   reckoned {watch.Elapsed.TotalMilliseconds,9:0} ms   memory {Process.GetCurrentProcess().WorkingSet64 >> 20,6} MB"));
        }

        async Task<long> Count(string table) => await database.Ask<long>($"select count(*) from {table}");
    }
}
