using System.Text;
using System.Text.Json;

namespace Registry.Fhir;

/// <summary>In a transaction every urn must be the fullUrl of an entry: it would otherwise be stored as a pointer to nothing.</summary>
internal sealed class TransactionReferences
{
    private readonly BundleReferences known;
    private readonly string root;
    private readonly FhirIssues issues;
    private readonly List<(JsonProperty Property, int Index)> path = [];
    private List<ConditionalReference>? conditional;

    private TransactionReferences(BundleReferences known, string root, FhirIssues issues) => (this.known, this.root, this.issues) = (known, root, issues);

    /// <returns>The conditional references, to be looked up.</returns>
    public static IReadOnlyList<ConditionalReference> Check(FhirResource resource, BundleReferences known, FhirIssues issues)
    {
        var walk = new TransactionReferences(known, resource.Path, issues);
        walk.Check(resource.Json);
        return walk.conditional ?? (IReadOnlyList<ConditionalReference>)[];
    }

    private void Check(JsonElement value)
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
        if (reference.StartsWith("urn:", StringComparison.Ordinal))
        {
            if (known.Find(reference) is null) issues.Add(FhirIssue.Refused(IssueCode.NotFound, Path(), "No entry of this Bundle has the fullUrl that is referred to."));
        }
        else if (reference.Contains('?', StringComparison.Ordinal)) CheckCondition(reference);
    }

    private void CheckCondition(string reference)
    {
        if (FhirReference.Parse(reference, null) is not { Kind: ReferenceKind.Conditional, Type: { } type, Query: { } query })
        {
            issues.Add(FhirIssue.Malformed(IssueCode.Value, Path(), "A conditional reference must begin with a type of FHIR R4."));
        }
        else if (IfNoneExist.Parse(query).Identifier is not { } identifier || type is not ("Patient" or "Observation"))
        {
            issues.Add(FhirIssue.Refused(IssueCode.NotSupported, Path(), "A conditional reference must be Patient?identifier=system|value, or the same of an Observation."));
        }
        else (conditional ??= []).Add(new(reference, Path(), type, identifier));
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
