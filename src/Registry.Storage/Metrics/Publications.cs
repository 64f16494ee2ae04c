using NodaTime;
using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>Which months of which organization wait to be published, and putting them out.</summary>
public static class Publications
{
    /// <summary>Begins work on the next organization that lacks the last settled month; null when there is none, or others are at it.</summary>
    /// <remarks>The lock ends with the transaction, so of several instances one publishes. Where keys were destroyed, nothing more comes out.</remarks>
    public static async Task<Id<Organization>?> TakeNext(NpgsqlConnection connection, YearMonth lastSettled, CancellationToken ct)
    {
        await connection.Enter(RowContext.AcrossOrganizations(), ct);
        await using var command = new NpgsqlCommand("""
            select o.id from organization o
            where not exists (select from published_month p where p.organization_id = o.id and p.month_on = $1)
              and not exists (select from organization_key k where k.organization_id = o.id and k.destroyed_at is not null)
              and pg_try_advisory_xact_lock(hashtextextended('publish ' || o.id, 0)) limit 1
            """, connection) { Parameters = { new() { Value = lastSettled.OnDayOfMonth(1).ToDateOnly() } } };
        if (await command.ExecuteScalarAsync(ct) is not Guid found) return null;
        var organization = new Id<Organization>(found);
        await connection.Enter(RowContext.ForSystem(organization), ct);
        return organization;
    }

    /// <summary>The last month that is out, and the month of the first enrolment; null where there is none.</summary>
    public static async Task<(YearMonth? LastPublished, YearMonth? FirstEnrolment)> Reach(NpgsqlConnection connection, Id<Organization> organization, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            select (select max(month_on) from published_month where organization_id = $1), (select min(coalesce(referred_on, enrolled_on)) from episode where organization_id = $1)
            """, connection) { Parameters = { new() { Value = organization.Value } } };
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return (row.Day(0)?.ToYearMonth(), row.Day(1)?.ToYearMonth());
    }

    /// <summary>What is shown of published months: by month, row and code.</summary>
    public static async Task<HashSet<(YearMonth Month, AggregateRow Row, string Code)>> Shown(NpgsqlConnection connection, Id<Organization> organization, YearMonth from, YearMonth to, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"select {PublishedQuery.Columns} from {PublishedQuery.Tables} where m.organization_id = $1 and m.month_on between $2 and $3", connection)
        {
            Parameters = { new() { Value = organization.Value }, new() { Value = from.OnDayOfMonth(1).ToDateOnly() }, new() { Value = to.OnDayOfMonth(1).ToDateOnly() } },
        };
        await using var rows = await command.ExecuteReaderAsync(ct);
        var shown = new HashSet<(YearMonth, AggregateRow, string)>();
        while (await rows.ReadAsync(ct))
        {
            var figures = PublishedFigures.Of(rows);
            shown.UnionWith(figures.Values.Where(v => v.NoValue != AggregateTable.Suppressed).Select(v => (figures.Month, figures.Row, v.Code)));
        }

        return shown;
    }

    public static async Task Write(NpgsqlConnection connection, Id<Organization> organization, YearMonth month, string profile, AggregateTable table, Instant now, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        var on = month.OnDayOfMonth(1).ToDateOnly();
        batch.BatchCommands.Add(Command("insert into published_month (organization_id, month_on, known_at, published_at, profile) values ($1, $2, $3, $4, $5)",
            organization.Value, on, PublishedMonth.SettledAt(month).ToDateTimeUtc(), now.ToDateTimeUtc(), profile));
        var rows = table.Rows.OrderBy(r => r.Key.Stratum, StringComparer.Ordinal).ThenBy(r => r.Key.Clinic?.Value).ThenBy(r => r.Key.Group, StringComparer.Ordinal).ToList();
        batch.BatchCommands.Add(Command("""
            insert into published_row (organization_id, month_on, sequence, clinic_id, stratum, group_name, figures)
            select $1, $2, r.sequence, r.clinic_id, r.stratum, r.group_name, r.figures::jsonb
            from unnest($3::int[], $4::uuid[], $5::text[], $6::text[], $7::text[]) r (sequence, clinic_id, stratum, group_name, figures)
            """,
            organization.Value, on, Enumerable.Range(1, rows.Count).ToArray(), rows.Select(r => r.Key.Clinic?.Value).ToArray(),
            rows.Select(r => r.Key.Stratum).ToArray(), rows.Select(r => r.Key.Group).ToArray(), rows.Select(r => PublishedFigures.Write(r.Value)).ToArray()));
        await batch.ExecuteNonQueryAsync(ct);
    }

    private static NpgsqlBatchCommand Command(string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return command;
    }
}
