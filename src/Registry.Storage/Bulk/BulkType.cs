using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>A resource type that can be exported: how its resources about some patients are read as they stood at a moment.</summary>
/// <param name="beside">The values that a complete export adds to what the resource says itself.</param>
public sealed class BulkType(ResourceTable table, RecordKind? beside = null)
{
    /// <summary>Asks for everything that another registry needs: rows that are no other resource, and what the others do not say.</summary>
    public const string Complete = "Basic";

    /// <summary>What others refer to comes before what refers to it, so that the files can be taken in as they come.</summary>
    public static readonly IReadOnlyList<BulkType> All =
    [
        new(ResourceTables.Patient, RecordKinds.Patient), new(ResourceTables.EpisodeOfCare, RecordKinds.Episode), new(ResourceTables.Encounter),
        new(ResourceTables.Observation, RecordKinds.Assessment), .. RecordTables.Basic,
    ];

    public static readonly IReadOnlyList<string> Names = [.. All.Select(type => type.Name).Distinct()];

    public string Name => table.Type;

    /// <summary>
    /// The rows of some patients ($2) that stood at a moment ($3, exclusive) and changed at another one or later ($4): those that still
    /// stand, and those that were replaced since.
    /// </summary>
    internal string Sql { get; } = $"""
        select {table.Selected}{(beside is null ? "" : ", " + RecordRows.Selected(beside))} from (
          select t.* from {table.Table} t where t.organization_id = $1 and t.{table.Patient} = any($2) and t.recorded_at < $3
          union all
          select r.* from fact_history h, jsonb_populate_record(null::{table.Table}, h.row) r
          where h.organization_id = $1 and h.table_name = '{table.Table}' and h.{table.Patient} = any($2) and h.recorded_at < $3 and h.superseded_at >= $3) a
        {table.Joined}
        where a.recorded_at >= $4
        """;

    public override string ToString() => Name;

    internal FoundResource Read(NpgsqlDataReader row, OrganizationKeys keys)
    {
        var found = table.Found(row, keys);
        return beside is null ? found
            : found with { Record = RecordRows.Read(beside, row, row.FieldCount - beside.Fields.Count, found.Id, found.PatientId.Value, Guid.Empty, keys) };
    }
}
