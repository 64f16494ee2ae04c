namespace Registry.Clinical;

/// <summary>A kind of row that moves from one registry to another: which values it has, and where it lies.</summary>
/// <param name="Code">"consultation"; in a resource of its own it is the code.</param>
public sealed record RecordKind(string Code, string Table, IReadOnlyList<RecordField> Fields)
{
    /// <summary>Several kinds share the table of team entries.</summary>
    public bool IsTeamEntry => Table == "team_entry";

    public override string ToString() => Code;
}

/// <summary>One row on its way from one registry to another.</summary>
/// <param name="Values">By name of the field; what is absent is not on record.</param>
public sealed record RegistryRecord(RecordKind Kind, Guid Id, Guid PatientId, Guid EpisodeId, IReadOnlyDictionary<string, object> Values)
{
    public object? this[string field] => Values.GetValueOrDefault(field);

    /// <summary>Never the values: they are health information.</summary>
    public override string ToString() => $"{Kind} {Id:D}";
}
