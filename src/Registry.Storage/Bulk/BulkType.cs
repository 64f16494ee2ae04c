using Npgsql;

namespace Registry.Storage;

/// <summary>A resource type that can be exported: how its resources about some patients are read as they stood at a moment.</summary>
/// <param name="Sql">$1 organization, $2 patients, $3 the moment (exclusive), $4 changed at this moment or later.</param>
public sealed record BulkType(string Name, string Sql, Func<NpgsqlDataReader, FoundResource> Read)
{
    public static readonly IReadOnlyList<BulkType> All =
    [
        new("Patient", $"""
            select {FhirResourceQuery.PatientColumnsWith(Body("p", "Patient"))} from ({AsStood("patient", "id")}) p where p.recorded_at >= $4
            """, FhirResourceQuery.Patient),
        new("Observation", $"""
            select {FhirResourceQuery.ObservationColumnsWith(Body("a", "Observation"))} from ({AsStood("assessment", "patient_id")}) a
            join patient p on p.organization_id = a.organization_id and p.id = a.patient_id
            join clinic c on c.organization_id = p.organization_id and c.id = p.clinic_id
            where a.recorded_at >= $4
            """, FhirResourceQuery.Score),
    ];

    public static BulkType? Named(string name) => All.FirstOrDefault(type => type.Name == name);

    public override string ToString() => Name;

    /// <summary>The rows of these patients that stood at the moment: those that still stand, and those that were replaced since.</summary>
    /// <param name="owner">The column of the patient, in the table and in its history alike.</param>
    internal static string AsStood(string table, string owner) => $"""
        select t.* from {table} t where t.organization_id = $1 and t.{owner} = any($2) and t.recorded_at < $3
        union all
        select r.* from fact_history h, jsonb_populate_record(null::{table}, h.row) r
        where h.organization_id = $1 and h.table_name = '{table}' and h.{owner} = any($2) and h.recorded_at < $3 and h.superseded_at >= $3
        """;

    /// <summary>The text received for exactly this version; null when the registry made the version itself.</summary>
    internal static string Body(string row, string type) => $"""
        (select s.body from stored_resource s where s.organization_id = {row}.organization_id and s.resource_type = '{type}' and s.id = {row}.id and s.version = {row}.version
         union all
         select s.row ->> 'body' from fact_history s where s.organization_id = {row}.organization_id and s.table_name = 'stored_resource' and s.id = {row}.id and s.version = {row}.version
         limit 1)
        """;
}
