using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;
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
    }

    /// <summary>The caseload table: one row per active patient, as JSON, or as CSV by Accept: text/csv.</summary>
    /// <param name="careManagerId">Staff id of the care manager.</param>
    /// <param name="asOf">Any past day; by default today at the care manager's clinic.</param>
    /// <param name="sort">One column, with a leading minus for descending: -phq9Last, gad7Last, -weeks, patient, ...</param>
    internal static async Task<Results<Ok<CaseloadResponse>, CaseloadCsv, Refused>> Table(
        Id<StaffMember> careManagerId, HttpRequest http, Access access, Cursors cursors, CancellationToken ct,
        AsOf? asOf = null, string sort = "-phq9Last", int limit = 100, string? cursor = null)
    {
        if (cursors.Read(limit, cursor, access) is not { } page) return new Refused(Cursors.Invalid);
        if (CaseloadSort.By(sort) is not { } order) return new Refused(CaseloadSort.Unknown);
        var (caseload, day, refused) = await CaseloadOn(careManagerId, asOf, access, ct);
        if (refused is not null) return refused;

        var rows = order([.. caseload.Select(patient => CaseloadRowResponse.Of(patient, day))]);
        if (http.Accepts("text/csv")) return Shown(new CaseloadCsv(rows, day), rows, access);

        var start = cursor is null ? 0 : rows.FindIndex(row => row.EpisodeId.Value == page.Id) + 1;
        if (cursor is not null && start == 0) return new Refused(Cursors.Invalid);
        var shown = rows.Skip(start).Take(limit).ToList();
        var next = start + shown.Count < rows.Count ? cursors.Write((day, shown[^1].EpisodeId.Value), access) : null;
        return Shown(TypedResults.Ok(new CaseloadResponse(careManagerId, day, FlagParameters.Default.StaleScoreDays, rows.Count, shown, next)), shown, access);
    }

    /// <summary>The systematic caseload review: whom to discuss first, and why, each reason with its inputs.</summary>
    /// <param name="careManagerId">Staff id of the care manager.</param>
    /// <param name="asOf">Any past day; by default today at the care manager's clinic.</param>
    internal static async Task<Results<Ok<ReviewResponse>, Refused>> Review(
        Id<StaffMember> careManagerId, Access access, CancellationToken ct, AsOf? asOf = null)
    {
        var (caseload, day, refused) = await CaseloadOn(careManagerId, asOf, access, ct);
        if (refused is not null) return refused;

        var profile = OutcomeProfile.Nys2025;
        var patients = caseload.ToDictionary(p => p.Facts.EpisodeId);
        var review = CaseloadReview.Build(caseload.Select(p => p.Facts), day, FlagParameters.Default, profile);
        foreach (var item in review) access.Touches(item.PatientId);
        return TypedResults.Ok(new ReviewResponse(careManagerId, day, profile.Name, caseload.Count,
            [.. review.Select(item => ReviewItemResponse.Of(item, patients[item.EpisodeId], day))]));
    }

    /// <summary>A care manager sees the own caseload, a consultant those of the clinics consulted for; every other one is not there.</summary>
    private static async Task<(List<CaseloadPatient> Caseload, LocalDate AsOf, Refused? Refused)> CaseloadOn(
        Id<StaffMember> careManagerId, AsOf? asOf, Access access, CancellationToken ct)
    {
        var caller = access.Caller!;
        var clinics = caller.StaffMemberId == careManagerId ? access.Clinics : caller.ClinicsAs(Role.PsychiatricConsultant);
        var connection = access.Transaction.Connection;
        if (await connection.TimeZoneOfCareManager(caller.OrganizationId, careManagerId, clinics, ct) is not { } zone) return ([], default, new(Refusals.NotFound));

        var today = ClinicDays.On(access.Now, zone);
        var day = asOf?.Day ?? today;
        if (day > today) return ([], day, new(Refusals.DateInFuture.At("asOf")));
        return (await connection.CaseloadOf(caller.OrganizationId, careManagerId, clinics, day, ct), day, null);
    }

    private static T Shown<T>(T answer, List<CaseloadRowResponse> rows, Access access)
    {
        foreach (var row in rows) access.Touches(row.PatientId);
        return answer;
    }
}
