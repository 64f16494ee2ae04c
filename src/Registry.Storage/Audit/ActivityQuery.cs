using NodaTime;
using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>A pattern in the audit trail that a reviewer should look at.</summary>
public sealed record ActivityFinding(string Rule, Id<Principal> PrincipalId, string? StaffName, Instant Hour, long Count)
{
    /// <summary>Whose record it was, where it is about one.</summary>
    public Id<Patient>? PatientId { get; init; }
}

/// <summary>A member of staff opened one patient's record, so many times, first in this hour.</summary>
public readonly record struct RecordOpening(Id<Principal> PrincipalId, string StaffName, Id<Patient> PatientId, Instant Hour, long Count);

/// <summary>The rules of activity review. A caseload list shows many patients at once and is ordinary work, so only openings of single records count.</summary>
public static class ActivityQuery
{
    public static async Task<IReadOnlyList<ActivityFinding>> ActivityFindings(this NpgsqlConnection connection, Id<Organization> organization, Instant from, Instant until, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            with period as materialized (
              select e.principal_id, date_trunc('hour', e.at, 'UTC') as hour, e.patient_ids, e.outcome from audit_entry e
              where e.organization_id = $1 and e.at >= $2 and e.at < $3 and e.principal_id is not null
            ), finding as (
              select 'many-patients' as rule, principal_id, hour, count(distinct patient_ids[1]) as count from period
              where outcome = 'success' and cardinality(patient_ids) = 1 group by principal_id, hour having count(distinct patient_ids[1]) >= 40
              union all
              select 'refusals', principal_id, hour, count(*) from period where outcome = 'refused' group by principal_id, hour having count(*) >= 10
            )
            select f.rule, f.principal_id, s.display_name, f.hour, f.count from finding f
            left join principal p on p.organization_id = $1 and p.id = f.principal_id
            left join staff_member s on s.organization_id = $1 and s.id = p.staff_member_id
            order by f.hour desc, f.rule, f.principal_id
            """, connection) { Parameters = { new() { Value = organization.Value }, new() { Value = from.ToDateTimeUtc() }, new() { Value = until.ToDateTimeUtc() } } };
        await using var rows = await command.ExecuteReaderAsync(ct);
        var found = new List<ActivityFinding>();
        while (await rows.ReadAsync(ct)) found.Add(new(rows.GetString(0), new(rows.GetGuid(1)), rows.Text(2), rows.Moment(3)!.Value, rows.GetInt64(4)));
        return found;
    }

    /// <summary>Every single record that a member of staff opened in a period.</summary>
    public static async Task<IReadOnlyList<RecordOpening>> RecordOpenings(this NpgsqlConnection connection, Id<Organization> organization, Instant from, Instant until, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            select e.principal_id, s.display_name, e.patient_ids[1], date_trunc('hour', min(e.at), 'UTC'), count(*) from audit_entry e
            join principal p on p.organization_id = e.organization_id and p.id = e.principal_id
            join staff_member s on s.organization_id = p.organization_id and s.id = p.staff_member_id
            where e.organization_id = $1 and e.at >= $2 and e.at < $3 and e.outcome = 'success' and cardinality(e.patient_ids) = 1
            group by 1, 2, 3 order by 4 desc, 1, 3
            """, connection) { Parameters = { new() { Value = organization.Value }, new() { Value = from.ToDateTimeUtc() }, new() { Value = until.ToDateTimeUtc() } } };
        await using var rows = await command.ExecuteReaderAsync(ct);
        var openings = new List<RecordOpening>();
        while (await rows.ReadAsync(ct)) openings.Add(new(new(rows.GetGuid(0)), rows.GetString(1), new(rows.GetGuid(2)), rows.Moment(3)!.Value, rows.GetInt64(4)));
        return openings;
    }
}
