namespace Registry.Fhir;

/// <summary>What must not stand in one Bundle together. Found before anything runs.</summary>
public static class BundleRules
{
    internal static void Check(string? type, IReadOnlyList<BundleEntry> entries, string path, FhirIssues issues)
    {
        // A search may list one resource in two roles, a history lists its versions; a batch is several requests and no whole.
        if (type is not ("history" or "searchset" or "batch")) UniqueFullUrls(entries, path, issues);
        if (type == "transaction") UniqueTargets(entries, path, issues);
    }

    private static void UniqueFullUrls(IReadOnlyList<BundleEntry> entries, string path, FhirIssues issues)
    {
        var seen = new HashSet<string>();
        foreach (var entry in entries)
        {
            if (entry.FullUrl is { } url && !seen.Add(url))
                issues.Add(FhirIssue.Malformed(IssueCode.Invariant, $"{path}.entry[{entry.Index}].fullUrl", "bdl-7: two entries have the same fullUrl."));
        }
    }

    /// <remarks>Two creates on one condition are no conflict: the first creates, and the second is answered with what it created.</remarks>
    private static void UniqueTargets(IReadOnlyList<BundleEntry> entries, string path, FhirIssues issues)
    {
        var seen = new Dictionary<(string Type, string? Id, FhirIdentifier? Condition), BundleMethod>();
        foreach (var entry in entries)
        {
            if (entry.Request is not { Method: not (BundleMethod.Get or BundleMethod.Head) } request || (request.Id is null && request.Condition is null)) continue;
            if (!seen.TryAdd((request.Type, request.Id, request.Condition), request.Method)
                && (request.Method, seen[(request.Type, request.Id, request.Condition)]) is not (BundleMethod.Post, BundleMethod.Post))
                issues.Add(TwiceTouched($"{path}.entry[{entry.Index}].request"));
        }
    }

    public static FhirIssue TwiceTouched(string path) => FhirIssue.Malformed(IssueCode.BusinessRule, path, "A transaction must not touch the same resource twice.");
}
