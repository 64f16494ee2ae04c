using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>The chain's hashes, for the witness outside the database.</summary>
public static class SealedHashes
{
    /// <summary>The last sequence of every organization that has a chain.</summary>
    public static async Task<IReadOnlyList<(Id<Organization> Organization, long Last)>> Ends(NpgsqlDataSource dataSource, CancellationToken ct)
    {
        await using var command = new SystemCommand(dataSource, RowContext.AcrossOrganizations(), """
            select a.id, s.sequence from (select id from organization union all select '00000000-0000-0000-0000-000000000000') a
            cross join lateral (select s.sequence from audit_seal s where s.organization_id = a.id order by s.sequence desc limit 1) s
            """);
        await using var rows = await command.ExecuteReaderAsync(ct);
        var ends = new List<(Id<Organization>, long)>();
        while (await rows.ReadAsync(ct)) ends.Add((new(rows.GetGuid(0)), rows.GetInt64(1)));
        return ends;
    }

    /// <summary>The hashes that follow a sequence, in order.</summary>
    public static async Task<IReadOnlyList<byte[]>> After(NpgsqlDataSource dataSource, Id<Organization> organization, long sequence, int most, CancellationToken ct)
    {
        await using var command = new SystemCommand(dataSource, RowContext.ForSystem(organization), "select s.hash from audit_seal s where s.organization_id = $1 and s.sequence > $2 order by s.sequence limit $3");
        command.Parameters.Add(new() { Value = organization.Value });
        command.Parameters.Add(new() { Value = sequence });
        command.Parameters.Add(new() { Value = most });
        await using var rows = await command.ExecuteReaderAsync(ct);
        var hashes = new List<byte[]>();
        while (await rows.ReadAsync(ct)) hashes.Add(rows.GetFieldValue<byte[]>(0));
        return hashes;
    }
}
