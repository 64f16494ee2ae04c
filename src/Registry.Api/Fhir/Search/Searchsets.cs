using NodaTime;
using Registry.Fhir;

namespace Registry.Api;

internal static class Searchsets
{
    /// <summary>A page of results, labelled as its most protected entry is.</summary>
    public static FhirAnswer Answer(IReadOnlyList<SearchMatch> entries, int? total, string self, string? next, Instant? asOf = null)
    {
        var labels = new SecurityLabels();
        foreach (var entry in entries) labels.Add(entry.Json);
        return new(StatusCodes.Status200OK, BundleJson.Searchset(entries, new(total, self, next, asOf, labels)));
    }
}
