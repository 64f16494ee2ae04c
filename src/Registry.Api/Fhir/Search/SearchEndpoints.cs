using Registry.Fhir;

namespace Registry.Api;

/// <summary>Search by address and by form, and reading by id, of the types that are written from rows.</summary>
internal static class SearchEndpoints
{
    public static void MapFhirSearch(this IEndpointRouteBuilder fhir)
    {
        fhir.MapSearch("Observation", Permissions.FhirSearchObservation);
        fhir.MapSearch("Patient", Permissions.FhirSearchPatient);
        fhir.MapSearch("EpisodeOfCare", Permissions.FhirSearchEpisodeOfCare);
        fhir.MapSearch("Encounter", Permissions.FhirSearchEncounter);
        fhir.MapSearch("QuestionnaireResponse", Permissions.FhirSearchResponse);
        fhir.MapGet("/EpisodeOfCare/{id}", ReadEpisodeOfCare).Requires(Permissions.FhirReadEpisodeOfCare).Is("EpisodeOfCare", "read", FhirInteraction.ConditionalRead);
        fhir.MapGet("/Encounter/{id}", ReadEncounter).Requires(Permissions.FhirReadEncounter).Is("Encounter", "read", FhirInteraction.ConditionalRead);
    }

    private static void MapSearch(this IEndpointRouteBuilder fhir, string type, Permission permission)
    {
        fhir.MapGet("/" + type, (HttpRequest http, Access access, RegistrySettings settings, SearchCursors cursors, CancellationToken ct) =>
            new Searching(http, access, settings, cursors).Run(type, SearchForm.OfAddress(http), ct)).Requires(permission).Is(type, "search-type");
        fhir.MapPost($"/{type}/_search", async (HttpRequest http, Access access, RegistrySettings settings, SearchCursors cursors, CancellationToken ct) =>
            await SearchForm.Read(http, ct) is { } parameters ? await new Searching(http, access, settings, cursors).Run(type, parameters, ct) : SearchForm.Unreadable).Requires(permission);
    }

    internal static Task<IResult> ReadEpisodeOfCare(string id, HttpRequest http, Access access, RegistrySettings settings, CancellationToken ct) =>
        ResourceReading.Read("EpisodeOfCare", id, http, access, settings, ct);

    internal static Task<IResult> ReadEncounter(string id, HttpRequest http, Access access, RegistrySettings settings, CancellationToken ct) =>
        ResourceReading.Read("Encounter", id, http, access, settings, ct);
}

/// <summary>The parameters of a search, in the address or in a form, where no log of addresses sees them.</summary>
internal static class SearchForm
{
    public static readonly FhirAnswer Unreadable =
        FhirAnswer.Outcome(415, new FhirIssue(IssueSeverity.Error, IssueCode.NotSupported, "", "Send application/x-www-form-urlencoded.", 415));

    public static List<KeyValuePair<string, string>> OfAddress(HttpRequest http) =>
        [.. http.Query.SelectMany(p => p.Value.Select(v => new KeyValuePair<string, string>(p.Key, v ?? "")))];

    /// <returns>Those of the form, then those of the address; null when the body is no form.</returns>
    public static async Task<List<KeyValuePair<string, string>>?> Read(HttpRequest http, CancellationToken ct)
    {
        if (!http.HasFormContentType) return null;
        var form = await http.ReadFormAsync(ct);
        return [.. form.SelectMany(p => p.Value.Select(v => new KeyValuePair<string, string>(p.Key, v ?? ""))), .. OfAddress(http)];
    }
}
