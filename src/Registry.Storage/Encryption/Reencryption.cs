using System.Globalization;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>A walk over the rows of one table whose values are not under the newest key: a batch of them, encrypted anew.</summary>
/// <remarks>
/// Rows that somebody else is changing are passed over; the next walk meets them. A row is read and written under its lock, so no
/// change is lost; and it is no new version of a fact, which the database sees to.
/// </remarks>
internal sealed class Reencryption(NpgsqlConnection connection, OrganizationKeys keys)
{
    public const int RowsAtOnce = 500;

    /// <summary>Tables in which values lie: those of the present, then the replaced versions of each.</summary>
    public static readonly IReadOnlyList<EncryptedRows> Places =
        [.. EncryptedTable.All.Select(table => new EncryptedRows(table, false)), .. EncryptedTable.All.Where(t => t.HasHistory).Select(table => new EncryptedRows(table, true))];

    /// <param name="after">The key of the last row of the batch before; null at the beginning.</param>
    /// <returns>How many values were written anew, and the key to go on from: null at the end of the table.</returns>
    public async Task<(int Values, object[]? Last)> Next(EncryptedRows place, object[]? after, CancellationToken ct)
    {
        var rows = await Read(place, after, ct);
        await using var batch = new NpgsqlBatch(connection);
        var values = 0;
        foreach (var row in rows)
        {
            var anew = place.Table.Columns.Select((column, i) => (column, Value: Anew(place, row, i))).Where(v => v.Value is not null).ToDictionary(v => v.column, v => v.Value!);
            values += anew.Count;
            batch.BatchCommands.Add(place.IsHistory ? UpdateHistory(place, row, anew) : Update(place, row, anew));
            if (place is { IsHistory: false, Table.Name: "patient_identifier" }) AddDigests(batch, row, keys.Decrypt(CellOf(place, row, 0), row.Stored[0]!));
        }

        if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync(ct);
        return (values, rows.Count == RowsAtOnce ? rows[^1].Key : null);
    }

    /// <summary>Whether anything at all is not under the newest key, also what somebody is changing just now.</summary>
    public async Task<bool> IsAnythingLeft(CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"select {string.Join(" or ", Places.Select(place => $"exists (select from {place.From} where organization_id = $1 and {place.IsOld})"))}", connection);
        command.Parameters.Add(new() { Value = keys.OrganizationId.Value });
        command.Parameters.Add(new() { Value = Version() });
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    private async Task<List<Row>> Read(EncryptedRows place, object[]? after, CancellationToken ct)
    {
        var key = string.Join(", ", place.Key);
        var from = after is null ? "" : $"and ({key}) > ({string.Join(", ", after.Select((_, i) => $"${i + 3}"))})";
        await using var command = new NpgsqlCommand($"""
            select {place.Row}, {place.Part}, {key}, {string.Join(", ", place.Values)} from {place.From}
            where organization_id = $1 and {place.IsOld} {from} order by {key} limit {RowsAtOnce} for update skip locked
            """, connection);
        command.Parameters.Add(new() { Value = keys.OrganizationId.Value });
        command.Parameters.Add(new() { Value = Version() });
        foreach (var value in after ?? []) command.Parameters.Add(new() { Value = value });
        await using var row = await command.ExecuteReaderAsync(ct);
        var rows = new List<Row>();
        while (await row.ReadAsync(ct))
        {
            rows.Add(new(row.GetGuid(0), row.GetString(1), [.. place.Key.Select((_, i) => row.GetValue(2 + i))],
                [.. place.Values.Select((_, i) => row.Bytes(2 + place.Key.Length + i))]));
        }

        return rows;
    }

    /// <summary>Null for what is absent, or under the newest key already.</summary>
    private byte[]? Anew(EncryptedRows place, Row row, int column)
    {
        var cell = CellOf(place, row, column);
        return row.Stored[column] is { } stored && FieldCipher.VersionOf(stored, cell) != keys.NewestVersion ? keys.Encrypt(cell, keys.Decrypt(cell, stored)) : null;
    }

    private Cell CellOf(EncryptedRows place, Row row, int column) => new(keys.OrganizationId, place.Table.Name, place.Table.Columns[column], row.Id, row.Part);

    private NpgsqlBatchCommand Update(EncryptedRows place, Row row, Dictionary<string, byte[]> anew)
    {
        var command = new NpgsqlBatchCommand($"update {place.From} set {string.Join(", ", anew.Keys.Select((column, i) => $"{column} = ${i + 1}"))} where ");
        foreach (var value in anew.Values) command.Parameters.Add(new() { Value = value });
        return Of(command, place, row);
    }

    private NpgsqlBatchCommand UpdateHistory(EncryptedRows place, Row row, Dictionary<string, byte[]> anew)
    {
        var command = new NpgsqlBatchCommand("update fact_history set row = row || $1 where ");
        var members = anew.ToDictionary(v => v.Key, v => @"\x" + Convert.ToHexStringLower(v.Value));
        command.Parameters.Add(new() { Value = JsonSerializer.Serialize(members), NpgsqlDbType = NpgsqlDbType.Jsonb });
        return Of(command, place, row);
    }

    private NpgsqlBatchCommand Of(NpgsqlBatchCommand command, EncryptedRows place, Row row)
    {
        command.Parameters.Add(new() { Value = keys.OrganizationId.Value });
        command.CommandText += $"organization_id = ${command.Parameters.Count}";
        foreach (var (column, value) in place.Key.Zip(row.Key))
        {
            command.Parameters.Add(new() { Value = value });
            command.CommandText += $" and {column} = ${command.Parameters.Count}";
        }

        return command;
    }

    /// <summary>The identifier is found by the new key from here on, and still by the old one.</summary>
    private void AddDigests(NpgsqlBatch batch, Row row, byte[] value)
    {
        var digests = keys.DigestsOf((string)row.Key[1], System.Text.Encoding.UTF8.GetString(value));
        batch.BatchCommands.Add(new("""
            insert into patient_identifier_digest (organization_id, digest, key_version, identifier_id, patient_id)
            select i.organization_id, d.digest, d.version, i.id, i.patient_id
            from patient_identifier i, unnest($3, $4) as d (digest, version) where i.organization_id = $1 and i.id = $2
            on conflict (organization_id, digest) do nothing
            """)
        {
            Parameters =
            {
                new() { Value = keys.OrganizationId.Value }, new() { Value = row.Id },
                new() { Value = digests.Select(d => d.Bytes).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea },
                new() { Value = digests.Select(d => d.KeyVersion).ToArray() },
            },
        });
    }

    private string Version() => keys.NewestVersion.ToString("x8", CultureInfo.InvariantCulture);

    /// <param name="Stored">As read, one for each column; null where there is none.</param>
    private sealed record Row(Guid Id, string Part, object[] Key, byte[]?[] Stored)
    {
        public override string ToString() => $"{nameof(Row)} {Id:D}";
    }
}

/// <summary>Where encrypted values of a table lie: in its rows, or in the versions of them that were replaced.</summary>
internal sealed record EncryptedRows(EncryptedTable Table, bool IsHistory)
{
    public string From => IsHistory ? "fact_history" : Table.Name;
    public string Row => Table.Row;
    public string Part => Table.Part;

    /// <summary>Of an identifier its system too, which its digest holds.</summary>
    public string[] Key => IsHistory ? ["table_name", "id", "version"] : Table.Name == "patient_identifier" ? ["id", "system"] : Table.Key;
    public string[] Values => IsHistory ? [.. Table.Columns.Select(column => $"(row ->> '{column}')::bytea")] : Table.Columns;

    /// <summary>In SQL: some value is under another version of the key than $2, which is written as eight hexadecimal digits.</summary>
    public string IsOld => IsHistory
        ? $"table_name = '{Table.Name}' and ({string.Join(" or ", Table.Columns.Select(column => $"substr(row ->> '{column}', 5, 8) <> $2"))})"
        : $"({string.Join(" or ", Table.Columns.Select(column => $"encode(substr({column}, 2, 4), 'hex') <> $2"))})";
}
