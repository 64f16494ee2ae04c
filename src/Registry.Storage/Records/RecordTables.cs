using Registry.Clinical;

namespace Registry.Storage;

/// <summary>The rows that leave as Basic, by table.</summary>
public static class RecordTables
{
    public static readonly IReadOnlyList<BulkType> Basic =
    [
        Of(RecordKinds.CareTeamAssignment, "from_on"), Of(RecordKinds.Consultation, "on_day"), Of(RecordKinds.RelapsePreventionPlan, "on_day"), Of(RecordKinds.AnyTeamEntry, "on_day"),
    ];

    private static BulkType Of(RecordKind kind, string day) => new(
        new ResourceTable("Basic", kind.Table)
        {
            Columns = $"a.episode_id, {(kind.IsTeamEntry ? "a.kind" : $"'{kind.Code}'")}, {RecordRows.Selected(kind)}",
            From = $"(a.{day}::timestamp at time zone 'UTC')",
            Until = $"((a.{day} + 1)::timestamp at time zone 'UTC')",
            Keys = new Dictionary<string, string>(),
            Read = (row, found, keys) => found with
            {
                Record = RecordRows.Read(kind, row, ResourceTable.Own + 2, found.Id, found.PatientId.Value, row.GetGuid(ResourceTable.Own), keys) is var record && kind.IsTeamEntry
                    ? record with { Kind = RecordKinds.Basic[row.GetString(ResourceTable.Own + 1)] } : record,
            },
        });
}
