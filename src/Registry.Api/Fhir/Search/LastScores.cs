using NodaTime;
using Registry.Clinical;
using Registry.Fhir;
using Registry.Storage;

namespace Registry.Api;

/// <summary>Observation/$lastn: the newest scores of a patient, so many of each instrument, newest first: what a chart needs.</summary>
internal static class LastScores
{
    public static void MapLastScores(this IEndpointRouteBuilder fhir)
    {
        fhir.MapGet("/Observation/$lastn", ByAddress).Requires(Permissions.FhirReadLastScores).IsOperation("Observation", "lastn", "http://hl7.org/fhir/OperationDefinition/Observation-lastn");
        fhir.MapPost("/Observation/$lastn", ByForm).Requires(Permissions.FhirReadLastScores);
    }

    internal static Task<IResult> ByAddress(HttpRequest http, Access access, RegistrySettings settings, CancellationToken ct) =>
        Run(SearchForm.OfAddress(http), http, access, settings, ct);

    internal static async Task<IResult> ByForm(HttpRequest http, Access access, RegistrySettings settings, CancellationToken ct) =>
        await SearchForm.Read(http, ct) is { } parameters ? await Run(parameters, http, access, settings, ct) : SearchForm.Unreadable;

    private static async Task<IResult> Run(
        List<KeyValuePair<string, string>> parameters, HttpRequest http, Access access, RegistrySettings settings, CancellationToken ct)
    {
        if (Searching.Refusal(http) is { } refused) return refused;
        if (Max(parameters) is not { } max) return Searching.Malformed(IssueCode.Value, "max is a number from 1 to 200, given once.");
        var search = FhirSearch.Parse("Observation", parameters.Where(p => p.Key != "max"), new(settings.FhirBase, DateTimeZone.Utc, access.Now, Lenient: Searching.IsLenient(http)));
        if (search.Issues.HasErrors) return FhirAnswer.Outcome(search.Issues.Status, search.Issues);
        if (search.Patients.Count == 0) return Searching.Malformed(IssueCode.Required, "Name the patient: patient or subject is required.");
        if (!search.Has("code") && !search.Has("category")) return Searching.Malformed(IssueCode.Required, "Name what is wanted: code or category is required.");
        if (search.Sort is not null || search.Page is not null || search.CountOnly || search.IncludesPatients)
            return Searching.Malformed(IssueCode.NotSupported, "_sort, _page, _include and counting are not offered here: the newest of each code come, newest first.");

        var pages = new List<(ResourceFilter, ResourceOrder)>();
        foreach (var instrument in Instruments.Tracked)
            pages.Add(((await SearchConditions.Of(search, access, ct)).WithCode([instrument.Code], []), ResourceOrder.AsItStands(max, "date", descending: true)));
        var found = (await access.Transaction.Connection.PagesOf(access.OrganizationId, access.Clinics, pages, ct)).SelectMany(page => page.Take(max)).Select(row => row.Found).ToList();
        foreach (var row in found) access.Touches(row.PatientId);
        var entries = found.Select(row => new SearchMatch($"{settings.FhirBase}/Observation/{row.Id:D}", ResourceSubset.Of(FhirText.Of(row, settings), "Observation", search))).ToList();
        var used = search.Query[..search.Query.LastIndexOf("_count=", StringComparison.Ordinal)];
        return Searchsets.Answer(entries, entries.Count, $"{settings.FhirBase}/Observation/$lastn?{used}max={max}", null);
    }

    private static int? Max(List<KeyValuePair<string, string>> parameters) => parameters.Where(p => p.Key == "max").Select(p => p.Value).ToList() switch
    {
        [] => 1,
        [var text] when int.TryParse(text, System.Globalization.NumberStyles.None, null, out var max) && max is >= 1 and <= 200 => max,
        _ => null,
    };
}
