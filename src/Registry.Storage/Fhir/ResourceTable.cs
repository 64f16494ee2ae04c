using Npgsql;

namespace Registry.Storage;

/// <summary>Where the resources of one type lie, how they are read, and by what they can be ordered.</summary>
/// <remarks>In all of its SQL, a is the row and p its patient as it stands now: who may see a row is never decided by an earlier version.</remarks>
/// <param name="Type">R4 type.</param>
/// <param name="Table">The table of facts, whose replaced versions the database keeps.</param>
public sealed record ResourceTable(string Type, string Table)
{
    /// <summary>Whose a row is.</summary>
    public string Patient { get; init; } = "patient_id";

    /// <summary>Read after what every resource has.</summary>
    public required string Columns { get; init; }

    /// <summary>Where the table holds other types too: which of its rows are meant.</summary>
    public string? Where { get; init; }

    /// <summary>Further joins of <see cref="Columns"/> and of the conditions.</summary>
    public string Joins { get; init; } = "";

    /// <summary>The time that a search by date compares with, from @from up to but without @until. A day is one in UTC when it is compared with a moment, as the capability statement says.</summary>
    public required string From { get; init; }
    public required string Until { get; init; }

    /// <summary>What <c>_sort</c> offers besides <c>_lastUpdated</c>, over the row @.</summary>
    public required IReadOnlyDictionary<string, string> Keys { get; init; }

    /// <summary>Reads the own columns; encrypted ones with the keys of the organization.</summary>
    public required Func<NpgsqlDataReader, FoundResource, OrganizationKeys, FoundResource> Read { get; init; }

    /// <summary>First what every resource has; the received text counts only for the version it was received as.</summary>
    internal string Selected => $$"""
        a.id, a.{{Patient}} as owner, a.version, a.recorded_at,
        case when r.version = a.version then r.body_encrypted
             else (select (x.row ->> 'body_encrypted')::bytea from fact_history x where x.organization_id = a.organization_id and x.table_name = 'stored_resource' and x.id = a.id and x.version = a.version) end,
        case when r.version < a.version then r.searchable #>> '{meta,security}'
             when r.version > a.version then (select x.row #>> '{searchable,meta,security}' from fact_history x
               where x.organization_id = a.organization_id and x.table_name = 'stored_resource' and x.id = a.id and x.version < a.version order by x.version desc limit 1) end,
        {{Columns}}
        """;

    internal string Joined => $"""
        join patient p on p.organization_id = a.organization_id and p.id = a.{Patient}
        join clinic c on c.organization_id = p.organization_id and c.id = p.clinic_id
        left join stored_resource r on r.organization_id = a.organization_id and r.resource_type = '{Type}' and r.id = a.id
        {Joins}
        """;

    /// <summary>The order that every type has: as recorded.</summary>
    public const string LastUpdated = "_lastUpdated";

    /// <summary>How many columns every resource has.</summary>
    internal const int Own = 6;

    internal string Key(string sort, string row) => sort == LastUpdated ? $"{row}.recorded_at" : Keys[sort].Replace("@", row, StringComparison.Ordinal);

    internal FoundResource Found(NpgsqlDataReader row, OrganizationKeys keys) => Read(row,
        new(Type, row.GetGuid(0), new(row.GetGuid(1)), row.GetInt32(2), row.Moment(3)!.Value, keys.DecryptOrNull("stored_resource", "body_encrypted", row.GetGuid(0), row.Bytes(4))) { Labels = row.Text(5) },
        keys);
}
