using System.Text.Json;

namespace Registry.Fhir;

/// <summary>Reads Bundle.entry.request and holds it against the resource beside it.</summary>
internal static class BundleRequestReading
{
    public static BundleRequest? Read(JsonElement entry, string path, FhirResource? resource, string publicBase, FhirIssues issues)
    {
        path += ".request";
        if (!JsonReads.Has(entry, "request"u8, out var request) || MethodOf(request) is not { } method || JsonReads.Text(request, "url"u8) is not { } url)
        {
            issues.AddUnlessTold(FhirIssue.Malformed(IssueCode.Required, path, "An entry of a batch or transaction needs a request with method and url."));
            return null;
        }
        var address = Address(url, publicBase);
        if (address is not { Type: { } type })
        {
            issues.Add(FhirIssue.Malformed(IssueCode.Value, path + ".url", "Expected Type, Type/id or Type?query with a type of FHIR R4."));
            return null;
        }
        if (method is BundleMethod.Post or BundleMethod.Put && !JsonReads.Has(entry, "resource"u8))
            issues.Add(FhirIssue.Malformed(IssueCode.Required, path, "POST and PUT need a resource."));
        if (resource is not null && resource.Type != type)
            issues.Add(FhirIssue.Malformed(IssueCode.Value, path + ".url", "The address names another type than the resource has."));
        if (method == BundleMethod.Post && (address.Id is not null || address.Query is not null))
            issues.Add(FhirIssue.Malformed(IssueCode.Value, path + ".url", "POST creates: its address is the type alone."));
        if (method == BundleMethod.Put && address.Id is null && address.Query is null)
            issues.Add(FhirIssue.Malformed(IssueCode.Value, path + ".url", "PUT needs the id in its address, or identifier=system|value."));
        if (method == BundleMethod.Put && address.Id is not null && resource is not null && resource.Id != address.Id)
            issues.Add(FhirIssue.Malformed(IssueCode.Value, path + ".url", "The id in the address and the id of the resource differ."));
        return new(method, type, address.Id, address.Query, Condition(request, method, address.Query, path, issues),
            JsonReads.Text(request, "ifMatch"u8), JsonReads.Text(request, "ifNoneMatch"u8), JsonReads.Text(request, "ifModifiedSince"u8));
    }

    private static FhirIdentifier? Condition(JsonElement request, BundleMethod method, string? query, string path, FhirIssues issues)
    {
        var (criteria, where) = method switch
        {
            BundleMethod.Post => (JsonReads.Text(request, "ifNoneExist"u8), path + ".ifNoneExist"),
            BundleMethod.Put => (query, path + ".url"),
            _ => (null, path),
        };
        if (criteria is null) return null;
        var read = IfNoneExist.Parse(criteria, where);
        if (read.Issue is { } issue) issues.Add(issue);
        return read.Identifier;
    }

    private static BundleMethod? MethodOf(JsonElement request) => JsonReads.Text(request, "method"u8) switch
    {
        "POST" => BundleMethod.Post,
        "PUT" => BundleMethod.Put,
        "GET" => BundleMethod.Get,
        "HEAD" => BundleMethod.Head,
        "DELETE" => BundleMethod.Delete,
        "PATCH" => BundleMethod.Patch,
        _ => null,
    };

    private static (string? Type, string? Id, string? Query) Address(string url, string publicBase)
    {
        if (publicBase.Length > 0 && url.StartsWith(publicBase + "/", StringComparison.Ordinal)) url = url[(publicBase.Length + 1)..];
        url = url.TrimStart('/');
        if (R4Types.ResourceNames.Contains(url)) return (url, null, null);
        var reference = FhirReference.Parse(url, null);
        return reference.Kind is ReferenceKind.Local or ReferenceKind.Conditional ? (reference.Type, reference.Id, reference.Query) : default;
    }
}
