using System.Text.Json;
using NodaTime;
using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>Putting out suppressed figures of a month or a year besides its metrics, and reading what is out.</summary>
public static class PublishedAggregates
{
    /// <summary>Begins work on the next organization that lacks the last settled period; null when there is none, or others are at it.</summary>
    public static async Task<Id<Organization>?> TakeNext(NpgsqlConnection connection, AggregateKind kind, LocalDate lastSettled, CancellationToken ct)
    {
        await connection.Enter(RowContext.AcrossOrganizations(), ct);
        await using var command = new NpgsqlCommand("""
            select o.id from organization o
            where not exists (select from published_aggregate p where p.organization_id = o.id and p.kind = $1 and p.period_on = $2)
              and not exists (select from organization_key k where k.organization_id = o.id and k.destroyed_at is not null)
              and pg_try_advisory_xact_lock(hashtextextended('publish ' || $1 || ' ' || o.id, 0)) limit 1
            """, connection) { Parameters = { new() { Value = Kebab.Of(kind) }, new() { Value = lastSettled.ToDateOnly() } } };
        if (await command.ExecuteScalarAsync(ct) is not Guid found) return null;
        var organization = new Id<Organization>(found);
        await connection.Enter(RowContext.ForSystem(organization), ct);
        return organization;
    }

    /// <summary>The first day of the last period that is out, and the day of the first enrolment; null where there is none.</summary>
    public static async Task<(LocalDate? LastPublished, LocalDate? FirstEnrolment)> Reach(NpgsqlConnection connection, Id<Organization> organization, AggregateKind kind, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            select (select max(period_on) from published_aggregate where organization_id = $1 and kind = $2), (select min(coalesce(referred_on, enrolled_on)) from episode where organization_id = $1)
            """, connection) { Parameters = { new() { Value = organization.Value }, new() { Value = Kebab.Of(kind) } } };
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return (row.Day(0), row.Day(1));
    }

    /// <param name="rows">The organization's, which has no clinic, then those of its clinics.</param>
    public static async Task Write<T>(
        NpgsqlConnection connection, Id<Organization> organization, AggregateKind kind, DateInterval period, IReadOnlyList<(Id<Clinic>? Clinic, T Figures)> rows, Instant now, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            insert into published_aggregate (organization_id, kind, period_on, sequence, clinic_id, known_at, published_at, figures)
            select $1, $2, $3, r.sequence, r.clinic_id, $4, $5, r.figures::jsonb from unnest($6::uuid[], $7::text[]) with ordinality r (clinic_id, figures, sequence)
            """, connection)
        {
            Parameters =
            {
                new() { Value = organization.Value }, new() { Value = Kebab.Of(kind) }, new() { Value = period.Start.ToDateOnly() },
                new() { Value = PublishedMonth.SettledAt(period.End.ToYearMonth()).ToDateTimeUtc() }, new() { Value = now.ToDateTimeUtc() },
                new() { Value = rows.Select(r => r.Clinic?.Value).ToArray() }, new() { Value = rows.Select(r => JsonSerializer.Serialize(r.Figures, PublishedFigures.Json)).ToArray() },
            },
        };
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>What is out of periods that begin between two days, the earliest first, the organization's row before its clinics'.</summary>
    /// <remarks>Read as a role that has a right to what is published and to nothing else.</remarks>
    public static async Task<List<(LocalDate PeriodOn, Instant KnownAt, Id<Clinic>? Clinic, T Figures)>> AggregatesOf<T>(
        this NpgsqlConnection connection, Id<Organization> organization, AggregateKind kind, LocalDate from, LocalDate to, CancellationToken ct)
    {
        var select = new NpgsqlBatchCommand("""
            select period_on, known_at, clinic_id, figures from published_aggregate
            where organization_id = $1 and kind = $2 and period_on between $3 and $4 order by period_on, sequence
            """)
        {
            Parameters = { new() { Value = organization.Value }, new() { Value = Kebab.Of(kind) }, new() { Value = from.ToDateOnly() }, new() { Value = to.ToDateOnly() } },
        };
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new("set local role registry_report"), select, new("reset role") } };
        await using var rows = await batch.ExecuteReaderAsync(ct);
        var found = new List<(LocalDate, Instant, Id<Clinic>?, T)>();
        while (await rows.ReadAsync(ct))
        {
            found.Add((rows.Day(0)!.Value, rows.Moment(1)!.Value, rows.IsDBNull(2) ? null : new Id<Clinic>(rows.GetGuid(2)), JsonSerializer.Deserialize<T>(rows.GetString(3), PublishedFigures.Json)!));
        }

        return found;
    }
}
