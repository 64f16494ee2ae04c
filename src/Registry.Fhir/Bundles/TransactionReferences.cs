using System.Text;
using System.Text.Json;

namespace Registry.Fhir;

/// <summary>In a transaction every urn must be the fullUrl of an entry: it would otherwise be stored as a pointer to nothing.</summary>
internal sealed class TransactionReferences(BundleReferences known, string root, FhirIssues issues)
{
    private readonly List<(JsonProperty Property, int Index)> path = [];

    public void Check(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject())
                {
                    path.Add((property, -1));
                    if (property.Value.ValueKind == JsonValueKind.String) CheckReference(property);
                    else Check(property.Value);
                    path.RemoveAt(path.Count - 1);
                }
                break;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in value.EnumerateArray())
                {
                    if (path.Count > 0) path[^1] = path[^1] with { Index = index++ };
                    Check(item);
                }
                break;
        }
    }

    private void CheckReference(JsonProperty property)
    {
        if (!property.NameEquals("reference"u8) || JsonReads.String(property.Value) is not { } reference) return;
        var isUrn = reference.StartsWith("urn:", StringComparison.Ordinal);
        if (isUrn ? known.Find(reference) is not null : !reference.Contains('?', StringComparison.Ordinal) || FhirReference.Parse(reference, null).Kind != ReferenceKind.Invalid) return;
        issues.Add(isUrn
            ? FhirIssue.Refused(IssueCode.NotFound, Path(), "No entry of this Bundle has the fullUrl that is referred to.")
            : FhirIssue.Malformed(IssueCode.Value, Path(), "A conditional reference must begin with a type of FHIR R4."));
    }

    /// <remarks>Names are repeated only where they are ours: a resource of an unmodelled type may call its properties anything.</remarks>
    private string Path()
    {
        var text = new StringBuilder(root);
        foreach (var (property, index) in path)
        {
            if (!R4Types.KnownNames.Contains(property.Name)) break;
            text.Append('.').Append(property.Name);
            if (index >= 0) text.Append('[').Append(index).Append(']');
        }
        return text.ToString();
    }
}
