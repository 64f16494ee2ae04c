using Npgsql;
using NpgsqlTypes;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>Seals committed audit entries into the chain of their organization, in an order that can skip none.</summary>
/// <remarks>
/// Transactions commit in another order than they begin, so neither a clock nor a serial number says which entries are still to come. The transaction
/// number does: every transaction below the lowest one still running has ended, so what it wrote is there, and nothing can be added to it. Only those
/// entries are sealed, by (transaction, id). One that commits later has a higher place. A transaction that stays open delays sealing, and skips nothing.
/// Any number of services may run this at once: one of them holds the lock, the others come again.
/// </remarks>
public static class AuditSealing
{
    /// <summary>Entries sealed in one transaction.</summary>
    private const int Most = 2_000;

    /// <summary>Below this, every transaction has ended and shows what it wrote to this very statement.</summary>
    private const string Horizon = "(pg_snapshot_xmin(pg_current_snapshot())::text::bigint)";

    private const string Unsealed = $"e.organization_id = o.id and (e.xid, e.id) > (o.xid, o.entry_id) and e.xid < {Horizon}";

    /// <summary>Organizations with something to seal, and the end of their chain. Accesses by unknown callers have a chain too.</summary>
    internal const string Behind = $"""
        select o.id, o.sequence, o.hash, o.xid, o.entry_id from (
          select a.id, coalesce(s.sequence, 0) as sequence, s.hash, coalesce(s.xid, 0) as xid, coalesce(s.entry_id, '00000000-0000-0000-0000-000000000000') as entry_id
          from (select id from organization union all select '00000000-0000-0000-0000-000000000000') a
          left join lateral (select s.* from audit_seal s where s.organization_id = a.id order by s.sequence desc limit 1) s on true) o
        where exists (select from audit_entry e where {Unsealed})
        """;

    internal const string Next = $"""
        select {AuditEntryRow.Columns} from audit_entry e, (select $1::uuid as id, $2::bigint as xid, $3::uuid as entry_id) o
        where {Unsealed} order by e.xid, e.id limit $4
        """;

    /// <summary>Seals what can be sealed now, and answers how many entries that was.</summary>
    public static async Task<int> Seal(NpgsqlDataSource dataSource, CancellationToken ct)
    {
        var count = 0;
        for (var sealing = Most; sealing >= Most; count += sealing) sealing = await SealSome(dataSource, ct);
        return count;
    }

    private static async Task<int> SealSome(NpgsqlDataSource dataSource, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var alone = new NpgsqlBatch(connection) { BatchCommands = { new("select pg_try_advisory_xact_lock(hashtextextended('registry.audit_seal', 0))"), RowContext.AcrossOrganizations() } };
        if (await alone.ExecuteScalarAsync(ct) is not true) return 0;

        var count = 0;
        // Read by a statement of its own, whose snapshot is younger than the lock: what another instance sealed last is seen.
        foreach (var chain in await ReadBehind(connection, ct)) count += await Extend(connection, chain, ct);
        await transaction.CommitAsync(CancellationToken.None);
        return count;
    }

    private static async Task<List<ChainEnd>> ReadBehind(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Behind, connection);
        await using var rows = await command.ExecuteReaderAsync(ct);
        var ends = new List<ChainEnd>();
        while (await rows.ReadAsync(ct))
        {
            ends.Add(new(rows.GetGuid(0), rows.GetInt64(1), rows.IsDBNull(2) ? ChainHash.BeforeTheFirst : rows.GetFieldValue<byte[]>(2), rows.GetInt64(3), rows.GetGuid(4)));
        }

        return ends;
    }

    private static async Task<int> Extend(NpgsqlConnection connection, ChainEnd end, CancellationToken ct)
    {
        var entries = await ReadNext(connection, end, ct);
        var hashes = new byte[entries.Count][];
        for (var i = 0; i < hashes.Length; i++)
        {
            hashes[i] = ChainHash.Of(i == 0 ? end.Hash : hashes[i - 1], end.Sequence + 1 + i, CanonicalEntry.Bytes(entries[i]));
        }

        var ids = entries.Select(e => e.Id.Value).ToArray();
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("""
                    insert into audit_seal (organization_id, sequence, entry_id, xid, hash, sealed_at)
                    select $1, $2 + n, id, xid, hash, now() from unnest($3::uuid[], $4::bigint[], $5::bytea[]) with ordinality as sealed (id, xid, hash, n)
                    """)
                {
                    Parameters =
                    {
                        new() { Value = end.Organization }, new() { Value = end.Sequence }, new() { Value = ids },
                        new() { Value = entries.Select(e => e.Xid).ToArray() }, new() { Value = hashes, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea },
                    },
                },
                new("""
                    insert into audit_entry_patient (organization_id, patient_id, at, entry_id)
                    select e.organization_id, p.id, e.at, e.id from unnest($2::uuid[]) as sealed (id)
                    join audit_entry e on e.organization_id = $1 and e.id = sealed.id cross join unnest(e.patient_ids) as p (id)
                    on conflict do nothing
                    """)
                {
                    Parameters = { new() { Value = end.Organization }, new() { Value = ids } },
                },
            },
        };
        await batch.ExecuteNonQueryAsync(ct);
        return entries.Count;
    }

    private static async Task<List<AuditEntry>> ReadNext(NpgsqlConnection connection, ChainEnd end, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Next, connection)
        {
            Parameters = { new() { Value = end.Organization }, new() { Value = end.Xid }, new() { Value = end.EntryId }, new() { Value = Most } },
        };
        await using var rows = await command.ExecuteReaderAsync(ct);
        var entries = new List<AuditEntry>();
        while (await rows.ReadAsync(ct)) entries.Add(AuditEntryRow.Read(rows));
        return entries;
    }

    /// <summary>Where a chain ends: the sequence, hash and place of the entry sealed last.</summary>
    private sealed record ChainEnd(Guid Organization, long Sequence, byte[] Hash, long Xid, Guid EntryId);
}
