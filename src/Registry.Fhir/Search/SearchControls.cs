namespace Registry.Fhir;

/// <summary>The parameters that shape the answer and not what is found: <c>_count</c>, <c>_sort</c>, <c>_total</c>, <c>_summary</c>, <c>_elements</c>, <c>_include</c>, <c>_page</c>.</summary>
internal static class SearchControls
{
    public static readonly IReadOnlySet<string> Names = new HashSet<string> { "_count", "_sort", "_total", "_summary", "_elements", "_include", "_page" };

    /// <returns>False when the value is not one that is offered.</returns>
    public static bool Take(string name, string value, FhirSearch search, SearchableType offered, SearchContext context) => name switch
    {
        "_count" => Count(value, search, context),
        "_sort" => Sort(value, search, offered),
        "_total" => Total(value, search),
        "_summary" => Summary(value, search),
        "_elements" => Elements(value, search),
        "_include" => Include(value, search, offered),
        _ => (search.Page = value) is not null,
    };

    private static bool Count(string value, FhirSearch search, SearchContext context)
    {
        if (!value.All(char.IsAsciiDigit)) return false;
        search.Count = value.Length <= 9 ? Math.Min(int.Parse(value), context.MaxCount) : context.MaxCount;
        return true;
    }

    /// <remarks>One key, and ties by id: a second one would never be reached where moments differ.</remarks>
    private static bool Sort(string value, FhirSearch search, SearchableType offered)
    {
        var key = value.TrimStart('-');
        if (value.Length - key.Length > 1 || !offered.Sorts.Contains(key)) return false;
        search.Sort = new(key, value[0] == '-');
        return true;
    }

    private static bool Total(string value, FhirSearch search)
    {
        search.Total = value switch { "none" => TotalMode.None, "estimate" => TotalMode.Estimate, "accurate" => TotalMode.Accurate, _ => null };
        return search.Total is not null;
    }

    private static bool Summary(string value, FhirSearch search)
    {
        SummaryMode? mode = value switch
        {
            "true" => SummaryMode.True,
            "text" => SummaryMode.Text,
            "data" => SummaryMode.Data,
            "count" => SummaryMode.Count,
            "false" => SummaryMode.False,
            _ => null,
        };
        search.Summary = mode ?? default;
        return mode is not null;
    }

    private static bool Elements(string value, FhirSearch search)
    {
        var names = value.Split(',').Select(n => n.StartsWith(search.Type + ".", StringComparison.Ordinal) ? n[(search.Type.Length + 1)..] : n).ToList();
        search.Elements = names;
        return names.TrueForAll(n => n.Length is > 0 and <= 40 && n.All(char.IsAsciiLetter));
    }

    private static bool Include(string value, FhirSearch search, SearchableType offered)
    {
        search.IncludesPatients = value.Split(',').All(v => offered.Includes.Contains(v) || (v.EndsWith(":Patient", StringComparison.Ordinal) && offered.Includes.Contains(v[..^8])));
        return search.IncludesPatients;
    }
}
