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

/// <param name="Total">Null where no score came of it.</param>
public sealed record ScoreRow(Instrument Instrument, int? Total, LocalDate On, Instant? At, short[]? Items, string Status, string TimeZone)
{
    public override string ToString() => nameof(ScoreRow);
}

public sealed record PatientRow(string FamilyName, string GivenName, LocalDate? BirthDate, IReadOnlyList<BusinessIdentifier> Identifiers)
{
    public override string ToString() => nameof(PatientRow);
}

public static class FhirResourceQuery
{
    internal const string ObservationColumns = """
        a.id, a.patient_id, a.version, a.recorded_at, case when r.version = a.version then r.body end,
        a.instrument, a.total, a.administered_on, a.administered_at, a.items, a.status, c.time_zone
        """;

    internal const string ObservationSources = """
        from assessment a
        join patient p on p.organization_id = a.organization_id and p.id = a.patient_id
        join clinic c on c.organization_id = p.organization_id and c.id = p.clinic_id
        left join stored_resource r on r.organization_id = a.organization_id and r.resource_type = 'Observation' and r.id = a.id
        """;

    private const string Observation = $"select {ObservationColumns} {ObservationSources} where a.organization_id = $1 and p.clinic_id = any($2) and a.id = $3";

    private const string Patients = """
        select p.id, p.version, p.recorded_at, case when r.version = p.version then r.body end, p.family_name, p.given_name, p.birth_date,
          array(select i.system from patient_identifier i where i.organization_id = p.organization_id and i.patient_id = p.id order by i.system, i.value),
          array(select i.value from patient_identifier i where i.organization_id = p.organization_id and i.patient_id = p.id order by i.system, i.value)
        from patient p
        left join stored_resource r on r.organization_id = p.organization_id and r.resource_type = 'Patient' and r.id = p.id
        where p.organization_id = $1 and p.clinic_id = any($2)
        """;

    private const string OnePatient = Patients + " and p.id = $3";

    /// <summary>Ids in $3, identifiers in $4 and $5.</summary>
    internal const string NamedPatients = """
        array(select unnest($3::uuid[]) union all
          select i.patient_id from unnest($4::text[], $5::text[]) as wanted (system, value)
          join patient_identifier i on i.organization_id = $1 and i.system = wanted.system and i.value = wanted.value)
        """;

    internal const string PatientsToReplace = $"{Patients} and p.id = any({NamedPatients})";

    /// <summary>One resource the caller may see, or null.</summary>
    public static async Task<FoundResource?> FhirResource(
        this NpgsqlConnection connection, Id<Organization> organization, Guid[] clinics, string type, Guid id, CancellationToken ct)
    {
        var found = await connection.FhirResources(organization, clinics, [(type, id)], ct);
        return found[0];
    }

    /// <summary>Several at once, in one round trip and in the order asked for; null for what the caller may not see.</summary>
    public static async Task<IReadOnlyList<FoundResource?>> FhirResources(
        this NpgsqlConnection connection, Id<Organization> organization, Guid[] clinics, IReadOnlyList<(string Type, Guid Id)> wanted, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var (type, id) in wanted)
        {
            batch.BatchCommands.Add(new(type == "Patient" ? OnePatient : Observation)
            {
                Parameters = { new() { Value = organization.Value }, new() { Value = clinics }, new() { Value = id } },
            });
        }

        await using var row = await batch.ExecuteReaderAsync(ct);
        var found = new List<FoundResource?>(wanted.Count);
        foreach (var (type, _) in wanted)
        {
            found.Add(!await row.ReadAsync(ct) ? null : type == "Patient" ? Patient(row) : Score(row));
            await row.NextResultAsync(ct);
        }

        return found;
    }

    internal static FoundResource Score(NpgsqlDataReader row) =>
        new("Observation", row.GetGuid(0), new(row.GetGuid(1)), row.GetInt32(2), row.Moment(3)!.Value, row.IsDBNull(4) ? null : row.GetString(4))
        {
            Score = new(Instruments.ByCode(row.GetString(5))!, row.IsDBNull(6) ? null : row.GetInt32(6), row.Day(7)!.Value, row.Moment(8),
                row.IsDBNull(9) ? null : row.GetFieldValue<short[]>(9), row.GetString(10), row.GetString(11)),
        };

    internal static FoundResource Patient(NpgsqlDataReader row) =>
        new("Patient", row.GetGuid(0), new(row.GetGuid(0)), row.GetInt32(1), row.Moment(2)!.Value, row.IsDBNull(3) ? null : row.GetString(3))
        {
            Patient = new(row.GetString(4), row.GetString(5), row.Day(6),
                [.. row.GetFieldValue<string[]>(7).Zip(row.GetFieldValue<string[]>(8), (system, value) => new BusinessIdentifier(system, value))]),
        };
}
