using System.Text.Json;
using Registry.Fhir;

namespace Registry.Api;

/// <summary>What every update must meet, whatever its type.</summary>
internal static class Updates
{
    /// <summary>Ids are given by the registry, so there is no update-as-create.</summary>
    public static FhirIssue NothingThere(ImportEntry entry) => new(IssueSeverity.Error, IssueCode.NotSupported, entry.Resource.Path,
        "Nothing that you may see is stored under this id, and an update does not create: the registry gives the ids. Create with POST.", StatusCodes.Status405MethodNotAllowed);

    /// <summary>Why this body may not replace that version; null when it may.</summary>
    public static FhirIssue? Refusal(ImportEntry entry, Guid id, int version, ImportChanges changes)
    {
        var path = entry.Resource.Path;
        if (entry.Resource.Id is { } sent && sent != id.ToString("D")) return FhirIssue.Malformed(IssueCode.Value, path + ".id", "The id of the resource is not that of the resource it is to replace.");
        if (entry.IfMatch is { } ifMatch && !VersionTag.Names(ifMatch, version))
            return new(IssueSeverity.Error, IssueCode.Conflict, path, "It has been changed since the version in If-Match; read it again.", StatusCodes.Status412PreconditionFailed);
        if (entry.Resource.IsSubset) return FhirIssue.Refused(IssueCode.BusinessRule, path + ".meta.tag", "SUBSETTED marks a part of a resource: an update with it would lose the rest.");
        return changes.Replaces(id) ? null : BundleRules.TwiceTouched(path);
    }

    public static bool IsSame(ImportEntry entry, byte[] stored)
    {
        using var text = JsonDocument.Parse(stored);
        return FhirContent.IsSame(entry.Resource.Json, text.RootElement);
    }
}
