using Registry.Fhir;
using Registry.Storage;

namespace Registry.Api;

/// <summary>What becomes of a resource that is not ours: it waits, if it may be ours under a name that nobody has mapped.</summary>
/// <remarks>A patient who cannot be told is refused as for any score: what the registry acknowledges, it can show to somebody.</remarks>
internal static class Quarantining
{
    public static EntryOutcome Decide(ImportEntry entry, ImportChanges changes)
    {
        var (type, reading) = (entry.Resource.Type, entry.Observation!);
        if (reading is not { Unrecognised: { } what, Subject: not null, Effective: not null } || changes.Policy is not { } policy) return EntryOutcome.NotOurs(type, reading.Issues);
        if (policy.IsNotOurs(what.System, what.Code) || (entry.Waited is null && !Keeps(policy, what))) return EntryOutcome.NotOurs(type, reading.Issues);

        var (patient, unresolved) = ObservationImport.Patient(entry, changes);
        if (patient is not { } subject) return EntryOutcome.Refused(type, unresolved!);
        if (ObservationImport.BeforeBirth(entry, subject) is { } tooEarly) return EntryOutcome.Refused(type, tooEarly);
        changes.Access.Touches(subject.Id);
        if (entry.Waited is null) changes.Wait(entry, Waiting(entry, what, subject, changes.Access));
        return EntryOutcome.Waiting(type, [.. what.IsForm ? reading.Issues : Enumerable.Empty<FhirIssue>(), new(IssueSeverity.Information, IssueCode.Informational,
            entry.Resource.Path + (what.IsForm ? ".questionnaire" : ".code"), "It waits: kept, and counted nowhere until somebody says what this "
            + (what.IsForm ? "form asks." : $"code of yours means. Send LOINC codes to be counted at once: PHQ-9 44261-6, GAD-7 70274-6, PCL-5 101698-9."), StatusCodes.Status202Accepted)]);
    }

    private static bool Keeps(ImportPolicy policy, Unrecognised what) => what.IsForm ? policy.UnknownForms is UnknownForms.Keep : policy.UnmappedCodes switch
    {
        UnmappedCodes.KeepSurveys => what.IsSurvey,
        UnmappedCodes.KeepNumbers => true,
        _ => false,
    };

    private static QuarantineEntry Waiting(ImportEntry entry, Unrecognised what, KnownPatient patient, Access access) => new()
    {
        OrganizationId = access.OrganizationId,
        Id = Guid.CreateVersion7(),
        SourceId = access.Caller!.PrincipalId,
        PatientId = patient.Id,
        ResourceType = entry.Resource.Type,
        System = what.System.Length <= 400 ? what.System : what.System[..400],
        Code = what.Code ?? "",
        Identity = Identities.OfWaiting(entry),
        Body = "",
        ReceivedAt = access.Now,
        ReceivedOn = ClinicDays.On(access.Now, patient.TimeZone),
        State = QuarantineState.Waiting,
    };
}
