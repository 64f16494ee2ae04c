using NodaTime;
using Npgsql;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>Puts out a month's finance and a year's national measures once they are settled: for those who may see no patient, who read what is out and nothing else.</summary>
internal sealed class ProgramPublisher([FromKeyedServices(StorageSetup.Publishing)] NpgsqlDataSource database, IClock clock, KeyRing ring)
{
    private const int MonthsLookedBack = 12, MostMonths = 24, MostYears = 3;

    /// <summary>Publishes what one organization lacks.</summary>
    /// <returns>False when no organization lacked anything.</returns>
    public async Task<bool> PublishNext(CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var month = PublishedMonth.LastSettled(now);
        var year = month.Month == 12 ? month.Year : month.Year - 1;
        return await Next(AggregateKind.Finance, month.OnDayOfMonth(1), (round, from) => round.Months(from, month, ct), now, ct)
            || await Next(AggregateKind.NationalMeasures, new(year, 1, 1), (round, from) => round.Years(from, year, ct), now, ct);
    }

    private async Task<bool> Next(AggregateKind kind, LocalDate last, Func<Round, (LocalDate? Published, LocalDate? Enrolled), Task> publish, Instant now, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (await PublishedAggregates.TakeNext(connection, kind, last, ct) is not { } organization) return false;
        connection.Use(await ring.Of(organization));
        await publish(new(connection, organization, await connection.ProgramOf(organization, ct), now), await PublishedAggregates.Reach(connection, organization, kind, ct));
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>Work on one organization.</summary>
    private sealed class Round(NpgsqlConnection connection, Id<Organization> organization, ProgramSettings program, Instant now)
    {
        /// <summary>Each month is decided together with what is shown of the year before it, so that no two months tell a small group apart.</summary>
        public async Task Months((LocalDate? Published, LocalDate? Enrolled) reach, YearMonth last, CancellationToken ct)
        {
            var first = reach.Published?.ToYearMonth().PlusMonths(1) ?? Later(last.PlusMonths(1 - MostMonths), reach.Enrolled?.ToYearMonth() ?? last);
            var numbers = new Dictionary<Id<Patient>, int>();
            var shown = new Queue<IReadOnlyList<FigureCell>>();
            var published = await connection.AggregatesOf<FinanceFigures>(organization, AggregateKind.Finance, first.PlusMonths(-MonthsLookedBack).OnDayOfMonth(1), first.PlusMonths(-1).OnDayOfMonth(1), ct);
            foreach (var month in published.GroupBy(row => row.PeriodOn.ToYearMonth()))
            {
                var (episodes, question) = await Read(month.Key, ct);
                shown.Enqueue(FinanceTable.Again(episodes, question, numbers, month.Select(row => (row.Clinic, row.Figures))).Cells);
            }

            for (var month = first; month.CompareTo(last) <= 0; month = month.PlusMonths(1))
            {
                var (episodes, question) = await Read(month, ct);
                var table = FinanceTable.Of(episodes, question, numbers, shown.SelectMany(cells => cells));
                await PublishedAggregates.Write(connection, organization, AggregateKind.Finance, month.ToDateInterval(), table.Rows, now, ct);
                shown.Enqueue(table.Cells);
                if (shown.Count > MonthsLookedBack) shown.Dequeue();
            }
        }

        public async Task Years((LocalDate? Published, LocalDate? Enrolled) reach, int last, CancellationToken ct)
        {
            for (var year = reach.Published?.Year + 1 ?? Math.Max(last + 1 - MostYears, Math.Min(last, reach.Enrolled?.Year ?? last)); year <= last; year++)
            {
                var period = new DateInterval(new(year, 1, 1), new(year, 12, 31));
                var question = NationalMeasures.Question(year, period.End);
                var episodes = await connection.EpisodesOfClinics(organization, program.Clinics, MetricSpan.OfNationalMeasures(question), PublishedMonth.SettledAt(period.End.ToYearMonth()), ct);
                await PublishedAggregates.Write(connection, organization, AggregateKind.NationalMeasures, period, NationalTable.Of(episodes, question), now, ct);
            }
        }

        private async Task<(List<MeasuredEpisode> Episodes, MetricQuestion Question)> Read(YearMonth month, CancellationToken ct)
        {
            var period = MetricPeriod.Month(month);
            var question = new MetricQuestion(period, period.To, OutcomeProfile.ByName(program.Chosen.OutcomeProfile)!, AskedFor.ParametersOf(program.Chosen), PayerProfile.ByName(program.Chosen.PayerProfile)!);
            return (await connection.EpisodesOfClinics(organization, program.Clinics, MetricSpan.Of(question), PublishedMonth.SettledAt(month), ct), question);
        }

        private static YearMonth Later(YearMonth a, YearMonth b) => a.CompareTo(b) > 0 ? a : b;
    }
}
