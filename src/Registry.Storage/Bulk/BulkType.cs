using Npgsql;

namespace Registry.Storage;

/// <summary>A resource type that can be exported: how its resources about some patients are read as they stood at a moment.</summary>
public sealed class BulkType(ResourceTable table)
{
    /// <summary>What others refer to comes before what refers to it, so that the files can be taken in as they come.</summary>
    public static readonly IReadOnlyList<BulkType> All =
        [new(ResourceTables.Patient), new(ResourceTables.EpisodeOfCare), new(ResourceTables.Encounter), new(ResourceTables.Observation)];

    public string Name => table.Type;

    /// <summary>
    /// The rows of some patients ($2) that stood at a moment ($3, exclusive) and changed at another one or later ($4): those that still
    /// stand, and those that were replaced since.
    /// </summary>
    internal string Sql { get; } = $"""
        select {table.Selected} from (
          select t.* from {table.Table} t where t.organization_id = $1 and t.{table.Patient} = any($2) and t.recorded_at < $3
          union all
          select r.* from fact_history h, jsonb_populate_record(null::{table.Table}, h.row) r
          where h.organization_id = $1 and h.table_name = '{table.Table}' and h.{table.Patient} = any($2) and h.recorded_at < $3 and h.superseded_at >= $3) a
        {table.Joined}
        where a.recorded_at >= $4
        """;

    public static BulkType? Named(string name) => All.FirstOrDefault(type => type.Name == name);

    public override string ToString() => Name;

    internal FoundResource Read(NpgsqlDataReader row) => table.Found(row);
}
