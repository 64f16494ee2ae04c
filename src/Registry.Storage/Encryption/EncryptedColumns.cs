namespace Registry.Storage;

/// <summary>A table with encrypted columns, and by what its rows are told apart.</summary>
/// <param name="Key">The primary key after the organization.</param>
/// <param name="Row">In SQL: the id that the values of a row are bound to.</param>
/// <param name="Part">In SQL: what else they are bound to, where several rows share that id.</param>
/// <param name="HasHistory">Whether the database keeps replaced versions of its rows.</param>
internal sealed record EncryptedTable(string Name, string[] Key, string Row, string Part, bool HasHistory, string[] Columns)
{
    public static readonly IReadOnlyList<EncryptedTable> All =
    [
        Of("patient", ["id"], hasHistory: true),
        Of("patient_identifier", ["id"]),
        Of("consultation", ["id"], hasHistory: true),
        Of("team_entry", ["id"], hasHistory: true),
        Of("stored_resource", ["resource_type", "id"], hasHistory: true),
        Of("quarantine_entry", ["id"]),
        Of("disclosure", ["id"]),
        Of("accounting_suspension", ["id"]),
        Of("amendment", ["id"], hasHistory: true),
        Of("restriction", ["id"], hasHistory: true),
        Of("part2_consent", ["id"], hasHistory: true),
        Of("emergency_access", ["id"]),
        Of("emergency_review", ["emergency_access_id"]),
        Of("legal_hold", ["id"]),
        new("bulk_file_chunk", ["export_id", "file_number", "number"], "export_id", "file_number || '/' || number", false, ["body_encrypted"]),
    ];

    private static EncryptedTable Of(string name, string[] key, bool hasHistory = false) =>
        new(name, key, key[^1], "''", hasHistory, [.. EncryptedProperty.All.Where(p => p.Table == name).Select(p => p.Column)]);
}

/// <summary>Every column that holds encrypted values. Their names end in "_encrypted", and no other's does.</summary>
public static class EncryptedColumns
{
    public static readonly IReadOnlySet<(string Table, string Column)> All =
        EncryptedTable.All.SelectMany(table => table.Columns, (table, column) => (table.Name, column)).ToHashSet();

    public static bool Contains(string table, string column) => All.Contains((table, column));
}
