using System.Text;
using Registry.Clinical;
using Registry.Fhir;
using Registry.Storage;

namespace Registry.Api;

/// <summary>What an import will write, and what its entries know of each other meanwhile.</summary>
internal sealed class ImportChanges(Access access, ImportLookup known, BundleReferences? references)
{
    private readonly List<Patient> patients = [];
    private readonly List<Assessment> assessments = [];
    private readonly List<AssessmentIdentifier> identifiers = [];
    private readonly Dictionary<(string Type, Guid Id), StoredResource> resources = [];
    private readonly List<(KnownAssessment Known, Assessment Corrected)> corrections = [];

    /// <summary>Ids of entries already decided, by place in the Bundle: what their references become.</summary>
    private readonly Dictionary<int, (string Type, Guid Id)> ids = [];

    public Access Access => access;
    public ImportLookup Known => known;

    /// <summary>Patients that entries of this import create, by identifier: an entry that names the same one again means the same.</summary>
    public Dictionary<BusinessIdentifier, KnownPatient> NewPatients { get; } = [];

    /// <summary>Observations that this import creates, by identity: a later entry of the same identity repeats, corrects or withdraws it.</summary>
    private readonly Dictionary<BusinessIdentifier, KnownAssessment> created = [];

    /// <summary>How entries of this import leave what they correct.</summary>
    private readonly Dictionary<Id<Assessment>, KnownAssessment> corrected = [];

    public EntryOutcome Create(ImportEntry entry, Patient patient)
    {
        patient.Recorded(access.Caller!.PrincipalId, access.Now);
        patients.Add(patient);
        access.Touches(patient.Id);
        foreach (var identifier in patient.Identifiers) NewPatients[new(identifier.System, identifier.Value)] = new(patient.Id, patient.BirthDate, 1, "UTC");
        return Stored(entry, patient.Id.Value, patient.Id, version: 1, entry.Patient!.Issues);
    }

    public EntryOutcome Create(ImportEntry entry, Assessment assessment, IReadOnlyList<BusinessIdentifier> names)
    {
        assessment.Recorded(access.Caller!.PrincipalId, access.Now);
        assessments.Add(assessment);
        foreach (var name in names)
        {
            identifiers.Add(new() { OrganizationId = access.OrganizationId, System = name.System, Value = name.Value, AssessmentId = assessment.Id });
        }

        var outcome = Stored(entry, assessment.Id.Value, assessment.PatientId, version: 1, entry.Observation!.Issues);
        foreach (var name in names) created[name] = AsStored(assessment.Id, assessment, outcome);
        return outcome;
    }

    public EntryOutcome Correct(ImportEntry entry, KnownAssessment current, Assessment next)
    {
        next.Recorded(access.Caller!.PrincipalId, access.Now);
        corrections.Add((current, next));
        var outcome = Stored(entry, current.Id.Value, current.PatientId, current.Version + 1, entry.Observation!.Issues) with { Status = StatusCodes.Status200OK };
        corrected[current.Id] = AsStored(current.Id, next, outcome);
        return outcome;
    }

    /// <summary>What the entry's references will point at.</summary>
    public void Is(ImportEntry entry, Guid id) => ids[entry.Index] = (entry.Resource.Type, id);

    /// <summary>The patient that an entry of this import is or becomes.</summary>
    public KnownPatient? PatientOf(int entry) =>
        ids.TryGetValue(entry, out var found) && found.Type == "Patient"
            ? NewPatients.Values.Concat(known.PatientsByIdentifier.SelectMany(p => p)).Where(p => p.Id.Value == found.Id).Select(p => (KnownPatient?)p).FirstOrDefault()
            : null;

    public IEnumerable<KnownPatient> PatientsNamed(BusinessIdentifier name) =>
        NewPatients.TryGetValue(name, out var created) ? [created] : known.PatientsByIdentifier[name];

    /// <summary>What is stored under one of these names, as the entries before leave it.</summary>
    public KnownAssessment? Stored(IReadOnlyList<BusinessIdentifier> names) =>
        names.Select(name => created.GetValueOrDefault(name) ?? known.Assessments.GetValueOrDefault(name)).FirstOrDefault(a => a is not null) is { } found
            ? corrected.GetValueOrDefault(found.Id, found) : null;

    /// <summary>It is stored as it was sent: a resend.</summary>
    public EntryOutcome Unchanged(ImportEntry entry, KnownAssessment current)
    {
        access.Touches(current.PatientId);
        Is(entry, current.Id.Value);
        return new(StatusCodes.Status200OK, "Observation", current.Id.Value, current.Version, current.RecordedAt,
            current.Body is { } body ? Encoding.UTF8.GetBytes(body) : null,
            [.. entry.Observation!.Issues, new FhirIssue(IssueSeverity.Information, IssueCode.Informational, entry.Resource.Path, "Stored already; nothing was changed.", 200)]);
    }

    /// <summary>
    /// A score without an identifier is known by what it says, and that names its patient: where the patient was named by
    /// an identifier or an entry, it can only be asked for now.
    /// </summary>
    public async Task LookUpContents(IReadOnlyList<ImportEntry> entries, CancellationToken ct)
    {
        var wanted = entries.Where(e => e is { Outcome: null, Observation: { Identifiers.Count: 0, Subject: { Kind: not SubjectKind.ById } } })
            .Select(e => ObservationImport.Patient(e, this).Patient is { } patient ? Identities.OfContent(e.Observation!, patient.Id.Value) : null)
            .OfType<BusinessIdentifier>().Distinct().ToArray();
        if (wanted.Length == 0) return;
        var found = await ImportLookup.Read(access.Transaction.Connection, access.OrganizationId, access.Clinics, [], [], wanted, ct);
        known = known with { Assessments = known.Assessments.UnionBy(found.Assessments, a => a.Key).ToDictionary() };
    }

    /// <summary>One statement per table; what is corrected goes one by one, since each guards its version.</summary>
    public void Queue(RegistryTransaction transaction)
    {
        ImportWrites.Insert(transaction, patients);
        ImportWrites.Insert(transaction, assessments);
        ImportWrites.Insert(transaction, identifiers);
        ImportWrites.Insert(transaction, [.. resources.Values]);
        foreach (var (current, corrected) in corrections) ImportWrites.Correct(transaction, current, corrected);
    }

    private EntryOutcome Stored(ImportEntry entry, Guid id, Id<Patient> patient, int version, IReadOnlyList<FhirIssue> issues)
    {
        Is(entry, id);
        var body = new ResourceRewrite { Id = id.ToString("D"), VersionId = $"{version}", LastUpdated = access.Now, Reference = Rewritten }.Write(entry.Resource.Json);
        resources[(entry.Resource.Type, id)] = new()
        {
            OrganizationId = access.OrganizationId,
            ResourceType = entry.Resource.Type,
            Id = id,
            PatientId = patient,
            Version = version,
            RecordedAt = access.Now,
            Body = Encoding.UTF8.GetString(body),
        };
        return new(StatusCodes.Status201Created, entry.Resource.Type, id, version, access.Now, body, issues);
    }

    private static KnownAssessment AsStored(Id<Assessment> id, Assessment a, EntryOutcome outcome) => new(
        id, a.PatientId, a.Instrument.Code, a.AdministeredOn, a.AdministeredAt, a.Total, a.Items, Kebab.Of(a.Status), outcome.Version, a.RecordedAt,
        Encoding.UTF8.GetString(outcome.Body!));

    private string? Rewritten(string reference) =>
        references?.Find(reference) is { } target && ids.TryGetValue(target, out var found) ? $"{found.Type}/{found.Id:D}" : null;
}
