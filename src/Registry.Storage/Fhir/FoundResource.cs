using NodaTime;
using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>A resource of the FHIR face: the text that was received, or the row it is to be written from.</summary>
/// <param name="Body">Null when nothing was received, or when the registry has changed it since.</param>
public sealed record FoundResource(string Type, Guid Id, Id<Patient> PatientId, int Version, Instant RecordedAt, string? Body)
{
    public ScoreRow? Score { get; init; }
    public PatientRow? Patient { get; init; }

    public override string ToString() => $"{Type} {Id:D}";
}

public sealed record ScoreRow(Instrument Instrument, int Total, LocalDate On, Instant? At, short[]? Items, string Status, string TimeZone)
{
    public override string ToString() => nameof(ScoreRow);
}

public sealed record PatientRow(string FamilyName, string GivenName, LocalDate? BirthDate, IReadOnlyList<BusinessIdentifier> Identifiers)
{
    public override string ToString() => nameof(PatientRow);
}

public static class FhirResourceQuery
{
    internal static readonly string ObservationColumns = ObservationColumnsWith("case when r.version = a.version then r.body end");

    internal static string ObservationColumnsWith(string body) => $"""
        a.id, a.patient_id, a.version, a.recorded_at, {body},
        a.instrument, a.total, a.administered_on, a.administered_at, a.items, a.status, c.time_zone
        """;

    internal static string PatientColumnsWith(string body) => $"""
        p.id, p.version, p.recorded_at, {body}, p.family_name, p.given_name, p.birth_date,
        array(select i.system from patient_identifier i where i.organization_id = p.organization_id and i.patient_id = p.id order by i.system, i.value),
        array(select i.value from patient_identifier i where i.organization_id = p.organization_id and i.patient_id = p.id order by i.system, i.value)
        """;

    internal const string ObservationSources = """
        from assessment a
        join patient p on p.organization_id = a.organization_id and p.id = a.patient_id
        join clinic c on c.organization_id = p.organization_id and c.id = p.clinic_id
        left join stored_resource r on r.organization_id = a.organization_id and r.resource_type = 'Observation' and r.id = a.id
        """;

    private static readonly string Observation = $"select {ObservationColumns} {ObservationSources} where a.organization_id = $1 and p.clinic_id = any($2) and a.id = $3";

    private static readonly string OnePatient = $"""
        select {PatientColumnsWith("case when r.version = p.version then r.body end")}
        from patient p
        left join stored_resource r on r.organization_id = p.organization_id and r.resource_type = 'Patient' and r.id = p.id
        where p.organization_id = $1 and p.clinic_id = any($2) and p.id = $3
        """;

    /// <summary>One resource the caller may see, or null.</summary>
    public static async Task<FoundResource?> FhirResource(
        this NpgsqlConnection connection, Id<Organization> organization, Guid[] clinics, string type, Guid id, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(type == "Patient" ? OnePatient : Observation, connection)
        {
            Parameters = { new() { Value = organization.Value }, new() { Value = clinics }, new() { Value = id } },
        };
        await using var row = await command.ExecuteReaderAsync(ct);
        return !await row.ReadAsync(ct) ? null : type == "Patient" ? Patient(row) : Score(row);
    }

    internal static FoundResource Score(NpgsqlDataReader row) =>
        new("Observation", row.GetGuid(0), new(row.GetGuid(1)), row.GetInt32(2), row.Moment(3)!.Value, row.IsDBNull(4) ? null : row.GetString(4))
        {
            Score = new(Instruments.ByCode(row.GetString(5))!, row.IsDBNull(6) ? 0 : row.GetInt32(6), row.Day(7)!.Value, row.Moment(8),
                row.IsDBNull(9) ? null : row.GetFieldValue<short[]>(9), row.GetString(10), row.GetString(11)),
        };

    internal static FoundResource Patient(NpgsqlDataReader row) =>
        new("Patient", row.GetGuid(0), new(row.GetGuid(0)), row.GetInt32(1), row.Moment(2)!.Value, row.IsDBNull(3) ? null : row.GetString(3))
        {
            Patient = new(row.GetString(4), row.GetString(5), row.Day(6),
                [.. row.GetFieldValue<string[]>(7).Zip(row.GetFieldValue<string[]>(8), (system, value) => new BusinessIdentifier(system, value))]),
        };
}
