using System.Text.Json;

namespace Registry.Fhir;

/// <summary>A Bundle with its entries, each checked on its own.</summary>
public sealed class BundleReading
{
    /// <summary>batch, transaction, collection, ...; null when missing or unknown.</summary>
    public string? Type { get; init; }

    /// <summary>About the Bundle itself: a broken envelope, entries that cannot go together. Not about single entries.</summary>
    public required FhirIssues Issues { get; init; }

    public required IReadOnlyList<BundleEntry> Entries { get; init; }
    public required BundleReferences References { get; init; }

    public bool IsBatch => Type == "batch";
    public bool IsTransaction => Type == "transaction";

    /// <summary>What a transaction fails with: all problems, of the Bundle and of every entry. Each names its entry.</summary>
    public FhirIssues AllIssues()
    {
        var all = new FhirIssues();
        all.AddRange(Issues);
        foreach (var entry in Entries) all.AddRange(entry.Issues);
        return all;
    }

    /// <summary>DELETE, POST, PUT and PATCH, GET whatever the order sent, and patients before what refers to them.</summary>
    public IEnumerable<BundleEntry> InProcessingOrder() => Entries
        .OrderBy(entry => entry.Request?.Method switch { BundleMethod.Delete => 0, BundleMethod.Post => 1, BundleMethod.Put or BundleMethod.Patch => 2, _ => 3 })
        .ThenBy(entry => entry.Resource?.Type == "Patient" ? 0 : 1)
        .ThenBy(entry => entry.Index);

    public static BundleReading Of(FhirResource bundle, string publicBase)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        ArgumentNullException.ThrowIfNull(publicBase);
        var issues = new FhirIssues();
        issues.AddRange(bundle.Issues);
        if (bundle.Type != "Bundle") issues.Add(FhirIssue.Malformed(IssueCode.Structure, bundle.Path, "Expected a Bundle."));
        var type = JsonReads.Text(bundle.Json, "type"u8);
        var entries = new List<BundleEntry>();
        var references = new BundleReferences();
        foreach (var json in JsonReads.List(bundle.Json, "entry"u8))
        {
            var entry = EntryOf(json, entries.Count, $"{bundle.Path}.entry[{entries.Count}]", type, publicBase);
            references.Add(entry.Index, entry.FullUrl, entry.Resource?.Type, entry.Resource?.Id ?? entry.Request?.Id);
            entries.Add(entry);
        }
        if (type == "transaction")
        {
            foreach (var entry in entries.Where(entry => entry.Resource is { IsSound: true }))
                entry.ConditionalReferences = TransactionReferences.Check(entry.Resource!, references, entry.Issues);
        }
        BundleRules.Check(type, entries, bundle.Path, issues);
        return new() { Type = type, Issues = issues, Entries = entries, References = references };
    }

    private static BundleEntry EntryOf(JsonElement json, int index, string path, string? bundleType, string publicBase)
    {
        var issues = new FhirIssues();
        var resource = JsonReads.Has(json, "resource"u8, out var body) && body.ValueKind == JsonValueKind.Object
            ? FhirResource.Check(body, path + ".resource", issues)
            : null;
        var request = bundleType is "batch" or "transaction" ? BundleRequestReading.Read(json, path, resource, publicBase, issues) : null;
        return new() { Index = index, FullUrl = JsonReads.Text(json, "fullUrl"u8), Resource = resource, Request = request, Issues = issues };
    }
}
