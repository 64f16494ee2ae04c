namespace Registry.Fhir;

/// <summary>What must not stand in one Bundle together. Found before anything runs.</summary>
internal static class BundleRules
{
    public static void Check(string? type, IReadOnlyList<BundleEntry> entries, string path, FhirIssues issues)
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

    /// <remarks>Two creates on one condition would either make two or silently drop one; both have been seen in servers.</remarks>
    private static void UniqueTargets(IReadOnlyList<BundleEntry> entries, string path, FhirIssues issues)
    {
        var seen = new HashSet<(string Type, string? Id, FhirIdentifier? Condition)>();
        foreach (var entry in entries)
        {
            if (entry.Request is not { Method: not (BundleMethod.Get or BundleMethod.Head) } request || (request.Id is null && request.Condition is null)) continue;
            if (!seen.Add((request.Type, request.Id, request.Condition)))
                issues.Add(FhirIssue.Malformed(IssueCode.BusinessRule, $"{path}.entry[{entry.Index}].request", "A transaction must not touch the same resource twice."));
        }
    }
}
