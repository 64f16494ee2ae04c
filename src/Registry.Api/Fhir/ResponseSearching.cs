using NodaTime;
using Registry.Fhir;
using Registry.Storage;

namespace Registry.Api;

/// <summary>Search for the responses of named patients, newest first: strict, and paged by the place of the last row.</summary>
internal static class ResponseSearching
{
    private static readonly string[] Statuses = ["in-progress", "completed", "amended", "entered-in-error", "stopped"];
    private static readonly string[] OfObservationsOnly = ["code", "date", "identifier", "_sort"];

    public static async Task<IResult> Run(
        IEnumerable<KeyValuePair<string, string>> parameters, HttpRequest http, Access access, RegistrySettings settings, Cursors cursors, CancellationToken ct)
    {
        var sent = parameters.ToList();
        var own = sent.ToLookup(p => p.Key is "questionnaire" or "status");
        if (own[false].Any(p => OfObservationsOnly.Contains(p.Key))) return Refused(IssueCode.NotSupported, "Parameters are patient, questionnaire, authored, status and _id; responses come newest first.");
        var lenient = http.Headers["Prefer"].Any(p => p?.Contains("handling=lenient", StringComparison.Ordinal) is true);
        // What all searches share is read as for Observations, whose date is the day too.
        var search = ObservationSearch.Parse(own[false].Select(p => p.Key == "authored" ? new("date", p.Value) : p), new SearchContext(settings.FhirBase, DateTimeZone.Utc, access.Now, Lenient: lenient));
        if (search.Issues.HasErrors) return FhirAnswer.Outcome(search.Issues.Status, search.Issues);
        if (search.Patients.Count == 0) return Refused(IssueCode.TooCostly, "Name the patient: patient or subject is required.");
        if (!cursors.TryReadPlace(search.Page, access, out var after)) return Refused(IssueCode.Value, "_page is one that a next link of this search gave you.");
        var (forms, statuses) = (ValuesOf("questionnaire"), ValuesOf("status"));
        if (statuses?.Any(s => !Statuses.Contains(s)) is true) return Refused(IssueCode.Value, "A value of status is none of QuestionnaireResponse.status.");

        var patients = await ObservationSearching.PatientsOf(search, access, ct);
        var criteria = new ResponseCriteria(patients, ObservationSearching.IdsOf(search), forms, statuses, ObservationSearching.TimesOf(search), after, search.Count);
        var (rows, total) = await access.Transaction.Connection.ResponsesOf(access.OrganizationId, access.Clinics, criteria, ct);
        var page = search.CountOnly ? [] : rows.Take(search.Count).ToList();
        foreach (var (found, _) in page) access.Touches(found.PatientId);

        var query = string.Join('&', own[true].Select(p => $"{p.Key}={Uri.EscapeDataString(p.Value)}").Append(search.Query.StartsWith("date=", StringComparison.Ordinal) ? "authored" + search.Query[4..] : search.Query.Replace("&date=", "&authored=", StringComparison.Ordinal)));
        var link = $"{settings.FhirBase}/QuestionnaireResponse?{query}";
        var self = search.Page is null ? link : $"{link}&_page={search.Page}";
        var next = page.Count > 0 && rows.Count > search.Count ? $"{link}&_page={cursors.WritePlace(page[^1].At, page[^1].Found.Id, access)}" : null;
        return new FhirAnswer(StatusCodes.Status200OK, BundleJson.Searchset(
            page.Select(row => new SearchMatch($"{settings.FhirBase}/QuestionnaireResponse/{row.Found.Id:D}", FhirText.Of(row.Found, settings))),
            search.Total is TotalMode.None ? null : total, self, next));

        string[]? ValuesOf(string name)
        {
            var any = own[true].Where(p => p.Key == name).Select(p => p.Value.Split(',')).ToList();
            return any.Count == 0 ? null : [.. any.Aggregate((all, more) => [.. all.Intersect(more)])];
        }
    }

    private static FhirAnswer Refused(IssueCode code, string text) => FhirAnswer.Outcome(400, FhirIssue.Malformed(code, "", text));
}
