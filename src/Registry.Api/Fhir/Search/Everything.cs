using System.Globalization;
using NodaTime;
using Registry.Fhir;
using Registry.Storage;

namespace Registry.Api;

/// <summary>Patient/{id}/$everything: the patient, the episodes, the contacts, the scores and the responses, page by page. One access, about one patient.</summary>
internal static class Everything
{
    private const int MostOnAPage = 200;

    /// <summary>In this order, and within a type by date; with what it takes to read each.</summary>
    private static readonly (string Type, string Sort, Permission Needs)[] Types =
    [
        ("Patient", SearchBounds.LastUpdated, Permissions.FhirReadPatient),
        ("EpisodeOfCare", "date", Permissions.FhirReadEpisodeOfCare),
        ("Encounter", "date", Permissions.FhirReadEncounter),
        ("Observation", "date", Permissions.FhirReadObservation),
        ("QuestionnaireResponse", "authored", Permissions.FhirReadResponse),
    ];

    public static void MapEverything(this IEndpointRouteBuilder fhir) =>
        fhir.MapGet("/Patient/{id}/$everything", Read).Requires(Permissions.FhirReadEverything)
            .IsOperation("Patient", "everything", "http://hl7.org/fhir/OperationDefinition/Patient-everything");

    internal static async Task<IResult> Read(string id, HttpRequest http, Access access, RegistrySettings settings, SearchCursors cursors, CancellationToken ct)
    {
        if (Searching.Refusal(http) is { } refused) return refused;
        var walk = $"everything {id}";
        var parameters = SearchForm.OfAddress(http);
        SearchPage? page = null;
        if (http.Query["_page"] is [{ } token])
        {
            page = parameters.Count(p => p.Key is not ("_format" or "_pretty")) == 1 ? cursors.Read(token, walk, access) : null;
            if (page is null) return Searching.Malformed(IssueCode.Value, "_page is one that a next link of this answer gave you, and stands alone as it does there.");
            parameters = Searching.Pairs(page.Query);
        }

        var asked = EverythingRequest.Parse(parameters, access.Now, MostOnAPage);
        if (asked.Refusal is { } refusal) return refusal;
        var types = Types.Where(t => asked.Types.Count == 0 || asked.Types.Contains(t.Type)).ToList();
        if (asked.Types.Any(type => !Types.Any(t => t.Type == type))) return Searching.Malformed(IssueCode.NotSupported, "_type names a type that this answer does not hold.");
        if (types.Any(t => !access.Allows(t.Needs)))
            return FhirAnswer.Outcome(403, new FhirIssue(IssueSeverity.Error, IssueCode.Forbidden, "", "Everything needs the right to read each type in it; name fewer with _type.", 403));

        var connection = access.Transaction.Connection;
        var known = Guid.TryParseExact(id, "D", out var patient) ? await connection.FhirResource(access.OrganizationId, access.Clinics, "Patient", patient, ct) : null;
        if (known is null) return FhirAnswer.Outcome(404, new FhirIssue(IssueSeverity.Error, IssueCode.NotFound, "", "There is nothing here that you may see.", 404));
        access.Touches(known.PatientId);

        var start = page?.Start ?? await connection.CommittedBefore(access.Now, settings.ClockAllowance, ct);
        var rows = new List<(FoundResource Found, ResourcePlace Place)>();
        var (begin, after) = page is null ? (0, null) : (page.Total!.Value, (ResourcePlace?)page.After);
        for (var i = begin; i < types.Count && rows.Count <= asked.Count; i++, after = null)
        {
            var order = new ResourceOrder(types[i].Sort, false, start, asked.Since is not null, after, asked.Count - rows.Count);
            rows.AddRange(await connection.PageOf(access.OrganizationId, access.Clinics, asked.Filter(types[i].Type, patient), order, ct));
        }

        var shown = rows.Take(asked.Count).ToList();
        var entries = shown.Select(row => new SearchMatch($"{settings.FhirBase}/{row.Found.Type}/{row.Found.Id:D}", FhirText.Of(row.Found, settings))).ToList();
        var address = $"{settings.FhirBase}/Patient/{id}/$everything";
        // The place in the order of types stands where a search keeps its total.
        var next = rows.Count > asked.Count
            ? $"{address}?_page={cursors.Write(new(asked.Query, start, types.FindIndex(t => t.Type == shown[^1].Found.Type), shown[^1].Place), walk, access)}" : null;
        return Searchsets.Answer(entries, null, asked.Query.Length == 0 ? address : $"{address}?{asked.Query}", next, asked.Since is null ? null : start);
    }
}
