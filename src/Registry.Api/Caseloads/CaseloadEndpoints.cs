using Microsoft.AspNetCore.Http.HttpResults;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

internal static class CaseloadEndpoints
{
    public static void MapCaseloads(this IEndpointRouteBuilder routes)
    {
        var caseloads = routes.MapGroup("/v1/caseloads").WithTags("Caseloads");
        caseloads.MapGet("/{careManagerId}", Table).WithName("ReadCaseload").Requires(Permissions.ReadCaseload);
        caseloads.MapGet("/{careManagerId}/review", Review).WithName("ReviewCaseload").Requires(Permissions.ReviewCaseload);
        caseloads.MapPost("/{careManagerId}/handover", HandOver).WithName("HandOverCaseload").Requires(Permissions.HandOverCaseload);
    }

    /// <summary>The caseload table: one row per active patient, as JSON, or as CSV by Accept: text/csv.</summary>
    /// <param name="careManagerId">Staff id of the care manager.</param>
    /// <param name="sort">One column, with a leading minus for descending: -phq9Last, gad7Last, -weeks, patient, ...</param>
    internal static async Task<Results<Ok<CaseloadResponse>, CaseloadCsv, Refused>> Table(
        Id<StaffMember> careManagerId, [AsParameters] AskedFor asked, HttpRequest http, Access access, Cursors cursors, CancellationToken ct,
        string sort = "-phq9Last", int limit = 100, string? cursor = null)
    {
        if (cursors.Read(limit, cursor, access) is not { } page) return Cursors.Refuse(limit);
        if (CaseloadSort.By(sort) is not { } order) return new Refused(CaseloadSort.Unknown);
        var (caseload, question, _, refused) = await CaseloadReading.Of(careManagerId, asked, access, ct);
        if (refused is not null) return refused;

        var rows = order([.. caseload.Select(p => (p, Summary: question.Summary(p.Facts))).Where(p => p.Summary.IsActive).Select(p => CaseloadRowResponse.Of(p.p, p.Summary))]);
        if (http.Accepts("text/csv")) return Shown(new CaseloadCsv(rows, question.AsOf), rows, access);

        var start = cursor is null ? 0 : rows.FindIndex(row => row.EpisodeId.Value == page.Id) + 1;
        if (cursor is not null && start == 0) return Cursors.Refuse(limit);
        var shown = rows.Skip(start).Take(limit).ToList();
        var next = start + shown.Count < rows.Count ? cursors.Write((question.AsOf, shown[^1].EpisodeId.Value), access) : null;
        return Shown(TypedResults.Ok(new CaseloadResponse(
            careManagerId, question.AsOf, question.KnownAt, question.Profile.Name, question.Parameters.StaleScoreDays, rows.Count, shown, next)), shown, access);
    }

    /// <summary>The systematic caseload review: whom to discuss first, and why, each reason with its inputs.</summary>
    /// <param name="careManagerId">Staff id of the care manager.</param>
    /// <param name="filter">Only patients who are flagged, not improving, new, overdue, or have something due today.</param>
    internal static async Task<Results<Ok<ReviewResponse>, Refused>> Review(
        Id<StaffMember> careManagerId, [AsParameters] AskedFor asked, Access access, CancellationToken ct, string? filter = null)
    {
        var wanted = default(ReviewFilter);
        if (filter is not null && !Kebab.TryParse(filter, out wanted)) return new Refused(Refusals.UnknownFilter);
        var (caseload, question, _, refused) = await CaseloadReading.Of(careManagerId, asked, access, ct);
        if (refused is not null) return refused;

        var patients = caseload.ToDictionary(p => p.Facts.EpisodeId);
        var review = CaseloadReview.InOrder(caseload.Select(p => question.Summary(p.Facts))).Where(item => filter is null || item.Matches(wanted)).ToList();
        foreach (var item in review) access.Touches(item.PatientId);
        return TypedResults.Ok(new ReviewResponse(careManagerId, question.AsOf, question.KnownAt, question.Profile.Name, caseload.Count,
            [.. review.Select(item => ReviewItemResponse.Of(item, patients[item.EpisodeId], question.AsOf))]));
    }

    /// <summary>Gives a whole caseload to another care manager from a day on, when somebody leaves. Open episodes move; their history stays.</summary>
    internal static async Task<Results<Ok<HandoverResponse>, Refused>> HandOver(
        Id<StaffMember> careManagerId, HandoverRequest request, Access access, RegistryDbContext db, CancellationToken ct) =>
        await CaseloadHandover.Run(careManagerId, request, access, db, ct) switch
        {
            (var moved, null) => TypedResults.Ok(new HandoverResponse(moved)),
            (_, var refused) => refused,
        };

    private static T Shown<T>(T answer, List<CaseloadRowResponse> rows, Access access)
    {
        foreach (var row in rows) access.Touches(row.PatientId);
        return answer;
    }
}

/// <param name="ToCareManagerId">Who takes the caseload.</param>
/// <param name="From">The first day on which it is theirs.</param>
internal sealed record HandoverRequest(Id<StaffMember> ToCareManagerId, NodaTime.LocalDate From);

/// <param name="Moved">Open episodes that changed hands.</param>
internal sealed record HandoverResponse(int Moved);
