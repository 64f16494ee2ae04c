using NodaTime;
using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

public static class AttestationsQuery
{
    /// <summary>Everything attested by then for care managers whose home is one of the clinics.</summary>
    public static async Task<List<FteAttestation>> AttestationsOf(this NpgsqlConnection connection, Id<Organization> organization, Guid[] clinics, Instant? knownAt, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            select a.staff_member_id, s.clinic_id, a.from_on, a.recorded_at, a.fte from attested_fte a
            join staff_member s on s.organization_id = a.organization_id and s.id = a.staff_member_id
            where a.organization_id = $1 and s.clinic_id = any($2) and s.role = 'care-manager' and a.recorded_at <= $3
            """, connection)
        {
            Parameters = { new() { Value = organization.Value }, new() { Value = clinics }, new() { Value = (knownAt ?? Instant.FromUtc(9999, 1, 1, 0, 0)).ToDateTimeUtc() } },
        };
        await using var rows = await command.ExecuteReaderAsync(ct);
        var attestations = new List<FteAttestation>();
        while (await rows.ReadAsync(ct)) attestations.Add(new(new(rows.GetGuid(0)), new(rows.GetGuid(1)), rows.Day(2)!.Value, rows.Moment(3)!.Value, rows.GetDecimal(4)));
        return attestations;
    }
}
