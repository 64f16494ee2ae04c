using NodaTime;
using Npgsql;
using NpgsqlTypes;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>Cuts the beginning off a chain of audit entries once it is old enough, was seen by a signed checkpoint, and was exported.</summary>
/// <param name="database">Signed in to as registry_retention. The database itself refuses younger entries, and entries that no cut covers.</param>
public sealed class AuditRetention(NpgsqlDataSource database)
{
    /// <summary>The checkpoint up to which a chain may be cut: the last one where everything before it, and the signature itself, is older than the limit. Null when there is none.</summary>
    /// <param name="checkpoints">Only those whose signature was found good.</param>
    public async Task<Checkpoint?> LastToCut(Id<Organization> organization, IEnumerable<Checkpoint> checkpoints, Instant limit, CancellationToken ct)
    {
        await using var command = new SystemCommand(database, RowContext.ForSystem(organization), """
            select coalesce((select max(c.sequence) from audit_cut c where c.organization_id = $1), 0),
              (select min(s.sequence) from audit_seal s join audit_entry e on e.organization_id = s.organization_id and e.id = s.entry_id where s.organization_id = $1 and e.at > $2)
            """);
        command.Parameters.Add(new() { Value = organization.Value });
        command.Parameters.Add(new() { Value = limit.ToDateTimeUtc() });
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        var (cut, young) = (row.GetInt64(0), row.IsDBNull(1) ? long.MaxValue : row.GetInt64(1));
        return checkpoints.Where(c => c.OrganizationId == organization && c.Sequence > cut && c.Sequence < young && c.At <= limit).MaxBy(c => c.Sequence);
    }

    /// <summary>Writes the entries that are to go to a stream, each in the canonical form that its seal covers, with sequence and hash; answers how many.</summary>
    public async Task<int> Export(Checkpoint until, Stream output, CancellationToken ct)
    {
        await using var command = new SystemCommand(database, RowContext.ForSystem(until.OrganizationId), $"""
            select {AuditEntryRow.Columns}, s.sequence, s.hash from audit_seal s join audit_entry e on e.organization_id = s.organization_id and e.id = s.entry_id
            where s.organization_id = $1 and s.sequence <= $2 order by s.sequence
            """);
        command.Parameters.Add(new() { Value = until.OrganizationId.Value });
        command.Parameters.Add(new() { Value = until.Sequence });
        await using var rows = await command.ExecuteReaderAsync(ct);
        var count = 0;
        for (; await rows.ReadAsync(ct); count++)
        {
            var line = $"{rows.GetInt64(AuditEntryRow.Count)} {Convert.ToHexStringLower(rows.GetFieldValue<byte[]>(AuditEntryRow.Count + 1))} {Convert.ToBase64String(CanonicalEntry.Bytes(AuditEntryRow.Read(rows)))}\n";
            await output.WriteAsync(System.Text.Encoding.ASCII.GetBytes(line), ct);
        }

        return count;
    }

    /// <summary>Erases what was exported, and records where the chain goes on from and what the export's digest is.</summary>
    public async Task Cut(Checkpoint until, byte[] exportDigest, Instant now, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                RowContext.ForSystem(until.OrganizationId),
                new("insert into audit_cut (organization_id, sequence, hash, export_digest, cut_at) values ($1, $2, $3, $4, $5)")
                {
                    Parameters =
                    {
                        new() { Value = until.OrganizationId.Value }, new() { Value = until.Sequence }, new() { Value = until.Hash }, new() { Value = exportDigest },
                        new() { Value = now.ToDateTimeUtc(), NpgsqlDbType = NpgsqlDbType.TimestampTz },
                    },
                },
                Delete("audit_entry_patient", "entry_id", until),
                Delete("audit_entry", "id", until),
                new("delete from audit_seal where organization_id = $1 and sequence <= $2") { Parameters = { new() { Value = until.OrganizationId.Value }, new() { Value = until.Sequence } } },
            },
        };
        await batch.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(CancellationToken.None);
    }

    private static NpgsqlBatchCommand Delete(string table, string entry, Checkpoint until) =>
        new($"delete from {table} t where t.organization_id = $1 and t.{entry} in (select s.entry_id from audit_seal s where s.organization_id = $1 and s.sequence <= $2)")
        {
            Parameters = { new() { Value = until.OrganizationId.Value }, new() { Value = until.Sequence } },
        };
}
