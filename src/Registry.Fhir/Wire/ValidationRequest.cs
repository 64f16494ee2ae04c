using System.Text.Json;

namespace Registry.Fhir;

/// <summary>What $validate was sent: a resource as it is, or wrapped in Parameters with a mode.</summary>
/// <param name="Resource">Null when nothing to validate was found; then the issues say so.</param>
/// <param name="Mode">"create", "update", ...; null where the body names none.</param>
public sealed record ValidationRequest(FhirResource? Resource, string? Mode, bool HasProfile, FhirIssues Issues)
{
    public override string ToString() => nameof(ValidationRequest);

    public static ValidationRequest Of(FhirResource body)
    {
        ArgumentNullException.ThrowIfNull(body);
        if (body.Type != "Parameters") return new(body, null, false, body.Issues);
        var issues = new FhirIssues();
        FhirResource? resource = null;
        string? mode = null;
        var hasProfile = false;
        var index = 0;
        foreach (var parameter in JsonReads.List(body.Json, "parameter"u8))
        {
            var path = $"Parameters.parameter[{index++}]";
            switch (JsonReads.Text(parameter, "name"u8))
            {
                case "resource" when resource is null && JsonReads.Has(parameter, "resource"u8, out var json) && json.ValueKind == JsonValueKind.Object:
                    resource = FhirResource.Check(json, path + ".resource", issues);
                    break;
                case "mode":
                    mode = JsonReads.Text(parameter, "valueCode"u8) ?? "";
                    break;
                case "profile":
                    hasProfile = true;
                    break;
                default:
                    issues.Add(FhirIssue.Malformed(IssueCode.NotSupported, path, "The parameters are resource, once, mode and profile."));
                    break;
            }
        }
        if (resource is null && !issues.HasErrors) issues.Add(FhirIssue.Malformed(IssueCode.Required, "Parameters.parameter", "There is no resource to validate."));
        return new(resource, mode, hasProfile, issues);
    }
}
