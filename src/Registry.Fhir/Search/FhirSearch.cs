using NodaTime;

namespace Registry.Fhir;

/// <summary>What a search needs to know besides its parameters.</summary>
/// <param name="Zone">Gives hours to a day without a zone.</param>
/// <param name="Lenient">Leaves out unknown parameters instead of refusing them; the self link shows it. Broken values are refused all the same.</param>
public sealed record SearchContext(string PublicBase, DateTimeZone Zone, Instant Now, int DefaultCount = 20, int MaxCount = 200, bool Lenient = false);

public enum TotalMode { None, Estimate, Accurate }

/// <summary>How much of each resource is wanted.</summary>
public enum SummaryMode { False, True, Text, Data, Count }

/// <param name="By">"date", "_lastUpdated", ...</param>
/// <param name="Descending">From <c>-date</c>.</param>
public readonly record struct SortKey(string By, bool Descending);

/// <summary>A search of one type. Each list is an AND of ORs: repeated parameters narrow, commas widen.</summary>
public sealed class FhirSearch
{
    private readonly List<(string Name, object Any)> criteria = [];

    public required string Type { get; init; }

    /// <summary>From patient, subject and member.</summary>
    public IReadOnlyList<IReadOnlyList<ReferenceCriterion>> Patients => [.. References("patient"), .. References("subject"), .. References("member")];

    public IReadOnlyList<IReadOnlyList<ReferenceCriterion>> References(string name) => Of<ReferenceCriterion>(name);
    public IReadOnlyList<IReadOnlyList<TokenCriterion>> Tokens(string name) => Of<TokenCriterion>(name);
    public IReadOnlyList<IReadOnlyList<DateCriterion>> Dates(string name) => Of<DateCriterion>(name);
    public IReadOnlyList<IReadOnlyList<QuantityCriterion>> Quantities(string name) => Of<QuantityCriterion>(name);

    /// <summary>Beginnings of names.</summary>
    public IReadOnlyList<IReadOnlyList<TextCriterion>> Texts(string name) => Of<TextCriterion>(name);

    public bool Has(string name) => criteria.Exists(c => c.Name == name);

    /// <summary>Ties are to be broken by id; null where nothing was asked.</summary>
    public SortKey? Sort { get; internal set; }

    /// <summary>Never above the maximum, and the self link shows it. 0 asks for the number only.</summary>
    public int Count { get; internal set; }

    public TotalMode? Total { get; internal set; }

    public SummaryMode Summary { get; internal set; }

    /// <summary>Names of top-level elements; empty for all.</summary>
    public IReadOnlyList<string> Elements { get; internal set; } = [];

    /// <summary>The patients of what is found are wanted too.</summary>
    public bool IncludesPatients { get; internal set; }

    /// <summary>From <c>_summary=count</c> or <c>_count=0</c>: no entries, only the total.</summary>
    public bool CountOnly => Summary is SummaryMode.Count || Count == 0;

    /// <summary>The opaque value of <c>_page</c>, which only next links carry, alone: it holds the whole search.</summary>
    public string? Page { get; internal set; }

    public FhirIssues Issues { get; } = new();

    /// <summary>What was really used, normalised and encoded: the query of the self link, without question mark.</summary>
    public string Query { get; internal set; } = "";

    internal void Add<T>(string name, IReadOnlyList<T> any) => criteria.Add((name, any));

    /// <param name="parameters">Decoded names and values in the order sent, from the address or a form.</param>
    public static FhirSearch Parse(string type, IEnumerable<KeyValuePair<string, string>> parameters, SearchContext context)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(context);
        return new SearchParsing(type, context).Parse(parameters);
    }

    private List<IReadOnlyList<T>> Of<T>(string name) => [.. criteria.Where(c => c.Name == name).Select(c => (IReadOnlyList<T>)c.Any)];
}
