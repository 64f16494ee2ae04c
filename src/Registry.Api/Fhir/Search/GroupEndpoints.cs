using NodaTime;
using Registry.Fhir;
using Registry.Storage;

namespace Registry.Api;

/// <summary>Caseloads as Groups: Group/{id} is the care manager's caseload of today.</summary>
internal static class GroupEndpoints
{
    public static void MapFhirGroups(this IEndpointRouteBuilder fhir)
    {
        fhir.MapGet("/Group/{id}", Read).Requires(Permissions.FhirReadGroup).Is("Group", "read");
        fhir.MapGet("/Group", SearchByAddress).Requires(Permissions.FhirSearchGroup).Is("Group", "search-type");
        fhir.MapPost("/Group/_search", SearchByForm).Requires(Permissions.FhirSearchGroup);
    }

    internal static async Task<IResult> Read(string id, HttpRequest http, Access access, RegistrySettings settings, CancellationToken ct)
    {
        if (Searching.Refusal(http) is { } refused) return refused;
        var found = await access.Transaction.Connection.CaseloadGroupsOf(access.OrganizationId, access.Clinics, access.Now, SearchConditions.Ids([id]), null, Guid.Empty, 1, ct);
        return found is [var group] ? new FhirAnswer(StatusCodes.Status200OK, Text(group, access, settings))
            : FhirAnswer.Outcome(404, new FhirIssue(IssueSeverity.Error, IssueCode.NotFound, "", "There is nothing here that you may see.", 404));
    }

    internal static Task<IResult> SearchByAddress(HttpRequest http, Access access, RegistrySettings settings, SearchCursors cursors, CancellationToken ct) =>
        Search(SearchForm.OfAddress(http), http, access, settings, cursors, ct);

    internal static async Task<IResult> SearchByForm(HttpRequest http, Access access, RegistrySettings settings, SearchCursors cursors, CancellationToken ct) =>
        await SearchForm.Read(http, ct) is { } parameters ? await Search(parameters, http, access, settings, cursors, ct) : SearchForm.Unreadable;

    private static async Task<IResult> Search(
        List<KeyValuePair<string, string>> parameters, HttpRequest http, Access access, RegistrySettings settings, SearchCursors cursors, CancellationToken ct)
    {
        if (Searching.Refusal(http) is { } refused) return refused;
        SearchPage? page = null;
        if (parameters.FirstOrDefault(p => p.Key == "_page").Value is { } token)
        {
            page = cursors.Read(token, "Group", access);
            if (page is null) return Searching.Malformed(IssueCode.Value, "_page is one that a next link of this search gave you.");
            parameters = Searching.Pairs(page.Query);
        }

        var search = FhirSearch.Parse("Group", parameters, new(settings.FhirBase, DateTimeZone.Utc, access.Now, Lenient: Searching.IsLenient(http)));
        if (search.Issues.HasErrors) return FhirAnswer.Outcome(search.Issues.Status, search.Issues);
        var ids = search.Tokens("_id").Select(any => SearchConditions.Ids(any.Select(t => t.Code))).ToList();
        var members = search.Patients.Count == 0 ? null : await SearchedPatients.Of(search, access, ct);
        var found = await access.Transaction.Connection.CaseloadGroupsOf(access.OrganizationId, access.Clinics, access.Now,
            ids.Count == 0 ? null : [.. ids.Aggregate((all, more) => [.. all.Intersect(more)])], members, page?.After.Id ?? Guid.Empty, search.CountOnly ? int.MaxValue : search.Count + 1, ct);

        var shown = search.CountOnly ? [] : found.Take(search.Count).ToList();
        var entries = shown.Select(group => new SearchMatch($"{settings.FhirBase}/Group/{group.CareManager:D}", ResourceSubset.Of(Text(group, access, settings), "Group", search))).ToList();
        var next = shown.Count > 0 && found.Count > shown.Count
            ? $"{settings.FhirBase}/Group?_page={cursors.Write(new(search.Query, access.Now, null, new("", shown[^1].CareManager)), "Group", access)}" : null;
        int? total = page is null && next is null ? found.Count : null;
        return Searchsets.Answer(entries, total, $"{settings.FhirBase}/Group?{search.Query}", next);
    }

    private static byte[] Text(CaseloadGroup group, Access access, RegistrySettings settings)
    {
        foreach (var (patient, _) in group.Members) access.Touches(new(patient));
        return GroupJson.Write(new(new("Group", group.CareManager.ToString("D")), $"Caseload of {group.Name}", [.. group.Members.Select(m => (m.Patient.ToString("D"), m.Since))]), settings.FhirBase);
    }
}
