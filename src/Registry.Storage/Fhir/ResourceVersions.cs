using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>The versions of a resource: the one that stands, and those that were replaced, each with the text that was received for it.</summary>
public static class ResourceVersions
{
    private static readonly Dictionary<string, string> Statements =
        new[] { ResourceTables.Observation, ResourceTables.Patient }.ToDictionary(table => table.Type, Statement);

    /// <summary>Who may see a version is decided by the clinic the patient is in today.</summary>
    private static string Statement(ResourceTable table) => $"""
        with versions as ({Rows(table.Table)})
        select {table.Selected} from versions a {table.Joined}
        where p.clinic_id = any($2) and a.version between $4 and $5 order by a.version desc limit $6
        """;

    /// <summary>Versions of one resource the caller may see, newest first; none when there is no such resource.</summary>
    /// <param name="from">Oldest version wanted.</param>
    /// <param name="to">Newest version wanted.</param>
    public static async Task<List<FoundResource>> VersionsOf(
        this NpgsqlConnection connection, Id<Organization> organization, Guid[] clinics, string type, Guid id, int from, int to, int limit, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Statements[type], connection)
        {
            Parameters =
            {
                new() { Value = organization.Value }, new() { Value = clinics }, new() { Value = id }, new() { Value = from }, new() { Value = to }, new() { Value = limit },
            },
        };
        var keys = connection.KeysOf(organization);
        await using var row = await command.ExecuteReaderAsync(ct);
        var versions = new List<FoundResource>();
        while (await row.ReadAsync(ct)) versions.Add(ResourceTables.Of(type).Found(row, keys));
        return versions;
    }

    private static string Rows(string table) => $"""
        select t.* from {table} t where t.organization_id = $1 and t.id = $3
        union all
        select past.* from fact_history h, jsonb_populate_record(null::{table}, h.row) past where h.organization_id = $1 and h.table_name = '{table}' and h.id = $3
        """;
}
