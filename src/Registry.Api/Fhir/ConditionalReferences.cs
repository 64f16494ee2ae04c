using Registry.Fhir;

namespace Registry.Api;

/// <summary>References by condition in a transaction: each means exactly one resource, or the whole transaction fails.</summary>
internal static class ConditionalReferences
{
    public static void Resolve(ImportEntry entry, ImportChanges changes)
    {
        if (entry.Outcome!.IsFailure) return;
        foreach (var reference in entry.ConditionalReferences)
        {
            var name = Identities.Of(reference.Identifier);
            var meant = reference.Type == "Patient"
                ? changes.PatientsNamed(name).Select(p => p.Id.Value).ToList()
                : changes.Stored([name]) is { IsVisible: true } one ? [one.Id.Value] : [];
            if (meant is [var id]) changes.Texts.Means(reference, id);
            else entry.Outcome = EntryOutcome.Refused(entry.Resource.Type, FhirIssue.Refused(IssueCode.NotFound, reference.Path, "Nothing, or nothing that you may see, meets this condition."));
        }
    }
}
