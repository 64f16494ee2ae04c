using Registry.Clinical;
using Registry.Fhir;
using Registry.Storage;

namespace Registry.Api;

/// <summary>What an import will write, and what its entries know of each other meanwhile.</summary>
internal sealed class ImportChanges(Access access, ImportLookup known, ImportTexts texts, bool allOrNothing, RegistrySettings settings)
{
    private readonly List<Patient> patients = [];
    private readonly List<(int Version, Patient Corrected)> patientCorrections = [];
    private readonly List<PatientIdentifier> patientIdentifiers = [];
    private readonly List<Assessment> assessments = [];
    private readonly List<AssessmentIdentifier> identifiers = [];
    private readonly List<(KnownAssessment Known, Assessment Corrected)> corrections = [];
    private readonly HashSet<Guid> replaced = [];

    /// <summary>Patients that entries of this import are or become, by place in the Bundle.</summary>
    private readonly Dictionary<int, KnownPatient> patientsByEntry = [];

    /// <summary>Observations that this import creates or names anew, by identity: a later entry of the same identity repeats, corrects or withdraws it.</summary>
    private readonly Dictionary<BusinessIdentifier, KnownAssessment> named = [];

    /// <summary>How entries of this import leave what they correct.</summary>
    private readonly Dictionary<Id<Assessment>, KnownAssessment> corrected = [];

    public Access Access => access;
    public ImportLookup Known => known;
    public ImportTexts Texts => texts;

    /// <summary>Patients that entries of this import create, by what an identifier means: an entry that names the same one again means the same.</summary>
    public Dictionary<BusinessIdentifier, KnownPatient> NewPatients { get; } = [];

    /// <summary>How what is not ours is dealt with; null when everything is.</summary>
    public ImportPolicy? Policy { get; init; }

    /// <summary>What waits already, by identity.</summary>
    public HashSet<string> Quarantined { get; private set; } = [];

    private readonly List<(ImportEntry Entry, QuarantineEntry Waiting)> waiting = [];
    private readonly List<Assessment> safety = [];
    private readonly List<AssessmentIdentifier> safetyNames = [];

    public EntryOutcome Create(ImportEntry entry, Patient patient)
    {
        patient.Recorded(access.Caller!.PrincipalId, access.Now);
        patients.Add(patient);
        access.Touches(patient.Id);
        var created = new KnownPatient(patient.Id, patient.BirthDate, 1, access.Caller!.DefaultTimeZone!);
        foreach (var identifier in patient.Identifiers) NewPatients[new BusinessIdentifier(identifier.System, identifier.Value).Meaning] = created;
        patientsByEntry[entry.Index] = created;
        return Stored(entry, patient.Id.Value, patient.Id, version: 1, entry.Patient!.Issues);
    }

    /// <summary>The next version of a known patient.</summary>
    /// <param name="version">The version it replaces.</param>
    /// <param name="timeZone">Of the patient's clinic.</param>
    public EntryOutcome Correct(ImportEntry entry, int version, string timeZone, Patient next)
    {
        next.Recorded(access.Caller!.PrincipalId, access.Now);
        patientCorrections.Add((version, next));
        patientIdentifiers.AddRange(next.Identifiers);
        patientsByEntry[entry.Index] = new(next.Id, next.BirthDate, version + 1, timeZone);
        return Stored(entry, next.Id.Value, next.Id, version + 1, entry.Patient!.Issues) with { Status = StatusCodes.Status200OK };
    }

    public EntryOutcome Create(ImportEntry entry, Assessment assessment, IReadOnlyList<BusinessIdentifier> names)
    {
        assessment.Recorded(access.Caller!.PrincipalId, access.Now);
        assessments.Add(assessment);
        var outcome = Stored(entry, assessment.Id.Value, assessment.PatientId, version: 1, entry.Observation!.Issues);
        Extract(entry, assessment.Id, assessment, 1, null);
        Name(AsStored(assessment.Id, assessment, outcome) with { HasResponse = entry.IsResponse }, names);
        return outcome;
    }

    /// <summary>The same score from the other of its two tellers: it gains what this one adds, and both resources stand for it.</summary>
    public EntryOutcome Join(ImportEntry entry, KnownAssessment current, Assessment joined, IReadOnlyList<BusinessIdentifier> names)
    {
        var outcome = Correct(entry, current, joined, names);
        return outcome with
        {
            Issues = [.. outcome.Issues, new FhirIssue(IssueSeverity.Information, IssueCode.Informational, entry.Resource.Path, "The same score was stored from another resource; it is one score, and this is kept beside.", 200)],
        };
    }

    public EntryOutcome Correct(ImportEntry entry, KnownAssessment current, Assessment next, IReadOnlyList<BusinessIdentifier> names)
    {
        next.Recorded(access.Caller!.PrincipalId, access.Now);
        corrections.Add((current, next));
        var outcome = Stored(entry, current.Id.Value, current.PatientId, current.Version + 1, entry.Observation!.Issues) with { Status = StatusCodes.Status200OK };
        Extract(entry, current.Id, next, current.Version + 1, current.HasResponse ? null : current.Body);
        Name(corrected[current.Id] = AsStored(current.Id, next, outcome) with { HasResponse = current.HasResponse || entry.IsResponse }, names);
        return outcome;
    }

    /// <summary>Notes that an update replaces this resource; false when a transaction does so twice.</summary>
    public bool Replaces(Guid id) => replaced.Add(id) || !allOrNothing;

    /// <summary>The patient that the entry means: one that is stored.</summary>
    public void Is(ImportEntry entry, KnownPatient patient)
    {
        access.Touches(patient.Id);
        patientsByEntry[entry.Index] = patient;
        texts.Is(entry, patient.Id.Value);
    }

    /// <summary>The patient that an entry of this import is or becomes.</summary>
    public KnownPatient? PatientOf(int entry) => patientsByEntry.TryGetValue(entry, out var patient) ? patient : null;

    public IEnumerable<KnownPatient> PatientsNamed(BusinessIdentifier name) =>
        NewPatients.TryGetValue(name.Meaning, out var created) ? [created] : known.PatientsByIdentifier[name];

    /// <summary>What is stored under one of these names, as the entries before leave it.</summary>
    public KnownAssessment? Stored(IReadOnlyList<BusinessIdentifier> names) =>
        names.Select(name => named.GetValueOrDefault(name) ?? known.Assessments.GetValueOrDefault(name)).FirstOrDefault(a => a is not null) is { } found ? Latest(found) : null;

    /// <summary>What is stored under this id, as the entries before leave it; null when the caller may not see it.</summary>
    public KnownAssessment? Stored(Guid? id) => id is { } wanted && known.AssessmentsById.GetValueOrDefault(wanted) is { IsVisible: true } found ? Latest(found) : null;

    /// <summary>It is stored as it was sent: a resend.</summary>
    public EntryOutcome Unchanged(ImportEntry entry, KnownAssessment current)
    {
        access.Touches(current.PatientId);
        var id = ResourceId(entry, current.Id.Value);
        var isOfThisImport = texts.Repeats(entry, id);
        return new(StatusCodes.Status200OK, entry.Resource.Type, id, current.Version, current.RecordedAt, isOfThisImport || entry.IsResponse ? null : FhirText.Of(current.AsFound(), settings),
            [.. entry.Observation!.Issues, new FhirIssue(IssueSeverity.Information, IssueCode.Informational, entry.Resource.Path, "Stored already; nothing was changed.", 200)]);
    }

    /// <summary>The text that stands, to be compared with one that is to replace it.</summary>
    public byte[] TextOf(FoundResource found) => FhirText.Of(found, settings);

    /// <summary>
    /// A score without an identifier is known by what it says, and that names its patient: where the patient was named by
    /// an identifier or an entry, it can only be asked for now.
    /// </summary>
    public async Task LookUpContents(IReadOnlyList<ImportEntry> entries, CancellationToken ct)
    {
        var wanted = entries.Where(e => e is { Outcome: null, Observation.Subject: { Kind: not SubjectKind.ById } } || e.Observation?.IsSafetyConcern is true)
            .SelectMany(e => ObservationImport.Patient(e, this).Patient is { } patient ? Identities.ThatNameThePatient(e.Observation!, patient.Id.Value) : [])
            .Distinct().ToArray();
        await LookUpWaiting(entries, ct);
        if (wanted.Length == 0) return;
        var found = await ImportLookup.Read(access.Transaction.Connection, access.OrganizationId, access.Clinics, [], [], wanted, ct);
        known = known with { Assessments = known.Assessments.UnionBy(found.Assessments, a => a.Key).ToDictionary() };
    }

    private async Task LookUpWaiting(IReadOnlyList<ImportEntry> entries, CancellationToken ct)
    {
        var identities = entries.Where(e => e is { Waited: null, Observation.Unrecognised: not null }).Select(Identities.OfWaiting).Distinct().ToArray();
        if (identities.Length > 0) Quarantined = await access.Transaction.Connection.Quarantined(access.OrganizationId, access.Caller!.PrincipalId, identities, ct);
    }

    /// <summary>Puts it where it waits, once.</summary>
    public void Wait(ImportEntry entry, QuarantineEntry waits)
    {
        if (Quarantined.Add(waits.Identity)) waiting.Add((entry, waits));
    }

    /// <summary>An answer about self-harm that is kept although its form was refused.</summary>
    public void KeepAnswer(Assessment answers, BusinessIdentifier name)
    {
        answers.Recorded(access.Caller!.PrincipalId, access.Now);
        safety.Add(answers);
        safetyNames.Add(new() { OrganizationId = access.OrganizationId, System = name.System, Value = name.Value, AssessmentId = answers.Id });
    }

    /// <summary>What is kept although the transaction around it failed.</summary>
    public void QueueAnswers(RegistryTransaction transaction)
    {
        ImportWrites.Insert(transaction, safety);
        ImportWrites.Insert(transaction, safetyNames);
    }

    /// <summary>One statement per table; what is corrected goes one by one, since each guards its version.</summary>
    public void Queue(RegistryTransaction transaction)
    {
        ImportWrites.Insert(transaction, patients);
        ImportWrites.Insert(transaction, assessments);
        ImportWrites.Insert(transaction, identifiers);
        foreach (var (version, next) in patientCorrections) ImportWrites.Correct(transaction, version, next);
        ImportWrites.Insert(transaction, patientIdentifiers);
        ImportWrites.Put(transaction, texts.All);
        foreach (var (current, next) in corrections) ImportWrites.Correct(transaction, current, next);
        QueueAnswers(transaction);
        foreach (var (entry, waits) in waiting) QuarantineQuery.Keep(transaction, waits with { Body = texts.Waiting(entry, waits.PatientId) });
    }

    private KnownAssessment Latest(KnownAssessment found) => corrected.GetValueOrDefault(found.Id, found);

    /// <summary>Gives an observation the names it does not have yet.</summary>
    private void Name(KnownAssessment assessment, IReadOnlyList<BusinessIdentifier> names)
    {
        foreach (var name in names)
        {
            var owner = Stored([name]);
            if (owner is null) identifiers.Add(new() { OrganizationId = access.OrganizationId, System = name.System, Value = name.Value, AssessmentId = assessment.Id });
            if (owner is null || owner.Id == assessment.Id) named[name] = assessment;
        }
    }

    private EntryOutcome Stored(ImportEntry entry, Guid id, Id<Patient> patient, int version, IReadOnlyList<FhirIssue> issues)
    {
        id = ResourceId(entry, id);
        texts.Will(entry, access.OrganizationId, patient, version, id);
        return new(StatusCodes.Status201Created, entry.Resource.Type, id, version, access.Now, null, issues);
    }

    private static Guid ResourceId(ImportEntry entry, Guid id) => entry.IsResponse ? ResponseIds.IdOf(new(id)) : id;

    /// <summary>A response comes out again as the Observation of its score, too: the one that was sent, else the one extracted from it.</summary>
    private void Extract(ImportEntry entry, Id<Assessment> id, Assessment score, int version, string? sent)
    {
        if (!entry.IsResponse) return;
        texts.Beside(access.OrganizationId, score.PatientId, version, id.Value, ResponseExtract.Of(entry, id, score, version, sent, settings));
    }

    private static KnownAssessment AsStored(Id<Assessment> id, Assessment a, EntryOutcome outcome) => new(
        id, a.PatientId, a.Instrument.Code, a.AdministeredOn, a.AdministeredAt, a.Total, a.Items, Kebab.Of(a.Status), outcome.Version, a.RecordedAt, null, "UTC", IsVisible: true);
}
