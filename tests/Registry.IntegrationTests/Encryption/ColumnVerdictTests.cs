using Npgsql;
using Registry.Storage;

namespace Registry.IntegrationTests.Encryption;

/// <summary>No column comes into the registry without somebody having decided whether it is encrypted.</summary>
[Collection(TeamRegistry.Name)]
public sealed class ColumnVerdictTests(RegistryApp app)
{
    [Fact]
    public async Task Every_column_has_a_verdict_and_every_verdict_a_column()
    {
        var decided = ColumnVerdicts.Tables.SelectMany(t => t.Value.Columns, (t, column) => $"{t.Key}.{column}").ToList();
        Assert.Equal(decided.Distinct().Order(StringComparer.Ordinal), decided.Order(StringComparer.Ordinal));
        Assert.Equal(await Columns("true"), decided.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_encrypted_says_so_in_its_name_is_bytes_and_is_rotated()
    {
        var decided = ColumnVerdicts.Tables.SelectMany(t => t.Value.Encrypted.Split(' ', StringSplitOptions.RemoveEmptyEntries), (t, column) => $"{t.Key}.{column}").Order(StringComparer.Ordinal).ToList();
        Assert.Equal(await Columns(@"column_name like '%\_encrypted' and data_type = 'bytea'"), decided);
        Assert.Equal(decided, EncryptedColumns.All.Select(c => $"{c.Table}.{c.Column}").Order(StringComparer.Ordinal));
    }

    private async Task<List<string>> Columns(string condition)
    {
        await using var connection = app.AsOwner();
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"""
            select table_name || '.' || column_name from information_schema.columns where table_schema = 'public' and table_name <> '__EFMigrationsHistory' and {condition}
            """, connection);
        await using var rows = await command.ExecuteReaderAsync();
        var columns = new List<string>();
        while (await rows.ReadAsync()) columns.Add(rows.GetString(0));
        return [.. columns.Order(StringComparer.Ordinal)];
    }
}
