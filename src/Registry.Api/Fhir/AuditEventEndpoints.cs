using System.Globalization;
using NodaTime;
using Registry.Fhir;
using Registry.Storage;

namespace Registry.Api;

/// <summary>The audit trail for auditors, as AuditEvents: one for each patient of an access.</summary>
internal static class AuditEventEndpoints
{
    public static void MapFhirAuditEvents(this IEndpointRouteBuilder fhir)
    {
        fhir.MapGet("/AuditEvent/{id}", Read).Requires(Permissions.FhirReadAuditEvent).Is("AuditEvent", "read");
        fhir.MapGet("/AuditEvent", Search).Requires(Permissions.FhirSearchAuditEvent).Is("AuditEvent", "search-type");
    }

    internal static async Task<IResult> Read(string id, HttpRequest http, Access access, RegistrySettings settings, CancellationToken ct)
    {
        if (!FhirMedia.IsAcceptable(http.Headers.Accept, http.Query["_format"])) return NotAcceptable();
        if (AuditEvents.Parse(id) is not var (entry, part)) return NotFound();
        var lines = await access.Transaction.Connection.AuditLines(new(access.OrganizationId.Value, Entry: entry), ct);
        if (lines is not [var line] || !AuditEvents.PartsOf(line.Entry).Contains(part)) return NotFound();
        if (part > 0) access.Touches(new(line.Entry.PatientIds[part - 1]));
        return new FhirAnswer(StatusCodes.Status200OK, AuditEvents.Write(line, part, settings));
    }

    /// <summary>Newest first unless asked otherwise. A page ends between two events of one access where it must.</summary>
    internal static async Task<IResult> Search(HttpRequest http, Access access, RegistrySettings settings, Cursors cursors, CancellationToken ct)
    {
        if (!FhirMedia.IsAcceptable(http.Headers.Accept, http.Query["_format"])) return NotAcceptable();
        var parameters = http.Query.SelectMany(p => p.Value.Select(v => new KeyValuePair<string, string>(p.Key, v ?? "")));
        var search = AuditEventSearch.Parse(parameters, new SearchContext(settings.FhirBase, DateTimeZone.Utc, access.Now));
        if (search.Issues.HasErrors) return FhirAnswer.Outcome(search.Issues.Status, search.Issues);
        if (!cursors.TryReadPart(search.Page, access, out var after))
            return FhirAnswer.Outcome(400, FhirIssue.Malformed(IssueCode.Value, "http._page", "_page is one that a next link of this search gave you."));

        var events = (await Find(search, after, access, ct)).ToList();
        var page = events.Take(search.Count).ToList();
        foreach (var patient in page.Where(e => e.Part > 0).Select(e => e.Line.Entry.PatientIds[e.Part - 1]).Distinct()) access.Touches(new(patient));
        var link = $"{settings.FhirBase}/AuditEvent?{search.Query}";
        var self = search.Page is null ? link : $"{link}&_page={search.Page}";
        var next = events.Count > search.Count ? $"{link}&_page={cursors.WritePart(page[^1].Line.Entry.At, page[^1].Line.Entry.Id.Value, page[^1].Part, access)}" : null;
        return new FhirAnswer(StatusCodes.Status200OK, BundleJson.Searchset(
            page.Select(e => new SearchMatch($"{settings.FhirBase}/AuditEvent/{AuditEvents.IdOf(e.Line.Entry, e.Part)}", AuditEvents.Write(e.Line, e.Part, settings))), new(null, self, next)));
    }

    /// <summary>At least one event more than a page shows, when there are as many: every access gives one or more.</summary>
    private static async Task<IEnumerable<(AuditLine Line, int Part)>> Find(AuditEventSearch search, (Instant At, Guid Id, int Part)? after, Access access, CancellationToken ct)
    {
        var patient = search.Patient is null ? (Guid?)null : Uuid(search.Patient);
        var only = search.Id is null ? null : AuditEvents.Parse(search.Id);
        if (search.Id is not null && only is null) return [];
        var criteria = new AuditCriteria(
            access.OrganizationId.Value, patient, search.Agent is null ? null : Uuid(search.Agent), null, AuditEvents.KindOf(search.Action), AuditEvents.OutcomeOf(search.Outcome), only?.Entry,
            search.From, search.Until, search.OldestFirst, after is { } place ? (place.At, place.Id) : null, Including: true, Limit: search.Count + 2);
        var lines = await access.Transaction.Connection.AuditLines(criteria, ct);
        return from line in lines
               from part in AuditEvents.PartsOf(line.Entry)
               where patient is null || (part > 0 && line.Entry.PatientIds[part - 1] == patient)
               where only is null || part == only.Value.Part
               where !(line.Entry.Id.Value == after?.Id && part <= after?.Part)
               select (line, part);
    }

    /// <summary>What is no id of ours is nobody's.</summary>
    private static Guid Uuid(string id) => Guid.TryParseExact(id, "D", out var known) ? known : Guid.AllBitsSet;

    private static FhirAnswer NotFound() => FhirAnswer.Outcome(404, new FhirIssue(IssueSeverity.Error, IssueCode.NotFound, "", "There is nothing here that you may see.", 404));

    private static FhirAnswer NotAcceptable() =>
        FhirAnswer.Outcome(406, new FhirIssue(IssueSeverity.Error, IssueCode.NotSupported, "", "Answers are application/fhir+json, FHIR 4.0.", 406));
}

/// <summary>How an audit entry becomes AuditEvents: part 1, 2, … for each of its patients, or part 0 where there is none.</summary>
internal static class AuditEvents
{
    public static IEnumerable<int> PartsOf(AuditEntry entry) => entry.PatientIds.Length == 0 ? [0] : Enumerable.Range(1, entry.PatientIds.Length);

    /// <summary>The entry's id, and the place of the patient behind it: the same for ever, since entries never change.</summary>
    public static string IdOf(AuditEntry entry, int part) => part == 0 ? entry.Id.ToString() : string.Create(CultureInfo.InvariantCulture, $"{entry.Id}-{part}");

    public static (Guid Entry, int Part)? Parse(string id) =>
        id.Length < 36 || !Guid.TryParseExact(id.AsSpan(0, 36), "D", out var entry) ? null
        : id.Length == 36 ? (entry, 0)
        : id[36] == '-' && int.TryParse(id.AsSpan(37), NumberStyles.None, CultureInfo.InvariantCulture, out var part) && part > 0 ? (entry, part)
        : null;

    public static AuditEventKind? KindOf(char? action) => action switch
    {
        'C' => AuditEventKind.Create,
        'R' => AuditEventKind.Read,
        'U' => AuditEventKind.Update,
        'D' => AuditEventKind.Delete,
        'E' => AuditEventKind.Execute,
        _ => null,
    };

    public static AuditOutcome? OutcomeOf(string? outcome) => outcome switch
    {
        "0" => AuditOutcome.Success,
        "4" => AuditOutcome.Refused,
        "8" => AuditOutcome.Failed,
        _ => null,
    };

    public static byte[] Write(AuditLine line, int part, RegistrySettings settings)
    {
        var entry = line.Entry;
        return AuditEventJson.Write(new(
            IdOf(entry, part), entry.At, entry.Event.ToString()[0], InteractionOf(entry), entry.Action, $"{entry.Method} {entry.Route}",
            entry.Outcome switch { AuditOutcome.Success => "0", AuditOutcome.Refused => "4", AuditOutcome.Failed => "8" }, entry.Status, entry.PurposeOfUse,
            entry.PrincipalId?.ToString(), line.StaffName, entry.Roles, entry.ClientId, entry.TokenId, entry.NetworkAddress,
            part == 0 ? null : entry.PatientIds[part - 1].ToString("D"),
            // Of several patients it is not known whose resource it was.
            entry.PatientIds.Length > 1 ? [] : [.. entry.Resources.Select(InFhir)], entry.RequestId), settings.FhirBase);
    }

    private static string InteractionOf(AuditEntry entry) => entry.Event switch
    {
        AuditEventKind.Create => "create",
        AuditEventKind.Read => entry.Route.Contains("/_history/", StringComparison.Ordinal) ? "vread" : "read",
        AuditEventKind.Update => "update",
        AuditEventKind.Delete => "delete",
        AuditEventKind.Execute => entry.Method == "GET" || entry.Route.EndsWith("search", StringComparison.Ordinal) ? "search-type"
            : entry.Route.Length <= "/fhir/".Length ? "batch" : "operation",
    };

    /// <summary>A score and a patient have the same id and version on both doors.</summary>
    private static string InFhir(string resource) => resource.Split('/')[0] switch
    {
        "assessments" => "Observation" + resource["assessments".Length..],
        "patients" => "Patient" + resource["patients".Length..],
        _ => resource,
    };
}
