using NodaTime;
using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

public static class DocumentationLagQuery
{
    /// <summary>By month of service, the median days from a contact or consultation of a clinic to its first entry, and of how many.</summary>
    /// <param name="timeZone">Of the clinic: the day of the entry is a day there.</param>
    /// <param name="knownAt">Null for everything entered by now.</param>
    public static async Task<Dictionary<YearMonth, MetricValue>> DocumentationLags(
        this NpgsqlConnection connection, Id<Organization> organization, Id<Clinic> clinic, LocalDate from, LocalDate to, string timeZone, Instant? knownAt, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Sql, connection)
        {
            Parameters =
            {
                new() { Value = organization.Value }, new() { Value = clinic.Value }, new() { Value = from.ToDateOnly() }, new() { Value = to.ToDateOnly() }, new() { Value = timeZone },
                new() { Value = (knownAt ?? Instant.FromUtc(9999, 1, 1, 0, 0)).ToDateTimeUtc() },
            },
        };
        await using var rows = await command.ExecuteReaderAsync(ct);
        var lags = new Dictionary<YearMonth, MetricValue>();
        while (await rows.ReadAsync(ct))
        {
            lags[rows.Day(0)!.Value.ToYearMonth()] = new(DriftMetrics.DocumentationLag, 1, MetricUnit.Days, Figures.HalfUp((decimal)rows.GetDouble(1), 1), null, rows.GetInt64(2));
        }

        return lags;
    }

    /// <summary>A corrected entry was first made when its first version was recorded.</summary>
    private static string Lags(string table) => $"""
        select f.on_day, (case when f.version = 1 then f.recorded_at else
          (select h.recorded_at from fact_history h where h.organization_id = f.organization_id and h.table_name = '{table}' and h.id = f.id and h.version = 1) end) as entered_at
        from episode e join {table} f on f.organization_id = e.organization_id and f.episode_id = e.id and f.on_day between $3 and $4 and not f.entered_in_error
        where e.organization_id = $1 and e.clinic_id = $2
        """;

    internal static readonly string Sql = $"""
        /* DocumentationLags */
        select date_trunc('month', on_day)::date, percentile_cont(0.5) within group (order by greatest(0, (entered_at at time zone $5)::date - on_day)), count(*)
        from ({Lags("contact")} union all {Lags("consultation")}) entries
        where entered_at <= $6 group by 1
        """;
}
