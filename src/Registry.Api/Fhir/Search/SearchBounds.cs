using Registry.Fhir;
using Registry.Storage;

namespace Registry.Api;

/// <summary>In which order a search walks, and whether that way reads little more than it shows.</summary>
internal static class SearchBounds
{
    public const string LastUpdated = "_lastUpdated";

    /// <summary>By _lastUpdated the answer ends at the commit horizon, and rows are as they stood there: a poller goes on from what it saw.</summary>
    public static bool IsByRecording(FhirSearch search) => search.Sort?.By == LastUpdated || search.Has(LastUpdated) || (search.Sort is null && !IsOfFew(search));

    /// <summary>The order asked for; without one the newest first, and where nobody is named the oldest version first, as a poller reads.</summary>
    public static SortKey Sort(FhirSearch search) => search.Sort
        ?? (IsOfFew(search) ? new(SearchParameters.Searchable(search.Type).Sorts[0], Descending: true) : new(LastUpdated, Descending: false));

    /// <summary>Every row of the order would have to be looked at and sorted: only an order that an index has can be walked without naming whom.</summary>
    public static string? WhyRefused(FhirSearch search) => (search.Type, search.Sort) switch
    {
        _ when IsOfFew(search) => null,
        (_, null or { By: LastUpdated }) when !search.Has("given") => null,
        ("Patient", _) => "Name the patient by family, birthdate, identifier or _id, or sort by _lastUpdated.",
        _ => "Name the patient, an identifier or an _id, or sort by _lastUpdated: this order would read everybody's.",
    };

    private static bool IsOfFew(FhirSearch search) =>
        search.Patients.Count > 0 || search.Has("_id") || search.Has("identifier") || search.Has("family") || search.Has("birthdate") || search.Has("episode-of-care");
}
