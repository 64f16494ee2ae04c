using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

internal static class ReviewSessionEndpoints
{
    public static void MapReviewSessions(this IEndpointRouteBuilder routes)
    {
        var sessions = routes.MapGroup("/v1").WithTags("Review sessions");
        sessions.MapPost("/caseloads/{careManagerId}/review-sessions", Open).WithName("OpenReviewSession").Requires(Permissions.WriteReviewSession);
        sessions.MapGet("/caseloads/{careManagerId}/review-sessions", List).WithName("ListReviewSessions").Requires(Permissions.ReviewCaseload);
        sessions.MapGet("/review-sessions/{sessionId}", Read).WithName("ReadReviewSession").Requires(Permissions.ReviewCaseload);
        sessions.MapPost("/review-sessions/{sessionId}/closure", Close).WithName("CloseReviewSession").Requires(Permissions.WriteReviewSession);
    }

    /// <summary>Opens a systematic caseload review: each patient discussed in it becomes one consultation that names the session.</summary>
    internal static async Task<Results<Recorded<ReviewSessionResponse>, Refused>> Open(
        Id<StaffMember> careManagerId, ReviewSessionRequest request, Access access, RegistryDbContext db, Idempotency idempotency, CancellationToken ct)
    {
        var (first, refusal) = await idempotency.Find(ct);
        if (refusal is not null) return new Refused(refusal);
        if (first is { } id && await Find(new(id), access, db, ct) is { } existing) return Answer(existing, [], replayed: true);
        if (await CaseloadReading.SettingsOf(careManagerId, access, ct) is not { } settings) return new Refused(Refusals.NotFound);

        var consultant = request.ConsultantId ?? (access.Caller!.Has(Role.PsychiatricConsultant) ? access.Caller.StaffMemberId : null);
        var checks = new Checks().Day("on", request.On, ClinicDays.On(access.Now, settings.TimeZone))
            .Add(consultant is { } c && await db.Staff.AnyAsync(s => s.OrganizationId == access.OrganizationId && s.Id == c && s.Role == StaffRole.PsychiatricConsultant, ct)
                ? null : Refusals.UnknownReference.At("consultantId"));
        if (checks.Failed) return checks.Refused;

        var session = new ReviewSession { OrganizationId = access.OrganizationId, Id = Id<ReviewSession>.New(), CareManagerId = careManagerId, ConsultantId = consultant!.Value, On = request.On };
        session.Recorded(access.Caller!.PrincipalId, access.Now);
        db.ReviewSessions.Add(session);
        await idempotency.Keep(session.Id.Value, ct);
        await db.SaveChangesAsync(ct);
        return Answer(session, [], replayed: false);
    }

    /// <summary>The review sessions over a caseload, newest first.</summary>
    internal static async Task<Results<Ok<PageResponse<ReviewSessionResponse>>, Refused>> List(
        Id<StaffMember> careManagerId, Access access, RegistryDbContext db, Cursors cursors, CancellationToken ct, int limit = 50, string? cursor = null)
    {
        if (await CaseloadReading.SettingsOf(careManagerId, access, ct) is null) return new Refused(Refusals.NotFound);
        if (cursors.Read(limit, cursor, access) is not { } page) return Cursors.Refuse(limit);
        var rows = await db.ReviewSessions.AsNoTracking()
            .Where(s => s.OrganizationId == access.OrganizationId && s.CareManagerId == careManagerId
                && (s.On < page.Day || s.On == page.Day && s.Id < new Id<ReviewSession>(page.Id)))
            .OrderByDescending(s => s.On).ThenByDescending(s => s.Id).Take(page.Limit + 1).ToListAsync(ct);
        return TypedResults.Ok(cursors.Page(rows, page, s => ReviewSessionResponse.Of(s, []), s => (s.On, s.Id.Value), access));
    }

    /// <summary>One review session with a record per patient discussed.</summary>
    internal static async Task<Results<Versioned<ReviewSessionResponse>, Refused>> Read(Id<ReviewSession> sessionId, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (await Find(sessionId, access, db, ct) is not { } session) return new Refused(Refusals.NotFound);
        return new Versioned<ReviewSessionResponse>(ReviewSessionResponse.Of(session, await Discussed(sessionId, access, db, ct)), session.Version);
    }

    /// <summary>Closes a review session; no more patients are added to it.</summary>
    internal static async Task<Results<Versioned<ReviewSessionResponse>, Refused>> Close(
        Id<ReviewSession> sessionId, [FromHeader(Name = "If-Match")] string? ifMatch, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (await Find(sessionId, access, db, ct) is not { } session) return new Refused(Refusals.NotFound);
        if (ETags.Check(ifMatch, session.Version) is { } stale) return new Refused(stale);
        if (session.Close(access.Now) is { } refusal) return new Refused(refusal);

        var discussed = await Discussed(sessionId, access, db, ct);
        return await FactEdits.Save(session, s => ReviewSessionResponse.Of(s, discussed), access, db, ct);
    }

    private static async Task<ReviewSession?> Find(Id<ReviewSession> sessionId, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var session = await db.ReviewSessions.AsTracking().SingleOrDefaultAsync(s => s.OrganizationId == access.OrganizationId && s.Id == sessionId, ct);
        return session is not null && await CaseloadReading.SettingsOf(session.CareManagerId, access, ct) is not null ? session : null;
    }

    private static async Task<List<ConsultationResponse>> Discussed(Id<ReviewSession> sessionId, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var consultations = await db.ConsultationsIn(access.OrganizationId, access.Clinics).AsNoTracking()
            .Where(c => c.ReviewSessionId == sessionId && !c.EnteredInError).OrderBy(c => c.Id).ToListAsync(ct);
        foreach (var consultation in consultations) access.Touches(consultation.PatientId);
        return [.. consultations.Select(ConsultationResponse.Of)];
    }

    private static Recorded<ReviewSessionResponse> Answer(ReviewSession session, IReadOnlyList<ConsultationResponse> discussed, bool replayed) =>
        new($"/v1/review-sessions/{session.Id}", ReviewSessionResponse.Of(session, discussed), session.Version, replayed);
}

/// <param name="On">Day of the meeting.</param>
/// <param name="ConsultantId">Who consults; by default the caller, when a consultant.</param>
internal sealed record ReviewSessionRequest(LocalDate On, Id<StaffMember>? ConsultantId = null);

/// <param name="Discussed">One consultation per patient; empty in lists.</param>
internal sealed record ReviewSessionResponse(
    Id<ReviewSession> Id, Id<StaffMember> CareManagerId, Id<StaffMember> ConsultantId, LocalDate On, Instant? ClosedAt, IReadOnlyList<ConsultationResponse> Discussed, int Version)
{
    public static ReviewSessionResponse Of(ReviewSession s, IReadOnlyList<ConsultationResponse> discussed) =>
        new(s.Id, s.CareManagerId, s.ConsultantId, s.On, s.ClosedAt, discussed, s.Version);
}
