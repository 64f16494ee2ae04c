using NodaTime;
using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>A business identifier: who issued it, and what.</summary>
public readonly record struct BusinessIdentifier(string System, string Value)
{
    /// <summary>The same for every way of writing it, for identifiers of patients.</summary>
    public BusinessIdentifier Meaning => this with { Value = IdentifierForm.Of(Value) };

    public override string ToString() => nameof(BusinessIdentifier);
}

/// <summary>A patient the caller may see.</summary>
/// <param name="TimeZone">Of the patient's clinic: which day it is there.</param>
public readonly record struct KnownPatient(Id<Patient> Id, LocalDate? BirthDate, int Version, string TimeZone);

/// <summary>An assessment that an identifier or an id named.</summary>
/// <param name="Body">The text received for this version; null when the registry made the version itself.</param>
/// <param name="IsVisible">False for a patient of a clinic the caller has no role in: then only that the name is taken may be told.</param>
public sealed record KnownAssessment(
    Id<Assessment> Id, Id<Patient> PatientId, string Instrument, LocalDate On, Instant? At, int? Total, short[]? Items, string Status, int Version, Instant RecordedAt, string? Body,
    string TimeZone, bool IsVisible)
{
    /// <summary>Whether a response to a form stands for it, too.</summary>
    public bool HasResponse { get; init; }

    public FoundResource AsFound() => new("Observation", Id.Value, PatientId, Version, RecordedAt, Body)
    {
        Score = new(Instruments.ByCode(Instrument)!, Total, On, At, Items, Status, TimeZone),
    };

    public override string ToString() => $"{nameof(KnownAssessment)} {Id}";
}

/// <summary>What an import asks about before it decides.</summary>
/// <param name="Patients">By id: what observations refer to.</param>
public sealed record ImportQuestions(
    IReadOnlyCollection<Guid> Patients, IReadOnlyCollection<BusinessIdentifier> PatientNames, IReadOnlyCollection<BusinessIdentifier> AssessmentNames)
{
    /// <summary>Assessments that are to be replaced, by id.</summary>
    public IReadOnlyCollection<Guid> Assessments { get; init; } = [];

    /// <summary>Names of assessments that will be corrected: whoever else corrects them waits, and then sees the outcome.</summary>
    public IReadOnlyCollection<BusinessIdentifier> Locked { get; init; } = [];

    /// <summary>Patients that are to be replaced, by id.</summary>
    public IReadOnlyCollection<Guid> ReplacedPatients { get; init; } = [];

    /// <summary>Patients that are to be replaced, by identifier.</summary>
    public IReadOnlyCollection<BusinessIdentifier> ReplacedPatientNames { get; init; } = [];

    public override string ToString() => nameof(ImportQuestions);
}

/// <summary>Everything an import must know before it decides: one round trip, whatever the number of entries.</summary>
public sealed record ImportLookup
{
    public required IReadOnlyDictionary<Guid, KnownPatient> Patients { get; init; }
    public required ILookup<BusinessIdentifier, KnownPatient> PatientsByIdentifier { get; init; }
    public required IReadOnlyDictionary<BusinessIdentifier, KnownAssessment> Assessments { get; init; }
    public IReadOnlyDictionary<Guid, KnownAssessment> AssessmentsById { get; init; } = new Dictionary<Guid, KnownAssessment>();

    /// <summary>The patients that are to be replaced, whole.</summary>
    public IReadOnlyDictionary<Guid, FoundResource> ReplacedPatients { get; init; } = new Dictionary<Guid, FoundResource>();

    public static Task<ImportLookup> Read(
        NpgsqlConnection connection, Id<Organization> organization, Guid[] clinics,
        Guid[] patientIds, BusinessIdentifier[] patientIdentifiers, BusinessIdentifier[] assessmentIdentifiers, CancellationToken ct) =>
        Read(connection, organization, clinics, new ImportQuestions(patientIds, patientIdentifiers, assessmentIdentifiers), ct);

    public static async Task<ImportLookup> Read(NpgsqlConnection connection, Id<Organization> organization, Guid[] clinics, ImportQuestions asked, CancellationToken ct)
    {
        var patients = new Dictionary<Guid, KnownPatient>();
        var byIdentifier = new List<(BusinessIdentifier Identifier, KnownPatient Patient)>();
        var assessments = new Dictionary<BusinessIdentifier, KnownAssessment>();
        var assessmentsById = new Dictionary<Guid, KnownAssessment>();
        var replaced = new Dictionary<Guid, FoundResource>();
        var keys = connection.KeysOf(organization);
        var (named, renamed) = (new WantedIdentifiers(asked.PatientNames, keys), new WantedIdentifiers(asked.ReplacedPatientNames, keys));

        // Only what is asked about: a single score names its patient in one way.
        await using var batch = new NpgsqlBatch(connection);
        var readers = new List<Action<NpgsqlDataReader>>();
        void Ask(bool wanted, Func<NpgsqlBatchCommand> command, Action<NpgsqlDataReader> read)
        {
            if (!wanted) return;
            batch.BatchCommands.Add(command());
            readers.Add(read);
        }

        // First the locks: a statement that waited for one sees what the other wrote only from the next statement on.
        Ask(asked.Assessments.Count + asked.Locked.Count > 0, () => Command(LockAssessments, organization, Ids(asked.Assessments), Systems(asked.Locked), Values(asked.Locked)), _ => { });
        Ask(asked.ReplacedPatients.Count + asked.ReplacedPatientNames.Count > 0,
            () => Command(LockPatients, organization, clinics, Ids(asked.ReplacedPatients), renamed.Digests), _ => { });
        Ask(asked.Patients.Count > 0, () => Command(PatientsById, organization, clinics, Ids(asked.Patients)),
            row => patients[row.GetGuid(0)] = Patient(row, 0, keys));
        Ask(asked.PatientNames.Count > 0, () => Command(PatientsNamed, organization, clinics, named.Digests),
            row => byIdentifier.AddRange(named.Of(row.Bytes(0)!).Select(identifier => (identifier, Patient(row, 1, keys)))));
        Ask(asked.AssessmentNames.Count > 0, () => Command(AssessmentsNamed, organization, clinics, Systems(asked.AssessmentNames), Values(asked.AssessmentNames)),
            row => assessments[Identifier(row)] = Assessment(row, 2, keys));
        Ask(asked.Assessments.Count > 0, () => Command(AssessmentsWithId, organization, clinics, Ids(asked.Assessments)),
            row => assessmentsById[row.GetGuid(0)] = Assessment(row, 0, keys));
        Ask(asked.ReplacedPatients.Count + asked.ReplacedPatientNames.Count > 0,
            () => Command(FhirResourceQuery.PatientsToReplace, organization, clinics, Ids(asked.ReplacedPatients), renamed.Digests),
            row => replaced[row.GetGuid(0)] = ResourceTables.Patient.Found(row, keys));
        if (readers.Count > 0)
        {
            await using var rows = await batch.ExecuteReaderAsync(ct);
            foreach (var read in readers)
            {
                while (await rows.ReadAsync(ct)) read(rows);
                await rows.NextResultAsync(ct);
            }
        }

        return new()
        {
            Patients = patients,
            PatientsByIdentifier = byIdentifier.Distinct().ToLookup(p => p.Identifier, p => p.Patient),
            Assessments = assessments,
            AssessmentsById = assessmentsById,
            ReplacedPatients = replaced,
        };
    }

    internal const string PatientsById = """
        select p.id, p.birth_date_encrypted, p.version, c.time_zone from patient p
        join clinic c on c.organization_id = p.organization_id and c.id = p.clinic_id
        where p.organization_id = $1 and p.clinic_id = any($2) and p.id = any($3)
        """;

    internal const string PatientsNamed = """
        select d.digest, p.id, p.birth_date_encrypted, p.version, c.time_zone
        from unnest($3::bytea[]) as wanted (digest)
        join patient_identifier_digest d on d.organization_id = $1 and d.digest = wanted.digest
        join patient p on p.organization_id = d.organization_id and p.id = d.patient_id
        join clinic c on c.organization_id = p.organization_id and c.id = p.clinic_id
        where p.clinic_id = any($2)
        """;

    private const string AssessmentColumns = """
        a.id, a.patient_id, a.instrument, a.administered_on, a.administered_at, a.total, a.items, a.status, a.version, a.recorded_at,
          case when r.version = a.version then r.body_encrypted end, c.time_zone, p.clinic_id = any($2),
          exists (select from stored_resource q where q.organization_id = a.organization_id and q.resource_type = 'QuestionnaireResponse' and q.id = overlay(a.id::text placing '8' from 15 for 1)::uuid)
        """;

    private const string AssessmentSources = """
        join patient p on p.organization_id = a.organization_id and p.id = a.patient_id
        join clinic c on c.organization_id = p.organization_id and c.id = p.clinic_id
        left join stored_resource r on r.organization_id = a.organization_id and r.resource_type = 'Observation' and r.id = a.id
        """;

    internal const string AssessmentsNamed = $"""
        select i.system, i.value, {AssessmentColumns}
        from unnest($3, $4) as wanted (system, value)
        join assessment_identifier i on i.organization_id = $1 and i.system = wanted.system and i.value = wanted.value
        join assessment a on a.organization_id = i.organization_id and a.id = i.assessment_id
        {AssessmentSources}
        """;

    internal const string AssessmentsWithId = $"select {AssessmentColumns} from assessment a {AssessmentSources} where a.organization_id = $1 and a.id = any($3)";

    /// <summary>In the order of ids, so that two imports that correct the same scores wait for each other and never crosswise.</summary>
    internal const string LockAssessments = """
        select from assessment a where a.organization_id = $1 and a.id = any(array(
          select unnest($2::uuid[]) union all
          select i.assessment_id from unnest($3::text[], $4::text[]) as wanted (system, value)
          join assessment_identifier i on i.organization_id = $1 and i.system = wanted.system and i.value = wanted.value))
        order by a.id for no key update
        """;

    internal const string LockPatients = $"""
        select from patient p where p.organization_id = $1 and p.clinic_id = any($2) and p.id = any({FhirResourceQuery.NamedPatients})
        order by p.id for no key update
        """;

    public override string ToString() => nameof(ImportLookup);

    private static NpgsqlBatchCommand Command(string sql, Id<Organization> organization, params object[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql) { Parameters = { new() { Value = organization.Value } } };
        foreach (var parameter in parameters) command.Parameters.Add(new() { Value = parameter });
        return command;
    }

    private static Guid[] Ids(IReadOnlyCollection<Guid> ids) => [.. ids];

    private static string[] Systems(IReadOnlyCollection<BusinessIdentifier> identifiers) => [.. identifiers.Select(i => i.System)];

    private static string[] Values(IReadOnlyCollection<BusinessIdentifier> identifiers) => [.. identifiers.Select(i => i.Value)];

    private static BusinessIdentifier Identifier(NpgsqlDataReader row) => new(row.GetString(0), row.GetString(1));

    private static KnownPatient Patient(NpgsqlDataReader row, int at, OrganizationKeys keys) =>
        new(new(row.GetGuid(at)), keys.DecryptDay("patient", "birth_date_encrypted", row.GetGuid(at), row.Bytes(at + 1)), row.GetInt32(at + 2), row.GetString(at + 3));

    private static KnownAssessment Assessment(NpgsqlDataReader row, int at, OrganizationKeys keys) => new(
        new(row.GetGuid(at)), new(row.GetGuid(at + 1)), row.GetString(at + 2), row.Day(at + 3)!.Value, row.Moment(at + 4), row.IsDBNull(at + 5) ? null : row.GetInt32(at + 5),
        row.IsDBNull(at + 6) ? null : row.GetFieldValue<short[]>(at + 6), row.GetString(at + 7), row.GetInt32(at + 8), row.Moment(at + 9)!.Value,
        keys.DecryptOrNull("stored_resource", "body_encrypted", row.GetGuid(at), row.Bytes(at + 10)),
        row.GetString(at + 11), row.GetBoolean(at + 12)) { HasResponse = row.GetBoolean(at + 13) };
}
