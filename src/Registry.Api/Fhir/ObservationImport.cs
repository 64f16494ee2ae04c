using NodaTime;
using Registry.Clinical;
using Registry.Fhir;
using Registry.Storage;

namespace Registry.Api;

/// <summary>What becomes of an Observation: stored once, a correction of one that is known, a withdrawal, or nothing.</summary>
internal static class ObservationImport
{
    public const string OfAnother = "An observation with this identifier is about another patient or instrument.";

    public static EntryOutcome Decide(ImportEntry entry, ImportChanges changes)
    {
        if (entry.IsUpdate) return ObservationUpdate.Decide(entry, changes);
        var reading = entry.Observation!;
        if (reading.Kind is ReadingKind.NotOurs) return Quarantining.Decide(entry, changes);
        if (reading.Kind is ReadingKind.Retraction) return Retract(entry, changes);
        return reading.Subject is null || reading.Effective is null ? EntryOutcome.Ignored(entry.Resource.Type, reading.Issues) : Create(entry, changes);
    }

    /// <summary>Creates it, unless its identity is known: also what an update comes to when nothing meets its condition.</summary>
    public static EntryOutcome Create(ImportEntry entry, ImportChanges changes)
    {
        var reading = entry.Observation!;
        var (patient, unresolved) = Patient(entry, changes);
        if (patient is not { } subject) return EntryOutcome.Refused(entry.Resource.Type, unresolved!);
        if (BeforeBirth(entry, subject) is { } tooEarly) return EntryOutcome.Refused(entry.Resource.Type, tooEarly);

        changes.Access.Touches(subject.Id);
        var names = Identities.Of(reading, subject.Id.Value);
        if (entry.Condition is { } condition)
        {
            if (changes.Stored([Identities.Of(condition)]) is { } exists) return exists.IsVisible ? changes.Unchanged(entry, exists) : Taken(entry, OfAnother);
            // What was looked for is a name too, or the same condition would create twice.
            names = [.. names.Union([Identities.Of(condition)])];
        }

        var sent = ToAssessment(entry, subject, changes.Access);
        if (changes.Stored(names) is { } current)
        {
            if (!current.IsVisible || Sitting.Join(current, sent) is not { } joined || (!current.HasResponse && !entry.IsResponse)) return Known(entry, changes, current, subject, names);
            return current.HasResponse ? changes.Unchanged(entry, current) : changes.Join(entry, current, joined, names);
        }

        if (Identities.OfSitting(reading, subject.Id.Value) is { } sitting)
        {
            if (changes.Stored([sitting]) is not { } told) names = [.. names, sitting];
            else if (IsOtherTeller(entry, told) && Sitting.Join(told, sent) is { } one) return changes.Join(entry, told, one, names);
        }

        return changes.Create(entry, sent, names);
    }

    /// <summary>A response beside an Observation, or an Observation beside a response: two of a kind are two sittings.</summary>
    private static bool IsOtherTeller(ImportEntry entry, KnownAssessment stored) => stored.IsVisible && entry.IsResponse != stored.HasResponse;

    public static FhirIssue? BeforeBirth(ImportEntry entry, KnownPatient subject) => entry.Observation!.Effective!.On < subject.BirthDate
        ? FhirIssue.Refused(IssueCode.BusinessRule, entry.Resource.Path + ".effective", "The day lies before the patient's birth.") : null;

    /// <summary>The identity is taken: a resend, a correction, or another score under the same name.</summary>
    private static EntryOutcome Known(ImportEntry entry, ImportChanges changes, KnownAssessment current, KnownPatient subject, IReadOnlyList<BusinessIdentifier> names)
    {
        var reading = entry.Observation!;
        var sent = ToAssessment(entry, subject, changes.Access);
        if (current.PatientId != subject.Id || current.Instrument != sent.Instrument.Code) return Taken(entry, OfAnother);
        if (Says(current, sent) && (current.Status == Kebab.Of(sent.Status) || IsLateResend(current, sent))) return changes.Unchanged(entry, current);
        if (sent.Status is AssessmentStatus.Amended or AssessmentStatus.Corrected || IsUnfinished(current.Status)) return changes.Correct(entry, current, sent, names);
        return reading.Kind is ReadingKind.KeptWithoutScore
            ? changes.Unchanged(entry, current)
            : Taken(entry, "An observation with this identifier is stored with other content; send the correction with status amended or corrected.");
    }

    public static EntryOutcome Retract(ImportEntry entry, ImportChanges changes)
    {
        var reading = entry.Observation!;
        var (patient, _) = reading.Subject is null ? default : Patient(entry, changes);
        var names = patient is { } subject ? Identities.Of(reading, subject.Id.Value) : [.. reading.Identifiers.Select(Identities.Of)];
        if (changes.Stored(names) is not { IsVisible: true } current || patient is { } p && p.Id != current.PatientId)
        {
            return EntryOutcome.Ignored(entry.Resource.Type,
                [.. reading.Issues, new FhirIssue(IssueSeverity.Information, IssueCode.Informational, entry.Resource.Path, "Nothing is stored under this identity, so there is nothing to withdraw.", 200)]);
        }

        return Withdraw(entry, changes, current);
    }

    /// <summary>Everything it said stays as it was, and counts no more.</summary>
    public static EntryOutcome Withdraw(ImportEntry entry, ImportChanges changes, KnownAssessment current)
    {
        changes.Access.Touches(current.PatientId);
        if (current.Status == "entered-in-error") return changes.Unchanged(entry, current);
        return changes.Correct(entry, current, new Assessment
        {
            OrganizationId = changes.Access.OrganizationId,
            Id = current.Id,
            PatientId = current.PatientId,
            Instrument = Instruments.ByCode(current.Instrument)!,
            AdministeredOn = current.On,
            AdministeredAt = current.At,
            Total = current.Total,
            Items = current.Items,
            SelfHarmAnswer = null,
            Origin = ScoreOrigin.Stated,
            Status = AssessmentStatus.EnteredInError,
            Source = "",
            SourceVersion = entry.Observation!.SourceVersion,
        }, []);
    }

    public static (KnownPatient? Patient, FhirIssue? Issue) Patient(ImportEntry entry, ImportChanges changes)
    {
        var subject = entry.Observation!.Subject!;
        var path = entry.Resource.Path + ".subject";
        if (subject.Kind is SubjectKind.ById)
        {
            return Guid.TryParseExact(subject.Id, "D", out var id) && changes.Known.Patients.TryGetValue(id, out var known)
                ? (known, null) : (null, FhirIssue.Refused(IssueCode.NotFound, path, "No patient of this registry has this id."));
        }

        if (subject.Kind is SubjectKind.InBundle)
        {
            return changes.PatientOf(subject.Entry!.Value) is { } inBundle
                ? (inBundle, null) : (null, FhirIssue.Refused(IssueCode.NotFound, path, "The patient in the Bundle was not taken in."));
        }

        var matches = subject.Identifiers.Where(i => changes.Access.Caller!.IsIdentifying(i.System)).Select(Identities.Of).SelectMany(changes.PatientsNamed).DistinctBy(p => p.Id).ToList();
        return matches switch
        {
            [] => (null, FhirIssue.Refused(IssueCode.NotFound, path, "No patient of this registry has this identifier, or its system is none by which patients are known here.")),
            [var one] => (one, null),
            _ => (null, FhirIssue.Refused(IssueCode.MultipleMatches, path, "More than one patient has these identifiers.")),
        };
    }

    /// <remarks>Where another registry says more than its observation does, that counts; where the entry waited, the time it waited since.</remarks>
    public static Assessment ToAssessment(ImportEntry entry, KnownPatient patient, Access access)
    {
        var (reading, moved) = (entry.Observation!, entry.Record);
        var items = moved is null ? Assessment.Stored(reading.Items) : (short[]?)moved["items"];
        return new()
        {
            OrganizationId = access.OrganizationId,
            Id = (entry.Waited?.Id ?? entry.KeptId) is { } kept ? new(kept) : Id<Assessment>.New(),
            PatientId = patient.Id,
            Instrument = reading.Instrument!,
            AdministeredOn = moved is null ? reading.Effective!.DayAt(ClinicDays.Zone(patient.TimeZone), access.Now) : reading.Effective!.On,
            AdministeredAt = moved is null ? reading.Effective.At : (Instant?)moved["administered-at"],
            Total = reading.Total,
            Items = items,
            SelfHarmAnswer = moved is null ? Assessment.SelfHarmOf(reading.Instrument!, items) : (short?)(int?)moved["self-harm-answer"],
            Origin = moved is not null ? Kebab.Parse<ScoreOrigin>((string)moved["origin"]!)
                : reading.Items?.All(i => i is not null) is true ? ScoreOrigin.Summed : ScoreOrigin.Stated,
            // Of a refused form only an answer may be kept, and that has a status of its own.
            Status = Kebab.TryParse<AssessmentStatus>((string?)moved?["status"] ?? reading.Status ?? "", out var status) ? status : AssessmentStatus.Quarantined,
            Source = (entry.Waited?.SourceId ?? access.Caller!.PrincipalId).ToString(),
            ReceivedOn = moved is null ? entry.Waited?.ReceivedOn ?? ClinicDays.On(access.Now, patient.TimeZone) : (LocalDate?)moved["received-on"],
            ReviewedOn = (LocalDate?)moved?["reviewed-on"],
            SourceVersion = reading.SourceVersion is { Length: <= 64 } version ? version : null,
        };
    }

    private static bool Says(KnownAssessment current, Assessment sent) =>
        current.At == sent.AdministeredAt && (current.At is not null || current.On == sent.AdministeredOn) && current.Total == sent.Total
        && (current.Items ?? []).AsSpan().SequenceEqual(sent.Items ?? []);

    /// <summary>The first sending of what was withdrawn since, delivered once more: it stays withdrawn.</summary>
    private static bool IsLateResend(KnownAssessment current, Assessment sent) => current.Status == "entered-in-error" && sent.Status is AssessmentStatus.Final;

    private static bool IsUnfinished(string status) => status is not ("final" or "amended" or "corrected" or "entered-in-error");

    public static EntryOutcome Taken(ImportEntry entry, string text) => EntryOutcome.Refused(entry.Resource.Type,
        new FhirIssue(IssueSeverity.Error, IssueCode.Duplicate, entry.Resource.Path + ".identifier", text, StatusCodes.Status409Conflict));
}
