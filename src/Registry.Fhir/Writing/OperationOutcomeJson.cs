using System.Text.Json;

namespace Registry.Fhir;

/// <summary>Writes an OperationOutcome: all issues, or "all is well" where there are none, since an outcome without issues is not FHIR.</summary>
public static class OperationOutcomeJson
{
    private static readonly FhirIssue[] AllWell = [new(IssueSeverity.Information, IssueCode.Informational, "", "Done.", 200)];

    public static byte[] Write(IReadOnlyList<FhirIssue> issues) => FhirWriting.Bytes(json => Write(json, issues));

    public static void Write(Utf8JsonWriter json, IReadOnlyList<FhirIssue> issues)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(issues);
        json.WriteStartObject();
        json.WriteString("resourceType"u8, "OperationOutcome"u8);
        json.WriteStartArray("issue"u8);
        foreach (var issue in issues.Count == 0 ? AllWell : issues)
        {
            json.WriteStartObject();
            json.WriteString("severity"u8, issue.Severity.Wire());
            json.WriteString("code"u8, issue.Code.Wire());
            json.WriteString("diagnostics"u8, issue.Text);
            if (issue.Expression.Length > 0)
            {
                json.WriteStartArray("expression"u8);
                json.WriteStringValue(issue.Expression);
                json.WriteEndArray();
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
