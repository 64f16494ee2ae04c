using System.Text.Json;

namespace Registry.Fhir;

internal static class ResourceType
{
    /// <summary>The type a resource says it is of, or null after having told what is wrong with that.</summary>
    public static string? Of(JsonElement resource, string path, FhirIssues issues)
    {
        if (!resource.TryGetProperty("resourceType"u8, out var type) || type.ValueKind != JsonValueKind.String)
        {
            issues.Add(FhirIssue.Malformed(IssueCode.Structure, path, "A resource begins with resourceType, a string."));
            return null;
        }
        var raw = JsonText.Raw(type);
        if (R4Types.Resource(raw) is { } known) return known.Name;
        if (JsonReads.String(type) is { } name && R4Types.ResourceNames.TryGetValue(name, out var listed)) return listed;
        issues.Add(FhirIssue.Malformed(IssueCode.Structure, path, "resourceType is not a type of FHIR R4."));
        return null;
    }
}
