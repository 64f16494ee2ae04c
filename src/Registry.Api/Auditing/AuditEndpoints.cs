using Microsoft.AspNetCore.Http.HttpResults;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

internal static class AuditEndpoints
{
    private static readonly Refusal UnknownWord = new("unknown-word", RefusalKind.Malformed, "A filter or sort is none of the words that are offered.");

    public static void MapAuditEntries(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/audit-entries", List).WithName("ListAuditEntries").WithTags("Audit").Requires(Permissions.ReadAudit);
        routes.MapGet("/v1/patients/{patientId}/accesses", Accesses).WithName("ListPatientAccesses").WithTags("Audit").Requires(Permissions.ReadAudit);
        routes.MapPost("/v1/audit-impact", Impact).WithName("FindAuditImpact").WithTags("Audit").Requires(Permissions.ReadAudit);
        routes.MapGet("/v1/activity-review", Review).WithName("ReviewActivity").WithTags("Audit").Requires(Permissions.ReadAudit);
    }

    /// <summary>Accesses to the registry, granted and refused. Reading this list is an access too.</summary>
    /// <param name="patientId">Only accesses that showed or changed this patient's data.</param>
    /// <param name="principalId">Only accesses of this person or client.</param>
    /// <param name="action">Only this permission: "caseload.read".</param>
    /// <param name="kind">Only create, read, update, delete, or execute: searches and all else.</param>
    /// <param name="outcome">Only success, refused or failed.</param>
    /// <param name="from">Not before this moment.</param>
    /// <param name="until">Before this moment.</param>
    /// <param name="sort">-at, newest first and the default, or at.</param>
    internal static async Task<Results<Ok<PageResponse<AuditEntryResponse>>, Refused>> List(
        Access access, Cursors cursors, CancellationToken ct, Id<Patient>? patientId = null, Id<Principal>? principalId = null, string? action = null, string? kind = null,
        string? outcome = null, Moment? from = null, Moment? until = null, string sort = "-at", int limit = 50, string? cursor = null)
    {
        if (limit is < 1 or > Cursors.Most || !cursors.TryReadPlace(cursor, access, out var after)) return Cursors.Refuse(limit);
        if (!TryWord<AuditEventKind>(kind, out var ofKind) || !TryWord<AuditOutcome>(outcome, out var ended) || sort is not ("at" or "-at")) return new Refused(UnknownWord);

        if (patientId is { } patient) access.Touches(patient);
        var lines = await access.Transaction.Connection.AuditLines(
            new(access.OrganizationId.Value, patientId?.Value, principalId?.Value, action, ofKind, ended, null, from?.At, until?.At, sort == "at", after, Limit: limit + 1), ct);
        return TypedResults.Ok(Page(lines, limit, AuditEntryResponse.Of, cursors, access));
    }

    /// <summary>Who saw or changed this patient's data, newest first. What was refused showed nothing, and is not here.</summary>
    /// <param name="from">Not before this moment.</param>
    /// <param name="until">Before this moment.</param>
    internal static async Task<Results<Ok<PageResponse<PatientAccessResponse>>, Refused>> Accesses(
        Id<Patient> patientId, Access access, Cursors cursors, CancellationToken ct, Moment? from = null, Moment? until = null, int limit = 50, string? cursor = null)
    {
        if (limit is < 1 or > Cursors.Most || !cursors.TryReadPlace(cursor, access, out var after)) return Cursors.Refuse(limit);
        access.Touches(patientId);
        var lines = await access.Transaction.Connection.AuditLines(
            new(access.OrganizationId.Value, patientId.Value, Outcome: AuditOutcome.Success, From: from?.At, Until: until?.At, After: after, Limit: limit + 1), ct);
        return TypedResults.Ok(Page(lines, limit, PatientAccessResponse.Of, cursors, access));
    }

    /// <summary>After a breach: whose data a person, a token or a client reached in a period, and what of it. What was refused is left out.</summary>
    internal static async Task<Results<Ok<ItemsResponse<PatientImpactResponse>>, Refused>> Impact(AuditImpactRequest request, Access access, CancellationToken ct)
    {
        if (request.Check() is { Failed: true } checks) return checks.Refused;
        var found = await access.Transaction.Connection.Impact(access.OrganizationId, request.PrincipalId, request.TokenId, request.ClientId, request.From, request.Until, ct);
        return TypedResults.Ok(new ItemsResponse<PatientImpactResponse>([.. found.Select(PatientImpactResponse.Of)]));
    }

    /// <summary>What deserves a second look in a period of at most 31 days: many different patients in an hour, bursts of refusals, the record of oneself, of a colleague or of a namesake.</summary>
    /// <remarks>A finding is a question to ask, not a verdict: the numbers are in each finding, and the entries behind it are in the list of accesses.</remarks>
    /// <param name="from">The first moment.</param>
    /// <param name="until">The moment after the last.</param>
    internal static async Task<Results<Ok<ItemsResponse<ActivityFindingResponse>>, Refused>> Review(Moment from, Moment until, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (until.At <= from.At || until.At - from.At > NodaTime.Duration.FromDays(31)) return new Refused(AuditImpactRequest.PeriodInvalid);
        var found = await access.Transaction.Connection.ActivityFindings(access.OrganizationId, from.At, until.At, ct);
        var snooping = await SnoopingReview.Find(access, db, from.At, until.At, ct);
        return TypedResults.Ok(new ItemsResponse<ActivityFindingResponse>([.. found.Concat(snooping).Select(ActivityFindingResponse.Of)]));
    }

    private static PageResponse<T> Page<T>(IReadOnlyList<AuditLine> lines, int limit, Func<AuditLine, T> show, Cursors cursors, Access access) =>
        new([.. lines.Take(limit).Select(show)], lines.Count > limit ? cursors.WritePlace(lines[limit - 1].Entry.At, lines[limit - 1].Entry.Id.Value, access) : null);

    /// <summary>False when it is none of the words. No word at all means any.</summary>
    private static bool TryWord<T>(string? text, out T? meant) where T : struct, Enum
    {
        var known = Kebab.TryParse<T>(text ?? "", out var value);
        meant = known ? value : null;
        return known || text is null;
    }
}
