using Microsoft.AspNetCore.DataProtection;
using NodaTime;
using Registry.Clinical;
using Registry.Fhir;
using Registry.Storage;

namespace Registry.Api;

/// <summary>Search for Observations of named patients: strict, paged by the place of the last row, with a self link that says what was used.</summary>
internal static class ObservationSearching
{
    public static async Task<IResult> Run(
        IEnumerable<KeyValuePair<string, string>> parameters, HttpRequest http, Access access, RegistrySettings settings, Cursors cursors, CancellationToken ct)
    {
        var lenient = http.Headers["Prefer"].Any(p => p?.Contains("handling=lenient", StringComparison.Ordinal) is true);
        var search = ObservationSearch.Parse(parameters, new SearchContext(settings.FhirBase, DateTimeZone.Utc, access.Now, Lenient: lenient));
        if (search.Issues.HasErrors) return FhirAnswer.Outcome(search.Issues.Status, search.Issues);
        if (search.Patients.Count == 0) return Refused(IssueCode.TooCostly, "Name the patient: patient or subject is required.");
        if (search.Sort is not [{ By: SearchSort.Date } sort]) return Refused(IssueCode.NotSupported, "_sort is date or -date.");
        if (!cursors.TryReadPlace(search.Page, access, out var after)) return Refused(IssueCode.Value, "_page is one that a next link of this search gave you.");

        var patients = await PatientsOf(search, access, ct);
        var criteria = new ObservationCriteria(patients, InstrumentsOf(search), StatusesOf(search), IdsOf(search), IdentifiersOf(search), TimesOf(search), sort.Descending, after, search.Count);
        var (rows, total) = await access.Transaction.Connection.ObservationsOf(access.OrganizationId, access.Clinics, criteria, ct);
        var page = search.CountOnly ? [] : rows.Take(search.Count).ToList();
        foreach (var (found, _) in page) access.Touches(found.PatientId);

        var link = $"{settings.FhirBase}/Observation?{search.Query}";
        var self = search.Page is null ? link : $"{link}&_page={search.Page}";
        var next = page.Count > 0 && rows.Count > search.Count ? $"{link}&_page={cursors.WritePlace(page[^1].At, page[^1].Found.Id, access)}" : null;
        return new FhirAnswer(StatusCodes.Status200OK, BundleJson.Searchset(
            page.Select(row => new SearchMatch($"{settings.FhirBase}/Observation/{row.Found.Id:D}", FhirText.Of(row.Found, settings))),
            search.Total is TotalMode.None ? null : total, self, next));
    }

    /// <summary>The patients that every mention of patient or subject allows.</summary>
    public static async Task<Guid[]> PatientsOf(ObservationSearch search, Access access, CancellationToken ct)
    {
        var identifiers = search.Patients.SelectMany(any => any).Where(c => c.Identifier is not null).Select(c => Identities.Of(c.Identifier!.Value)).Distinct().ToArray();
        var known = identifiers.Length == 0 ? null
            : await ImportLookup.Read(access.Transaction.Connection, access.OrganizationId, access.Clinics, [], identifiers, [], ct);
        IEnumerable<Guid> Of(PatientCriterion criterion) =>
            criterion.Identifier is { } identifier ? known!.PatientsByIdentifier[Identities.Of(identifier)].Select(p => p.Id.Value)
            : Guid.TryParseExact(criterion.Id, "D", out var id) ? [id] : [];

        return [.. search.Patients.Select(any => any.SelectMany(Of)).Aggregate((all, more) => all.Intersect(more)).Distinct()];
    }

    private static string[]? InstrumentsOf(ObservationSearch search) => search.Codes.Count == 0 ? null
        : [.. Instruments.Tracked.Where(i => search.Codes.All(any => any.Any(t => t.Matches(Loinc.System, i.TotalLoinc)))).Select(i => i.Code)];

    private static string[]? StatusesOf(ObservationSearch search) => search.Statuses.Count == 0 ? null
        : [.. search.Statuses.Aggregate((all, more) => [.. all.Intersect(more)])];

    public static Guid[]? IdsOf(ObservationSearch search) => search.Ids.Count == 0 ? null
        : [.. search.Ids.Aggregate((all, more) => [.. all.Intersect(more)]).Select(id => Guid.TryParseExact(id, "D", out var known) ? known : Guid.Empty)];

    private static BusinessIdentifier[]? IdentifiersOf(ObservationSearch search) => search.Identifiers.Count == 0 ? null
        : [.. search.Identifiers.SelectMany(any => any).Where(t => t is { System: not null, Code: not null }).Select(t => new BusinessIdentifier(t.System!, t.Code!))];

    public static List<IReadOnlyList<RangeCondition>> TimesOf(ObservationSearch search) =>
        [.. search.Dates.Select(any => any.Select(d => new RangeCondition(Condition(d.Prefix), d.Range.Start, d.Range.End)).ToList())];

    /// <summary>R4 range algebra, as <see cref="FhirDateRange.Matches"/> has it, in SQL.</summary>
    private static string Condition(DatePrefix prefix)
    {
        const string Contained = "({0} <= @from and @until <= {1})";
        return prefix switch
        {
            DatePrefix.Eq => Contained,
            DatePrefix.Ne => $"not {Contained}",
            DatePrefix.Gt => "(@until > {1})",
            DatePrefix.Lt => "(@from < {0})",
            DatePrefix.Ge => $"(@until > {{1}} or {Contained})",
            DatePrefix.Le => $"(@from < {{0}} or {Contained})",
            DatePrefix.Sa => "(@from >= {1})",
            DatePrefix.Eb => "(@until <= {0})",
            DatePrefix.Ap => "(@from < {1} and {0} < @until)",
        };
    }

    private static FhirAnswer Refused(IssueCode code, string text) => FhirAnswer.Outcome(400, FhirIssue.Malformed(code, "", text));
}
