using NodaTime;

namespace Registry.Fhir;

/// <summary>What a search needs to know besides its parameters.</summary>
/// <param name="Zone">Gives hours to a day without a zone.</param>
/// <param name="Lenient">Leaves out unknown parameters instead of refusing them; the self link shows it. Broken values are refused all the same.</param>
public sealed record SearchContext(string PublicBase, DateTimeZone Zone, Instant Now, int DefaultCount = 20, int MaxCount = 200, bool Lenient = false);

/// <summary>One value of patient or subject.</summary>
/// <param name="Id">Null when the patient is named by an identifier, or lives elsewhere and so matches nothing.</param>
public readonly record struct PatientCriterion(string? Id, FhirIdentifier? Identifier)
{
    public override string ToString() => nameof(PatientCriterion);
}

/// <summary>One value of a token parameter.</summary>
/// <param name="System">Null: any. Empty: the code must have none.</param>
/// <param name="Code">Null: any code of the system.</param>
public readonly record struct TokenCriterion(string? System, string? Code)
{
    public bool Matches(string? system, string? code) =>
        (System is null || System == (system ?? "")) && (Code is null || Code == code);

    public override string ToString() => nameof(TokenCriterion);
}

/// <summary>One value of a date parameter; for <see cref="DatePrefix.Ap"/> the range is widened already.</summary>
public readonly record struct DateCriterion(DatePrefix Prefix, FhirDateRange Range)
{
    public bool Matches(FhirDateRange target) => Range.Matches(Prefix, target);
}

public enum SearchSort { Date, LastUpdated, Code }

/// <param name="Descending">From <c>-date</c>.</param>
public readonly record struct SortKey(SearchSort By, bool Descending);

public enum TotalMode { None, Estimate, Accurate }

/// <summary>A search for Observations. Each list is an AND of ORs: repeated parameters narrow, commas widen.</summary>
public sealed class ObservationSearch
{
    public IReadOnlyList<IReadOnlyList<PatientCriterion>> Patients { get; internal set; } = [];
    public IReadOnlyList<IReadOnlyList<TokenCriterion>> Codes { get; internal set; } = [];
    public IReadOnlyList<IReadOnlyList<DateCriterion>> Dates { get; internal set; } = [];
    public IReadOnlyList<IReadOnlyList<TokenCriterion>> Identifiers { get; internal set; } = [];

    /// <summary>Codes of Observation.status; a system written before one was checked and dropped.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Statuses { get; internal set; } = [];

    public IReadOnlyList<IReadOnlyList<string>> Ids { get; internal set; } = [];

    /// <summary>Ties are to be broken by id. Newest first where nothing was asked.</summary>
    public IReadOnlyList<SortKey> Sort { get; internal set; } = [new(SearchSort.Date, Descending: true)];

    /// <summary>Never above the maximum, and the self link shows it. 0 asks for the number only.</summary>
    public int Count { get; internal set; }

    public TotalMode? Total { get; internal set; }

    /// <summary>From <c>_summary=count</c> or <c>_count=0</c>: no entries, only the total.</summary>
    public bool CountOnly { get; internal set; }

    /// <summary>The opaque value of <c>_page</c>, which only next links carry.</summary>
    public string? Page { get; internal set; }

    public FhirIssues Issues { get; } = new();

    /// <summary>What was really used, normalised and encoded: the query of every page's link, without question mark and <c>_page</c>.</summary>
    public string Query { get; internal set; } = "";

    /// <param name="parameters">Decoded names and values in the order sent, from the address or a form.</param>
    public static ObservationSearch Parse(IEnumerable<KeyValuePair<string, string>> parameters, SearchContext context)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(context);
        return new SearchParsing(context).Parse(parameters);
    }
}
