using Registry.Clinical;
using Registry.Fhir;
using Registry.Storage;

namespace Registry.Api;

/// <summary>What becomes of a Patient that replaces a stored one.</summary>
/// <remarks>
/// A record that is written over another person's is the worst mistake an interface can make. So an update keeps every identifier the
/// patient is known by, may add some, and keeps a name; only a client that may create patients may change them.
/// </remarks>
internal static class PatientUpdate
{
    public static EntryOutcome Decide(ImportEntry entry, ImportChanges changes)
    {
        var reading = entry.Patient!;
        var id = entry.Condition is { } condition ? changes.PatientsNamed(Identities.Of(condition)).Select(p => (Guid?)p.Id.Value).FirstOrDefault() : entry.Target;
        var current = id is { } known ? changes.Known.ReplacedPatients.GetValueOrDefault(known) : null;
        if (current is null && entry.Condition is not null && entry.Resource.Id is null)
            return reading.Identifiers.SelectMany(i => changes.PatientsNamed(Identities.Of(i))).Any() ? EntryOutcome.Refused("Patient", OfAnother(entry)) : PatientImport.Create(entry, changes);
        if (current is null) return EntryOutcome.Refused("Patient", Updates.NothingThere(entry));

        changes.Access.Touches(current.PatientId);
        if (Updates.Refusal(entry, current.Id, current.Version, changes) is { } refusal) return EntryOutcome.Refused("Patient", refusal);
        if (Updates.IsSame(entry, changes.TextOf(current))) return PatientImport.Known(entry, changes, new(current.PatientId, current.Patient!.BirthDate, current.Version, current.Patient.TimeZone), current.RecordedAt);
        if (!changes.Access.Caller!.MayCreatePatients)
            return EntryOutcome.Refused("Patient", new FhirIssue(IssueSeverity.Error, IssueCode.Forbidden, entry.Resource.Path, "This client may not change patients.", StatusCodes.Status403Forbidden));
        return Refusal(entry, changes, current) is { } issue ? EntryOutcome.Refused("Patient", issue) : Replace(entry, changes, current, reading);
    }

    private static FhirIssue? Refusal(ImportEntry entry, ImportChanges changes, FoundResource current)
    {
        var sent = entry.Patient!.Identifiers.Select(Identities.Of).ToList();
        var path = entry.Resource.Path;
        if (current.Patient!.Identifiers.ExceptBy(sent.Select(n => n.Meaning), n => n.Meaning).Any())
            return FhirIssue.Refused(IssueCode.BusinessRule, path + ".identifier", "An identifier by which this patient is known is missing. An update keeps them all: read the patient, and send it back changed.");
        if (sent.SelectMany(changes.PatientsNamed).Any(p => p.Id != current.PatientId))
            return OfAnother(entry);
        return string.IsNullOrWhiteSpace(entry.Patient.Family) && current.Patient.FamilyName.Length > 0
            ? FhirIssue.Refused(IssueCode.Required, path + ".name", "An update keeps the patient's name: send name.family.") : null;
    }

    private static FhirIssue OfAnother(ImportEntry entry) =>
        new(IssueSeverity.Error, IssueCode.Duplicate, entry.Resource.Path + ".identifier", "An identifier belongs to another patient.", StatusCodes.Status409Conflict);

    private static EntryOutcome Replace(ImportEntry entry, ImportChanges changes, FoundResource current, PatientReading reading) => changes.Correct(entry, current.Version, current.Patient!.TimeZone, new Patient
    {
        OrganizationId = changes.Access.OrganizationId,
        Id = current.PatientId,
        ClinicId = default,
        FamilyName = PatientImport.Short(reading.Family ?? ""),
        GivenName = PatientImport.Short(string.Join(' ', reading.Given)),
        BirthDate = reading.BirthDate,
        Identifiers = [.. reading.Identifiers.Select(Identities.Of).ExceptBy(current.Patient!.Identifiers.Select(n => n.Meaning), n => n.Meaning).Select(name => new PatientIdentifier
        {
            OrganizationId = changes.Access.OrganizationId, System = name.System, Value = name.Value, PatientId = current.PatientId, SinceVersion = current.Version + 1,
        })],
    });
}
