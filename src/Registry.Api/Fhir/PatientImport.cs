using NodaTime;
using Registry.Clinical;
using Registry.Fhir;
using Registry.Storage;

namespace Registry.Api;

/// <summary>Whether a Patient that was sent is known, may be created, or is refused. Patients are matched by identifier: exactly one, or none.</summary>
internal static class PatientImport
{
    public static EntryOutcome Decide(ImportEntry entry, ImportChanges changes)
    {
        if (entry.IsUpdate) return PatientUpdate.Decide(entry, changes);
        return Create(entry, changes);
    }

    /// <summary>Creates the patient, unless an identifier is known: also what an update comes to when nobody meets its condition.</summary>
    public static EntryOutcome Create(ImportEntry entry, ImportChanges changes)
    {
        var reading = entry.Patient!;
        var names = reading.Identifiers.Select(Identities.Of).Where(n => changes.Access.Caller!.IsIdentifying(n.System)).ToList();
        if (entry.Condition is { } condition) names.Insert(0, Identities.Of(condition));
        if (names.Count == 0) return Refused(entry, IssueCode.Required, ".identifier", "A patient needs an identifier with a system by which patients are known here, and a value, or a resend would become a second patient.");

        var matches = names.SelectMany(n => changes.Known.PatientsByIdentifier[n]).Concat(names.Where(n => changes.NewPatients.ContainsKey(n.Meaning)).Select(n => changes.NewPatients[n.Meaning]))
            .DistinctBy(p => p.Id).ToList();
        return matches switch
        {
            [] => Create(entry, changes, names),
            [var one] => Known(entry, changes, one),
            _ => EntryOutcome.Refused("Patient", new FhirIssue(IssueSeverity.Error, IssueCode.MultipleMatches, entry.Resource.Path + ".identifier",
                "The identifiers belong to more than one patient.", StatusCodes.Status412PreconditionFailed)),
        };
    }

    public static EntryOutcome Known(ImportEntry entry, ImportChanges changes, KnownPatient patient, Instant? lastModified = null)
    {
        changes.Is(entry, patient);
        return new(StatusCodes.Status200OK, "Patient", patient.Id.Value, patient.Version, lastModified, null, entry.Patient!.Issues);
    }

    private static EntryOutcome Create(ImportEntry entry, ImportChanges changes, List<BusinessIdentifier> names)
    {
        var caller = changes.Access.Caller!;
        if (!caller.MayCreatePatients || caller.DefaultClinicId is not { } clinic || !changes.Access.Clinics.Contains(clinic.Value))
        {
            return Refused(entry, IssueCode.NotFound, ".identifier", "No patient has this identifier, and this client may not create patients.");
        }

        var reading = entry.Patient!;
        var id = entry.KeptId is { } kept ? new(kept) : Id<Patient>.New();
        if (entry.Record?["clinic-id"] is Guid home && changes.Access.Clinics.Contains(home)) clinic = new(home);
        return changes.Create(entry, new Patient
        {
            OrganizationId = caller.OrganizationId,
            Id = id,
            ClinicId = clinic,
            FamilyName = Short(reading.Family ?? ""),
            GivenName = Short(string.Join(' ', reading.Given)),
            BirthDate = reading.BirthDate,
            Identifiers = [.. names.DistinctBy(n => n.Meaning).Select(n => new PatientIdentifier { OrganizationId = caller.OrganizationId, PatientId = id, System = n.System, Value = n.Value })],
        });
    }

    /// <remarks>The whole name stays in the stored resource.</remarks>
    public static string Short(string name) => name.Length <= 200 ? name : name[..200];

    private static EntryOutcome Refused(ImportEntry entry, IssueCode code, string element, string text) =>
        EntryOutcome.Refused("Patient", FhirIssue.Refused(code, entry.Resource.Path + element, text));
}
