using NodaTime;
using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>A business identifier: who issued it, and what.</summary>
public readonly record struct BusinessIdentifier(string System, string Value)
{
    public override string ToString() => nameof(BusinessIdentifier);
}

/// <summary>A patient the caller may see.</summary>
/// <param name="TimeZone">Of the patient's clinic: which day it is there.</param>
public readonly record struct KnownPatient(Id<Patient> Id, LocalDate? BirthDate, int Version, string TimeZone);

/// <summary>An assessment that an identifier named before.</summary>
public sealed record KnownAssessment(
    Id<Assessment> Id, Id<Patient> PatientId, string Instrument, LocalDate On, Instant? At, int? Total, short[]? Items, string Status, int Version, Instant RecordedAt, string? Body)
{
    public override string ToString() => $"{nameof(KnownAssessment)} {Id}";
}

/// <summary>Everything an import must know before it decides: one round trip, whatever the number of entries.</summary>
public sealed record ImportLookup
{
    public required IReadOnlyDictionary<Guid, KnownPatient> Patients { get; init; }
    public required ILookup<BusinessIdentifier, KnownPatient> PatientsByIdentifier { get; init; }
    public required IReadOnlyDictionary<BusinessIdentifier, KnownAssessment> Assessments { get; init; }

    public static async Task<ImportLookup> Read(
        NpgsqlConnection connection, Id<Organization> organization, Guid[] clinics,
        Guid[] patientIds, BusinessIdentifier[] patientIdentifiers, BusinessIdentifier[] assessmentIdentifiers, CancellationToken ct)
    {
        var patients = new Dictionary<Guid, KnownPatient>();
        var byIdentifier = new List<(BusinessIdentifier Identifier, KnownPatient Patient)>();
        var assessments = new Dictionary<BusinessIdentifier, KnownAssessment>();

        // Only what is asked about: a single score names its patient in one way.
        await using var batch = new NpgsqlBatch(connection);
        var readers = new List<Action<NpgsqlDataReader>>();
        void Ask(bool wanted, Func<NpgsqlBatchCommand> command, Action<NpgsqlDataReader> read)
        {
            if (!wanted) return;
            batch.BatchCommands.Add(command());
            readers.Add(read);
        }

        Ask(patientIds.Length > 0, () => Command(PatientsById, organization, clinics, patientIds),
            row => patients[row.GetGuid(0)] = Patient(row, 0));
        Ask(patientIdentifiers.Length > 0, () => Command(PatientsNamed, organization, clinics, Systems(patientIdentifiers), Values(patientIdentifiers)),
            row => byIdentifier.Add((Identifier(row), Patient(row, 2))));
        Ask(assessmentIdentifiers.Length > 0, () => Command(AssessmentsNamed, organization, Systems(assessmentIdentifiers), Values(assessmentIdentifiers)),
            row => assessments[Identifier(row)] = Assessment(row));
        if (readers.Count > 0)
        {
            await using var rows = await batch.ExecuteReaderAsync(ct);
            foreach (var read in readers)
            {
                while (await rows.ReadAsync(ct)) read(rows);
                await rows.NextResultAsync(ct);
            }
        }

        return new() { Patients = patients, PatientsByIdentifier = byIdentifier.ToLookup(p => p.Identifier, p => p.Patient), Assessments = assessments };
    }

    internal const string PatientsById = """
        select p.id, p.birth_date, p.version, c.time_zone from patient p
        join clinic c on c.organization_id = p.organization_id and c.id = p.clinic_id
        where p.organization_id = $1 and p.clinic_id = any($2) and p.id = any($3)
        """;

    internal const string PatientsNamed = """
        select i.system, i.value, p.id, p.birth_date, p.version, c.time_zone
        from unnest($3, $4) as wanted (system, value)
        join patient_identifier i on i.organization_id = $1 and i.system = wanted.system and i.value = wanted.value
        join patient p on p.organization_id = i.organization_id and p.id = i.patient_id
        join clinic c on c.organization_id = p.organization_id and c.id = p.clinic_id
        where p.clinic_id = any($2)
        """;

    internal const string AssessmentsNamed = """
        select i.system, i.value, a.id, a.patient_id, a.instrument, a.administered_on, a.administered_at, a.total, a.items, a.status, a.version, a.recorded_at, r.body
        from unnest($2, $3) as wanted (system, value)
        join assessment_identifier i on i.organization_id = $1 and i.system = wanted.system and i.value = wanted.value
        join assessment a on a.organization_id = i.organization_id and a.id = i.assessment_id
        left join stored_resource r on r.organization_id = a.organization_id and r.resource_type = 'Observation' and r.id = a.id
        """;

    public override string ToString() => nameof(ImportLookup);

    private static NpgsqlBatchCommand Command(string sql, Id<Organization> organization, params object[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql) { Parameters = { new() { Value = organization.Value } } };
        foreach (var parameter in parameters) command.Parameters.Add(new() { Value = parameter });
        return command;
    }

    private static string[] Systems(BusinessIdentifier[] identifiers) => [.. identifiers.Select(i => i.System)];

    private static string[] Values(BusinessIdentifier[] identifiers) => [.. identifiers.Select(i => i.Value)];

    private static BusinessIdentifier Identifier(NpgsqlDataReader row) => new(row.GetString(0), row.GetString(1));

    private static KnownPatient Patient(NpgsqlDataReader row, int at) => new(new(row.GetGuid(at)), row.Day(at + 1), row.GetInt32(at + 2), row.GetString(at + 3));

    private static KnownAssessment Assessment(NpgsqlDataReader row) => new(
        new(row.GetGuid(2)), new(row.GetGuid(3)), row.GetString(4), row.Day(5)!.Value, row.Moment(6), row.IsDBNull(7) ? null : row.GetInt32(7),
        row.IsDBNull(8) ? null : row.GetFieldValue<short[]>(8), row.GetString(9), row.GetInt32(10), row.Moment(11)!.Value, row.IsDBNull(12) ? null : row.GetString(12));
}
