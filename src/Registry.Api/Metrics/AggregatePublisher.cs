using NodaTime;
using Npgsql;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>Puts a month's figures out once it is settled: for those who may see no patient, who read what is out and nothing else.</summary>
/// <remarks>
/// Each month is decided together with the shown figures of the year before it, so that no two months tell a small group apart. What is out also goes to
/// the collaboratives of the organization, so episodes under 42 CFR Part 2 without consent are in none of it: a second table beside it would tell them apart.
/// </remarks>
internal sealed class AggregatePublisher([FromKeyedServices(StorageSetup.Publishing)] NpgsqlDataSource database, IClock clock, KeyRing ring)
{
    private const int MonthsLookedBack = 12, MostMonths = 13;

    /// <summary>Publishes what one organization lacks.</summary>
    /// <returns>False when no organization lacked a month.</returns>
    public async Task<bool> PublishNext(CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var last = PublishedMonth.LastSettled(now);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (await Publications.TakeNext(connection, last, ct) is not { } organization) return false;

        connection.Use(await ring.Of(organization));
        var (published, enrolled) = await Publications.Reach(connection, organization, ct);
        var first = published?.PlusMonths(1) ?? Later(last.PlusMonths(1 - MostMonths), enrolled ?? last);
        var round = new PublishingRound(connection, organization, await connection.ProgramOf(organization, ct));
        await round.LookBack(first.PlusMonths(-MonthsLookedBack), first.PlusMonths(-1), ct);
        for (var month = first; month.CompareTo(last) <= 0; month = month.PlusMonths(1)) await round.Publish(month, now, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    private static YearMonth Later(YearMonth a, YearMonth b) => a.CompareTo(b) > 0 ? a : b;

    /// <summary>Months of one organization, one after the other: what was shown stays known.</summary>
    private sealed class PublishingRound(NpgsqlConnection connection, Id<Organization> organization, ProgramSettings program)
    {
        private readonly Dictionary<Id<Patient>, int> numbers = [];
        private readonly Queue<IReadOnlyList<FigureCell>> shown = [];

        /// <summary>Who is behind the figures that are out already, as they were known then.</summary>
        public async Task LookBack(YearMonth from, YearMonth to, CancellationToken ct)
        {
            var known = await Publications.Shown(connection, organization, from, to, ct);
            foreach (var month in known.Select(k => k.Month).Distinct().Order())
            {
                var (episodes, question) = await Read(month, ct);
                shown.Enqueue(AggregateTable.CellsOf(episodes, question, numbers, (row, code) => known.Contains((month, row, code))));
            }
        }

        public async Task Publish(YearMonth month, Instant now, CancellationToken ct)
        {
            var (episodes, question) = await Read(month, ct);
            var attested = await connection.AttestationsOf(organization, program.Clinics, PublishedMonth.SettledAt(month), ct);
            var table = AggregateTable.Of(episodes, question, clinic => attested.FteOn(question.End, clinic), numbers, shown.SelectMany(s => s));
            await Publications.Write(connection, organization, month, question.Profile.Name, table, now, ct);
            shown.Enqueue(table.Cells);
            if (shown.Count > MonthsLookedBack) shown.Dequeue();
        }

        private async Task<(List<MeasuredEpisode> Episodes, MetricQuestion Question)> Read(YearMonth month, CancellationToken ct)
        {
            var period = MetricPeriod.Month(month);
            var question = new MetricQuestion(period, period.To, OutcomeProfile.ByName(program.Chosen.OutcomeProfile)!, AskedFor.ParametersOf(program.Chosen), PayerProfile.ByName(program.Chosen.PayerProfile)!);
            var (settled, clinics) = (PublishedMonth.SettledAt(month), program.Clinics);
            return (await connection.WithoutWithheld(organization, clinics, await connection.EpisodesOfClinics(organization, clinics, MetricSpan.Of(question), settled, ct), settled, ct), question);
        }
    }
}
