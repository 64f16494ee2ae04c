using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>The sheet for the weekly consultation: whom to discuss first and why, and what came of it.</summary>
internal static class ReviewPages
{
    public static void MapReviewPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/caseloads/{careManagerId}/review", Sheet).Requires(Permissions.ReviewCaseload);
        // Bound while running: a handler written at build time fails on a form without its token, where this one refuses it.
        Delegate record = Record;
        pages.MapPost("/caseloads/{careManagerId}/review/{episodeId}", record).Requires(Permissions.RecordReview);
    }

    internal static async Task<Results<RazorComponentResult, Refused>> Sheet(
        Id<StaffMember> careManagerId, [FromQuery] AsOf? asOf, HttpContext http, Access access, RegistryDbContext db, IAntiforgery antiforgery, CancellationToken ct, string? filter = null)
    {
        var wanted = default(ReviewFilter);
        if (filter is not null && !Kebab.TryParse(filter, out wanted)) return new Refused(Refusals.UnknownFilter);
        var (view, refused) = await ReviewSheetReading.Of(careManagerId, asOf, filter is null ? null : wanted, access, db, ct);
        if (view is null) return refused!;
        return Page.Of<ReviewPage>(await Parameters(view, PageForms.Of(http, antiforgery), access, db, ct));
    }

    /// <summary>Records what was recommended for one patient, as a consultation of the meeting of the day.</summary>
    /// <remarks>A form sent twice finds the first by its key. What a rule refuses is shown on the sheet again, with what was typed.</remarks>
    internal static async Task<Results<SeeOther, RazorComponentResult, Refused>> Record(
        Id<StaffMember> careManagerId, Id<Episode> episodeId, [FromForm] string? minutes, [FromForm] string? recommendation, [FromForm] string? note, [FromForm] string? consultant,
        HttpContext http, Access access, RegistryDbContext db, Idempotency idempotency, IAntiforgery antiforgery, CancellationToken ct)
    {
        if (await CaseloadReading.SettingsOf(careManagerId, access, ct) is not { } settings) return new Refused(Refusals.NotFound);
        var (first, reused) = await idempotency.Find(ct);
        if (first is not null) return new SeeOther(PageLinks.Review(careManagerId));

        var draft = new OutcomeDraft(episodeId, minutes, recommendation, note, consultant);
        var refusals = reused is not null ? [reused] : await Save(draft, careManagerId, ClinicDays.On(access.Now, settings.TimeZone), access, db, idempotency, ct);
        if (refusals.Count == 0) return new SeeOther(PageLinks.Review(careManagerId));
        if (refusals.Any(r => r.Kind is RefusalKind.NotFound)) return new Refused(refusals);

        db.ChangeTracker.Clear();
        var (view, refused) = await ReviewSheetReading.Of(careManagerId, null, null, access, db, ct);
        if (view is null) return refused!;
        return Page.Of<ReviewPage>(await Parameters(view with { Draft = draft with { Refusals = refusals } }, PageForms.Of(http, antiforgery), access, db, ct), new Refused(refusals).Status);
    }

    private static async Task<IReadOnlyList<Refusal>> Save(
        OutcomeDraft draft, Id<StaffMember> careManager, LocalDate today, Access access, RegistryDbContext db, Idempotency idempotency, CancellationToken ct)
    {
        var (said, refusals) = draft.Read(access.Caller!, await ReviewSheetReading.ConsultantsOf(access, db, ct));
        if (said is null) return refusals;
        if (await Episodes.Find(draft.EpisodeId, access, db, ct) is null) return [Refusals.NotFound];
        var meeting = await MeetingOfTheDay.Of(careManager, said.Consultant, today, access, db, ct);
        var recorded = await EpisodeFactEndpoints<Consultation, Consultation, ConsultationRequest, ConsultationResponse>.Record("consultations", null, draft.EpisodeId,
            new(today, said.Minutes, said.Recommendation, said.Note, said.Consultant, ReviewSessionId: meeting.Id), access, db, idempotency, ct);
        return recorded.Result is Refused refused ? refused.Refusals : [];
    }

    private static async Task<Dictionary<string, object?>> Parameters(ReviewSheetView view, PageForms forms, Access access, RegistryDbContext db, CancellationToken ct) => new()
    {
        [nameof(ReviewPage.Frame)] = await PageFrame.Of(access, db, ct),
        [nameof(ReviewPage.View)] = view,
        [nameof(ReviewPage.Forms)] = forms,
    };
}
