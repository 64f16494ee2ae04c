using NodaTime;
using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>What is wrong with a chain, and at which sequence it begins.</summary>
public sealed record ChainFault(Id<Organization> OrganizationId, long Sequence, ChainFaultKind Kind);

public enum ChainFaultKind
{
    /// <summary>The entry is not the one that was sealed.</summary>
    Edited,

    /// <summary>The entry, or its seal, is gone.</summary>
    Deleted,

    /// <summary>Two entries stand in each other's place.</summary>
    Swapped,

    /// <summary>An entry that was never sealed stands before ones that were: this is the next sequence after it.</summary>
    Inserted,

    /// <summary>The chain ends before what a checkpoint saw.</summary>
    CutTail,

    /// <summary>The chain holds together, and is another than the one that a checkpoint saw.</summary>
    Rechained,

    /// <summary>The chain's beginning was cut off where no checkpoint of six years ago or more stands: nobody may cut there.</summary>
    CutHead,

    /// <summary>The list of whose records were opened does not say what the entry says.</summary>
    PatientsChanged,
}

/// <summary>One organization's chain as it was found.</summary>
/// <param name="Length">Entries sealed.</param>
/// <param name="Witnessed">The last sequence that a checkpoint saw; 0 when there is none.</param>
/// <param name="Fault">The first fault; null when all of it is as it was.</param>
public sealed record ChainReport(Id<Organization> OrganizationId, long Length, long Witnessed, ChainFault? Fault);

/// <summary>Follows every chain from its first entry and compares it with what left the database.</summary>
public static class ChainVerification
{
    /// <param name="checkpoints">Only those whose signature was found good.</param>
    public static async Task<IReadOnlyList<ChainReport>> Verify(NpgsqlDataSource dataSource, IReadOnlyCollection<Checkpoint> checkpoints, Instant now, CancellationToken ct)
    {
        var reports = new List<ChainReport>();
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        // One snapshot for all of it, however long it takes: what is sealed meanwhile is for the next time.
        await using var snapshot = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
        foreach (var organization in (await Organizations(connection, ct)).Union(checkpoints.Select(c => c.OrganizationId)).Order())
        {
            reports.Add(await Follow(connection, organization, [.. checkpoints.Where(c => c.OrganizationId == organization)], now, ct));
        }

        return reports;
    }

    private static async Task<ChainReport> Follow(NpgsqlConnection connection, Id<Organization> organization, Checkpoint[] checkpoints, Instant now, CancellationToken ct)
    {
        var walk = new ChainWalk(organization, checkpoints);
        if (await LastCut(connection, organization, ct) is var (sequence, hash)) walk.BeginAfter(sequence, hash, now);
        await using (var command = new NpgsqlCommand($"""
            select {AuditEntryRow.Columns}, s.sequence, s.hash from audit_seal s
            left join audit_entry e on e.organization_id = s.organization_id and e.id = s.entry_id
            where s.organization_id = $1 order by s.sequence
            """, connection) { Parameters = { new() { Value = organization.Value } } })
        await using (var rows = await command.ExecuteReaderAsync(ct))
        {
            while (await rows.ReadAsync(ct))
            {
                walk.Take(rows.GetInt64(AuditEntryRow.Count), rows.GetFieldValue<byte[]>(AuditEntryRow.Count + 1), rows.IsDBNull(0) ? null : AuditEntryRow.Read(rows));
            }
        }

        walk.End();
        await using var inserted = new NpgsqlCommand("""
            select min((select min(s.sequence) from audit_seal s where s.organization_id = e.organization_id and (s.xid, s.entry_id) > (e.xid, e.id)))
            from audit_entry e, (select s.xid, s.entry_id from audit_seal s where s.organization_id = $1 order by s.sequence desc limit 1) last
            where e.organization_id = $1 and (e.xid, e.id) < (last.xid, last.entry_id)
              and not exists (select from audit_seal s where s.organization_id = e.organization_id and s.entry_id = e.id)
            """, connection) { Parameters = { new() { Value = organization.Value } } };
        if (await inserted.ExecuteScalarAsync(ct) is long before) walk.Found(before, ChainFaultKind.Inserted);
        if (await FirstWithOtherPatients(connection, organization, ct) is { } other) walk.Found(other, ChainFaultKind.PatientsChanged);
        return walk.Report;
    }

    /// <summary>"Who saw this patient" is answered from a table of its own, which no seal covers: it is compared with the entries as sets, both read once.</summary>
    private static async Task<long?> FirstWithOtherPatients(NpgsqlConnection connection, Id<Organization> organization, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            select min(s.sequence) from audit_seal s join (
              select coalesce(said.entry_id, listed.entry_id) as entry_id
              from (select distinct e.id as entry_id, p.id as patient_id, e.at from audit_entry e cross join unnest(e.patient_ids) as p (id) where e.organization_id = $1) said
              full join (select l.entry_id, l.patient_id, l.at from audit_entry_patient l where l.organization_id = $1) listed
                on listed.entry_id = said.entry_id and listed.patient_id = said.patient_id and listed.at = said.at
              where said.entry_id is null or listed.entry_id is null) differing on differing.entry_id = s.entry_id
            where s.organization_id = $1
            """, connection) { Parameters = { new() { Value = organization.Value } } };
        return await command.ExecuteScalarAsync(ct) as long?;
    }

    private static async Task<(long Sequence, byte[] Hash)?> LastCut(NpgsqlConnection connection, Id<Organization> organization, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select sequence, hash from audit_cut where organization_id = $1 order by sequence desc limit 1", connection)
        {
            Parameters = { new() { Value = organization.Value } },
        };
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? (row.GetInt64(0), row.GetFieldValue<byte[]>(1)) : null;
    }

    private static async Task<IReadOnlyList<Id<Organization>>> Organizations(NpgsqlConnection connection, CancellationToken ct)
    {
        // A loose walk over the index: the role that verifies may read the audit trail only, so organizations are found there.
        await using var command = new NpgsqlCommand("""
            with recursive found (id) as (
              (select organization_id from audit_entry order by organization_id limit 1)
              union all
              select (select e.organization_id from audit_entry e where e.organization_id > found.id order by e.organization_id limit 1) from found where found.id is not null
            ), chained (id) as (
              (select organization_id from audit_seal order by organization_id limit 1)
              union all
              select (select s.organization_id from audit_seal s where s.organization_id > chained.id order by s.organization_id limit 1) from chained where chained.id is not null
            )
            select id from found where id is not null union select id from chained where id is not null
            """, connection);
        await using var rows = await command.ExecuteReaderAsync(ct);
        var organizations = new List<Id<Organization>>();
        while (await rows.ReadAsync(ct)) organizations.Add(new(rows.GetGuid(0)));
        return organizations;
    }
}
