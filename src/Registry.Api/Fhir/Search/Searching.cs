using Microsoft.AspNetCore.WebUtilities;
using NodaTime;
using Registry.Fhir;
using Registry.Storage;

namespace Registry.Api;

/// <summary>A search over rows of one type: strict, paged so that every row comes once however much is written meanwhile, with a self link that says what was used.</summary>
internal sealed class Searching(HttpRequest http, Access access, RegistrySettings settings, SearchCursors cursors)
{
    /// <summary>Counting stops here unless the exact number is asked for.</summary>
    private const int CountedAtMost = 10_000;

    public async Task<IResult> Run(string type, IReadOnlyList<KeyValuePair<string, string>> parameters, CancellationToken ct)
    {
        if (Refusal(http) is { } refused) return refused;
        SearchPage? page = null;
        if (parameters.FirstOrDefault(p => p.Key == "_page").Value is { } token)
        {
            page = parameters.Count(p => p.Key is not ("_format" or "_pretty")) == 1 ? cursors.Read(token, type, access) : null;
            if (page is null) return Malformed(IssueCode.Value, "_page is one that a next link of this search gave you, and stands alone as it does there.");
            parameters = Pairs(page.Query);
        }

        var search = FhirSearch.Parse(type, parameters, new SearchContext(settings.FhirBase, DateTimeZone.Utc, access.Now, Lenient: IsLenient(http)));
        if (search.Issues.HasErrors) return FhirAnswer.Outcome(search.Issues.Status, search.Issues);
        if (SearchBounds.WhyRefused(search) is { } why) return Malformed(IssueCode.TooCostly, why);
        if (search.IncludesPatients && !access.Allows(Permissions.FhirReadPatient))
            return FhirAnswer.Outcome(403, new FhirIssue(IssueSeverity.Error, IssueCode.Forbidden, "", "Including patients needs the right to read them.", 403));
        try
        {
            return await Answer(search, page, ct);
        }
        catch (SearchTooWideException)
        {
            return Malformed(IssueCode.TooCostly, "Names and birth dates are encrypted, and more patients would have to be looked at than one search may cost: name the patient by identifier or _id.");
        }
    }

    /// <summary>Why this request cannot be answered in the form it wants.</summary>
    public static FhirAnswer? Refusal(HttpRequest http) => FhirMedia.IsAcceptable(http.Headers.Accept, http.Query["_format"]) ? null
        : FhirAnswer.Outcome(406, new FhirIssue(IssueSeverity.Error, IssueCode.NotSupported, "", "Answers are application/fhir+json, FHIR 4.0.", 406));

    public static FhirAnswer Malformed(IssueCode code, string text) => FhirAnswer.Outcome(400, FhirIssue.Malformed(code, "", text));

    public static bool IsLenient(HttpRequest http) => http.Headers["Prefer"].Any(p => p?.Contains("handling=lenient", StringComparison.Ordinal) is true);

    public static List<KeyValuePair<string, string>> Pairs(string query) =>
        [.. QueryHelpers.ParseQuery(query).SelectMany(p => p.Value.Select(v => new KeyValuePair<string, string>(p.Key, v ?? "")))];

    private async Task<IResult> Answer(FhirSearch search, SearchPage? page, CancellationToken ct)
    {
        var connection = access.Transaction.Connection;
        var sort = SearchBounds.Sort(search);
        var filter = await SearchConditions.Of(search, access, ct);
        var start = page?.Start ?? await connection.CommittedBefore(access.Now, settings.ClockAllowance, ct);
        var order = new ResourceOrder(sort.By, sort.Descending, start, SearchBounds.IsByRecording(search), page?.After, search.Count);

        var rows = search.CountOnly ? [] : await connection.PageOf(access.OrganizationId, access.Clinics, filter, order, ct);
        var total = page is null ? await Total(search, filter, order, ct) : page.Total;
        var shown = rows.Take(search.Count).ToList();
        var entries = await Entries(search, [.. shown.Select(row => row.Found)], ct);

        var self = $"{settings.FhirBase}/{search.Type}?{search.Query}";
        var next = rows.Count > search.Count
            ? $"{settings.FhirBase}/{search.Type}?_page={cursors.Write(new(search.Query, start, total, shown[^1].Place), search.Type, access)}" : null;
        return Searchsets.Answer(entries, total, self, next, order.AsOfStart ? start : null);
    }

    private async Task<List<SearchMatch>> Entries(FhirSearch search, IReadOnlyList<FoundResource> found, CancellationToken ct)
    {
        var entries = found.Select(row => Entry(row, ResourceSubset.Of(FhirText.Of(row, settings), row.Type, search), "match")).ToList();
        if (!search.IncludesPatients || found.Count == 0) return entries;
        var patients = found.Select(row => row.PatientId.Value).Distinct().ToArray();
        var included = await access.Transaction.Connection.PageOf(access.OrganizationId, access.Clinics,
            new ResourceFilter(ResourceTables.Patient).WithIds(patients), ResourceOrder.AsItStands(patients.Length), ct);
        entries.AddRange(included.Select(row => Entry(row.Found, FhirText.Of(row.Found, settings), "include")));
        return entries;
    }

    private SearchMatch Entry(FoundResource found, ReadOnlyMemory<byte> text, string mode)
    {
        access.Touches(found.PatientId);
        return new($"{settings.FhirBase}/{found.Type}/{found.Id:D}", text, mode);
    }

    private async Task<int?> Total(FhirSearch search, ResourceFilter filter, ResourceOrder order, CancellationToken ct)
    {
        var mode = search.CountOnly ? TotalMode.Accurate : search.Total ?? (search.Patients.Count > 0 ? TotalMode.Accurate : TotalMode.None);
        return mode is TotalMode.None ? null
            : await access.Transaction.Connection.CountOf(access.OrganizationId, access.Clinics, filter, order, mode is TotalMode.Accurate ? int.MaxValue : CountedAtMost, ct);
    }
}
