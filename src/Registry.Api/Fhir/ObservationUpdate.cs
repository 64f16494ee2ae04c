using Registry.Clinical;
using Registry.Fhir;
using Registry.Storage;

namespace Registry.Api;

/// <summary>What becomes of an Observation that replaces a stored one: its next version, or nothing when it says the same.</summary>
internal static class ObservationUpdate
{
    public static EntryOutcome Decide(ImportEntry entry, ImportChanges changes)
    {
        var reading = entry.Observation!;
        if (reading.Kind is ReadingKind.NotOurs) return EntryOutcome.Refused("Observation", FhirAnswer.AsErrors(reading.Issues), StatusCodes.Status422UnprocessableEntity);
        if (Incomplete(entry) is { } missing) return Refused(missing);

        var current = entry.Condition is { } condition ? changes.Stored([Identities.Of(condition)]) : changes.Stored(entry.Target);
        if (current is null && entry.Condition is not null && entry.Resource.Id is null)
            return reading.Kind is ReadingKind.Retraction ? ObservationImport.Retract(entry, changes) : ObservationImport.Create(entry, changes);
        if (current is null) return Refused(Updates.NothingThere(entry));
        if (!current.IsVisible) return ObservationImport.Taken(entry, ObservationImport.OfAnother);

        changes.Access.Touches(current.PatientId);
        return Updates.Refusal(entry, current.Id.Value, current.Version, changes) is { } refusal ? Refused(refusal) : Replace(entry, changes, current);
    }

    private static EntryOutcome Replace(ImportEntry entry, ImportChanges changes, KnownAssessment current)
    {
        var reading = entry.Observation!;
        var isWithdrawal = reading.Kind is ReadingKind.Retraction;
        var (patient, unresolved) = reading.Subject is null ? default : ObservationImport.Patient(entry, changes);
        if (unresolved is not null && !isWithdrawal) return Refused(unresolved);
        if (patient is { } named && named.Id != current.PatientId) return Moved(entry, ".subject", "another patient");
        if (reading.Instrument is { } instrument && instrument.Code != current.Instrument) return Moved(entry, ".code", "another instrument");
        if (Updates.IsSame(entry, changes.TextOf(current.AsFound()))) return changes.Unchanged(entry, current);
        if (isWithdrawal) return ObservationImport.Withdraw(entry, changes, current);

        var subject = patient!.Value;
        if (ObservationImport.BeforeBirth(entry, subject) is { } tooEarly) return Refused(tooEarly);
        if (current.Status == "entered-in-error" && reading.Status is not ("amended" or "corrected"))
            return Refused(new(IssueSeverity.Error, IssueCode.Conflict, entry.Resource.Path + ".status", "This score was withdrawn; only an amended or corrected one brings it back.", StatusCodes.Status409Conflict));
        var names = Identities.Of(reading, subject.Id.Value);
        if (names.Any(name => changes.Stored([name]) is { } other && other.Id != current.Id)) return ObservationImport.Taken(entry, "Another observation has this identifier, or says the same.");
        return changes.Correct(entry, current, ObservationImport.ToAssessment(entry, subject, changes.Access), names);
    }

    /// <summary>What cannot stand for a score: an update must not empty what it replaces.</summary>
    private static FhirIssue? Incomplete(ImportEntry entry) => entry.Observation switch
    {
        { Kind: ReadingKind.Retraction } => null,
        { Subject: null } => FhirIssue.Refused(IssueCode.Required, entry.Resource.Path + ".subject", "A score needs its patient: subject."),
        { Effective: null } => FhirIssue.Refused(IssueCode.Required, entry.Resource.Path + ".effective", "A score needs its day: effectiveDateTime."),
        _ => null,
    };

    private static EntryOutcome Moved(ImportEntry entry, string element, string what) => Refused(FhirIssue.Refused(IssueCode.BusinessRule, entry.Resource.Path + element,
        $"This score belongs to {what}; an update cannot move it. Withdraw it with status entered-in-error, and create the right one."));

    private static EntryOutcome Refused(FhirIssue issue) => EntryOutcome.Refused("Observation", issue);
}
