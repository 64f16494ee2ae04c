using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

internal static class OrganizationMetrics
{
    private const int DaysToSettle = 15;

    /// <summary>The suppressed figures of a month; null until it is settled. Rows are those of the caller's clinics; the whole is shown to whoever has all of them.</summary>
    public static async Task<OrganizationMetricsResponse?> Of(YearMonth month, Stratum? stratum, Access access, CancellationToken ct)
    {
        var (connection, organization) = (access.Transaction.Connection, access.OrganizationId);
        var knownAt = SettledAt(month.ToDateInterval().End);
        if (knownAt > access.Now) return null;

        var program = await connection.ProgramOf(organization, ct);
        var period = MetricPeriod.Month(month);
        var question = new MetricQuestion(period, period.To, OutcomeProfile.ByName(program.Chosen.OutcomeProfile)!, AskedFor.ParametersOf(program.Chosen), PayerProfile.ByName(program.Chosen.PayerProfile)!);
        var fte = new Dictionary<Guid, decimal?>();
        foreach (var clinic in program.Clinics) fte[clinic] = await connection.AttestedFteOf(organization, null, [clinic], period.To, knownAt, ct);
        var episodes = await connection.EpisodesOfClinics(organization, program.Clinics, MetricSpan.Of(question), knownAt, ct);
        var table = AggregateTable.Of(episodes, question, stratum, clinic => clinic is { } one ? fte[one.Value] : fte.Values.Aggregate((decimal?)null, Sum));

        var mine = access.Clinics.ToHashSet();
        var seesAll = program.Clinics.All(mine.Contains);
        return new(month, knownAt, question.Profile.Name,
            [.. table.Where(row => row.Key.Clinic is { } clinic ? mine.Contains(clinic.Value) : seesAll)
                .OrderBy(row => row.Key.Group is not null).ThenBy(row => row.Key.Clinic?.Value).ThenBy(row => row.Key.Group, StringComparer.Ordinal)
                .Select(row => new AggregateRowResponse(row.Key.Clinic, row.Key.Group, [.. row.Value.Select(MetricValueResponse.Of)]))]);
    }

    /// <summary>The moment from which figures of a period are shown, and at which they were known.</summary>
    /// <param name="end">The last day of the period.</param>
    internal static Instant SettledAt(LocalDate end) => end.PlusDays(DaysToSettle + 1).AtMidnight().InUtc().ToInstant();

    /// <summary>The last month whose figures are shown at a moment.</summary>
    internal static YearMonth LastSettled(Instant now) => now.InUtc().Date.PlusDays(-DaysToSettle).ToYearMonth().PlusMonths(-1);

    private static decimal? Sum(decimal? a, decimal? b) => a is null ? b : b is null ? a : a + b;
}
