using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>The versions of a resource: the one that stands, and those that were replaced, each with the text that was received for it.</summary>
public static class ResourceVersions
{
    private static readonly string Observation = $"""
        with a as ({Rows("assessment")}), r as ({Texts("Observation")})
        select {FhirResourceQuery.ObservationColumns}
        from a
        join patient p on p.organization_id = a.organization_id and p.id = a.patient_id
        join clinic c on c.organization_id = p.organization_id and c.id = p.clinic_id
        left join r on r.version = a.version
        where p.clinic_id = any($2) and a.version between $4 and $5 order by a.version desc limit $6
        """;

    /// <summary>Who may see a patient is decided by the clinic of today; an identifier is part of a version from the one on that brought it.</summary>
    private static readonly string Patient = $"""
        with p as ({Rows("patient")}), r as ({Texts("Patient")})
        select p.id, p.version, p.recorded_at, case when r.version = p.version then r.body end, p.family_name, p.given_name, p.birth_date,
          array(select i.system from patient_identifier i where i.organization_id = p.organization_id and i.patient_id = p.id and i.since_version <= p.version order by i.system, i.value),
          array(select i.value from patient_identifier i where i.organization_id = p.organization_id and i.patient_id = p.id and i.since_version <= p.version order by i.system, i.value)
        from p
        join patient today on today.organization_id = p.organization_id and today.id = p.id
        left join r on r.version = p.version
        where today.clinic_id = any($2) and p.version between $4 and $5 order by p.version desc limit $6
        """;

    /// <summary>Versions of one resource the caller may see, newest first; none when there is no such resource.</summary>
    /// <param name="from">Oldest version wanted.</param>
    /// <param name="to">Newest version wanted.</param>
    public static async Task<List<FoundResource>> VersionsOf(
        this NpgsqlConnection connection, Id<Organization> organization, Guid[] clinics, string type, Guid id, int from, int to, int limit, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(type == "Patient" ? Patient : Observation, connection)
        {
            Parameters =
            {
                new() { Value = organization.Value }, new() { Value = clinics }, new() { Value = id }, new() { Value = from }, new() { Value = to }, new() { Value = limit },
            },
        };
        await using var row = await command.ExecuteReaderAsync(ct);
        var versions = new List<FoundResource>();
        while (await row.ReadAsync(ct)) versions.Add(type == "Patient" ? FhirResourceQuery.Patient(row) : FhirResourceQuery.Score(row));
        return versions;
    }

    private static string Rows(string table) => $"""
        select t.* from {table} t where t.organization_id = $1 and t.id = $3
        union all
        select past.* from fact_history h, jsonb_populate_record(null::{table}, h.row) past where h.organization_id = $1 and h.table_name = '{table}' and h.id = $3
        """;

    private static string Texts(string type) => $"""
        select t.version, t.body from stored_resource t where t.organization_id = $1 and t.resource_type = '{type}' and t.id = $3
        union all
        select h.version, h.row ->> 'body' from fact_history h where h.organization_id = $1 and h.table_name = 'stored_resource' and h.id = $3
        """;
}
