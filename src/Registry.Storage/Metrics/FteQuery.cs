using NodaTime;
using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

public static class FteQuery
{
    /// <summary>Full-time equivalents attested for care managers on a day; null while nobody attested any of them.</summary>
    /// <param name="careManager">One of them, or null for all whose home is one of the clinics.</param>
    public static async Task<decimal?> AttestedFteOf(
        this NpgsqlConnection connection, Id<Organization> organization, Id<StaffMember>? careManager, Guid[] clinics, LocalDate on, Instant? knownAt, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            select sum(latest.fte) from staff_member s
            join lateral (
              select a.fte from attested_fte a where a.organization_id = s.organization_id and a.staff_member_id = s.id and a.from_on <= $3 and a.recorded_at <= $4
              order by a.from_on desc, a.recorded_at desc limit 1) latest on true
            where s.organization_id = $1 and s.role = 'care-manager' and ($5::uuid is null and s.clinic_id = any($2) or s.id = $5)
            """, connection)
        {
            Parameters =
            {
                new() { Value = organization.Value },
                new() { Value = clinics },
                new() { Value = on.ToDateOnly() },
                new() { Value = (knownAt ?? Instant.FromUtc(9999, 1, 1, 0, 0)).ToDateTimeUtc() },
                new() { Value = (object?)careManager?.Value ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid },
            },
        };
        return await command.ExecuteScalarAsync(ct) as decimal?;
    }
}
