using NodaTime;
using Registry.Clinical;
using Registry.Fhir;
using Registry.Storage;

namespace Registry.Api;

/// <summary>One resource to take in, and what became of it.</summary>
/// <param name="condition">If-None-Exist: an identifier under which it may be known.</param>
internal sealed class ImportEntry(int index, FhirResource resource, FhirIdentifier? condition)
{
    public int Index => index;
    public FhirResource Resource => resource;
    public FhirIdentifier? Condition => condition;
    public PatientReading? Patient { get; set; }
    public ObservationReading? Observation { get; set; }
    public EntryOutcome? Outcome { get; set; }
}

/// <summary>Takes in patients and scores: reads all, looks everything up at once, decides each, and queues one write per table.</summary>
/// <remarks>The same act for a single POST, a batch, a transaction and an import, so that all of them judge alike.</remarks>
internal static class FhirImport
{
    /// <returns>False when something failed and <paramref name="allOrNothing"/> was asked for: then nothing was queued.</returns>
    public static async Task<bool> Run(
        IReadOnlyList<ImportEntry> entries, BundleReferences? references, bool allOrNothing, Access access, RegistrySettings settings, CancellationToken ct)
    {
        var context = new ReadingContext(access.Now, settings.FhirBase, References: references);
        foreach (var entry in entries) Read(entry, context);

        var known = await LookUp(entries, access, ct);
        var changes = new ImportChanges(access, known, references);
        foreach (var entry in entries.Where(e => e.Patient is not null)) entry.Outcome ??= PatientImport.Decide(entry, changes);
        await changes.LookUpContents(entries, ct);
        foreach (var entry in entries.Where(e => e.Observation is not null)) entry.Outcome ??= ObservationImport.Decide(entry, changes);
        if (allOrNothing && entries.Any(e => e.Outcome!.IsFailure)) return false;

        changes.Queue(access.Transaction);
        return true;
    }

    private static void Read(ImportEntry entry, ReadingContext context)
    {
        switch (entry.Resource.Type)
        {
            case "Patient":
                entry.Patient = PatientReading.Of(entry.Resource, context.Now);
                if (entry.Patient.IsRefused) entry.Outcome = EntryOutcome.Refused("Patient", entry.Patient.Issues, entry.Patient.Issues.Status);
                break;
            case "Observation":
                entry.Observation = ObservationReader.Read(entry.Resource, context);
                if (entry.Observation.Kind is ReadingKind.Refused) entry.Outcome = EntryOutcome.Refused("Observation", entry.Observation.Issues, entry.Observation.Issues.Status);
                break;
            default:
                entry.Outcome = EntryOutcome.Refused(entry.Resource.Type,
                    FhirIssue.Refused(IssueCode.NotSupported, entry.Resource.Path, "The registry takes Patient and Observation; this type is not held here."));
                break;
        }
    }

    private static Task<ImportLookup> LookUp(IReadOnlyList<ImportEntry> entries, Access access, CancellationToken ct)
    {
        var (patientIds, patientIdentifiers, assessmentIdentifiers) = (new HashSet<Guid>(), new HashSet<BusinessIdentifier>(), new HashSet<BusinessIdentifier>());
        foreach (var entry in entries)
        {
            if (entry.Patient is { } patient) patientIdentifiers.UnionWith(patient.Identifiers.Select(Identities.Of));
            if (entry.Patient is not null && entry.Condition is { } condition) patientIdentifiers.Add(Identities.Of(condition));
            if (entry.Observation is not { } observation) continue;
            if (Guid.TryParseExact(observation.Subject?.Id, "D", out var id))
            {
                patientIds.Add(id);
                if (Identities.OfContent(observation, id) is { } content) assessmentIdentifiers.Add(content);
            }

            if (observation.Subject is { Kind: SubjectKind.ByIdentifier } subject) patientIdentifiers.UnionWith(subject.Identifiers.Select(Identities.Of));
            assessmentIdentifiers.UnionWith(observation.Identifiers.Select(Identities.Of));
            if (entry.Condition is { } exists) assessmentIdentifiers.Add(Identities.Of(exists));
        }

        return ImportLookup.Read(access.Transaction.Connection, access.OrganizationId, access.Clinics, [.. patientIds], [.. patientIdentifiers], [.. assessmentIdentifiers], ct);
    }
}
