using Registry.Fhir;
using Registry.Storage;

namespace Registry.Api;

/// <summary>Takes in patients and scores: reads all, looks everything up at once, decides each, and queues one write per table.</summary>
/// <remarks>The same act for a single POST or PUT, a batch, a transaction, an import and a validation, so that all of them judge alike.</remarks>
internal static class FhirImport
{
    /// <returns>False when something failed and <paramref name="allOrNothing"/> was asked for: then nothing was queued.</returns>
    public static async Task<bool> Run(
        IReadOnlyList<ImportEntry> entries, BundleReferences? references, bool allOrNothing, Access access, RegistrySettings settings, CancellationToken ct)
    {
        var changes = await Decide(entries, references, allOrNothing, access, settings, ct);
        // Not where it is only decided: a validation keeps nothing, and must not say that it did.
        foreach (var entry in entries.Where(e => e.Observation?.IsSafetyConcern is true)) SafetyAnswers.Keep(entry, changes);
        if (allOrNothing && entries.Any(e => e.Outcome!.IsFailure))
        {
            changes.QueueAnswers(access.Transaction);
            return false;
        }

        changes.Queue(access.Transaction);
        return true;
    }

    /// <summary>Gives every entry its outcome, as if it were stored; nothing is written.</summary>
    public static async Task<ImportChanges> Decide(
        IReadOnlyList<ImportEntry> entries, BundleReferences? references, bool allOrNothing, Access access, RegistrySettings settings, CancellationToken ct)
    {
        var policy = await ImportReading.Read(entries, references, access, settings, ct);
        var known = await ImportLookup.Read(access.Transaction.Connection, access.OrganizationId, access.Clinics, Questions(entries), ct);
        var changes = new ImportChanges(access, known, new(references, access.Now), allOrNothing, settings) { Policy = policy };
        foreach (var entry in entries.Where(e => e.Patient is not null)) entry.Outcome ??= PatientImport.Decide(entry, changes);
        await changes.LookUpContents(entries, ct);
        foreach (var entry in entries.Where(e => e.Observation is not null)) entry.Outcome ??= ObservationImport.Decide(entry, changes);
        foreach (var entry in entries) ConditionalReferences.Resolve(entry, changes);
        changes.Texts.Write();
        return changes;
    }

    /// <summary>All that the entries name, each name once.</summary>
    private static ImportQuestions Questions(IReadOnlyList<ImportEntry> entries)
    {
        var (patients, patientNames, assessmentNames) = (new HashSet<Guid>(), new HashSet<BusinessIdentifier>(), new HashSet<BusinessIdentifier>());
        var (locked, replacedNames) = (new HashSet<BusinessIdentifier>(), new HashSet<BusinessIdentifier>());
        foreach (var entry in entries.Where(e => e.Outcome is null || e.Observation?.IsSafetyConcern is true))
        {
            foreach (var reference in entry.ConditionalReferences) (reference.Type == "Patient" ? patientNames : assessmentNames).Add(Identities.Of(reference.Identifier));
            var names = (entry.Patient?.Identifiers ?? entry.Observation!.Identifiers).Select(Identities.Of).ToList();
            if (entry.Condition is { } condition) names.Add(Identities.Of(condition));
            if (entry.Patient is not null)
            {
                patientNames.UnionWith(names);
                if (entry is { IsUpdate: true, Condition: { } replaced }) replacedNames.Add(Identities.Of(replaced));
                continue;
            }

            var observation = entry.Observation!;
            if (Guid.TryParseExact(observation.Subject?.Id, "D", out var id))
            {
                patients.Add(id);
                names.AddRange(Identities.ThatNameThePatient(observation, id));
            }

            if (observation.Subject is { Kind: SubjectKind.ByIdentifier } subject) patientNames.UnionWith(subject.Identifiers.Select(Identities.Of));
            assessmentNames.UnionWith(names);
            if (entry.IsCorrection) locked.UnionWith(names);
        }

        return new(patients, patientNames, assessmentNames)
        {
            Locked = locked,
            Assessments = [.. Targets(entries, "Observation")],
            ReplacedPatients = [.. Targets(entries, "Patient")],
            ReplacedPatientNames = replacedNames,
        };
    }

    private static IEnumerable<Guid> Targets(IReadOnlyList<ImportEntry> entries, string type) =>
        entries.Where(e => e.Resource.Type == type).Select(e => e.Target).OfType<Guid>().Distinct();
}
