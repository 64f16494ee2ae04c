using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <param name="Minutes">Whole minutes of the care manager's time, 0-480.</param>
/// <param name="Recommendation">What the consultant recommends; absent when the case was only heard.</param>
/// <param name="Note">A brief addition, at most 1,000 characters; no session content.</param>
/// <param name="ConsultantId">Who consulted; by default the caller, when a consultant.</param>
/// <param name="ReviewSessionId">The review session it is part of; one record per patient in each.</param>
internal sealed record ConsultationRequest(
    LocalDate On, int Minutes, RecommendationKind? Recommendation = null, string? Note = null, Id<StaffMember>? ConsultantId = null,
    Instant? StartedAt = null, Id<ReviewSession>? ReviewSessionId = null) : IEpisodeFactRequest<Consultation>, IBeginsAt, INamesRecords
{
    public void Check(Checks checks, Caller caller) => checks.Minutes("minutes", Minutes).Text("note", Note, 1000, required: false);

    public IEnumerable<(string Field, Id<StaffMember>? Member)> Names(Caller caller) => [("consultantId", Consultant(caller))];

    public Consultation Create(Episode episode, Caller caller) => new()
    {
        OrganizationId = episode.OrganizationId,
        Id = Id<Consultation>.New(),
        PatientId = episode.PatientId,
        EpisodeId = episode.Id,
        ConsultantId = Consultant(caller)!.Value,
        On = On,
        StartedAt = StartedAt,
        Minutes = Minutes,
        Recommendation = Recommendation,
        Note = Note,
        ReviewSessionId = ReviewSessionId,
    };

    public void ApplyTo(Consultation consultation, Caller caller)
    {
        (consultation.Minutes, consultation.Recommendation, consultation.Note, consultation.StartedAt) = (Minutes, Recommendation, Note, StartedAt);
        (consultation.ConsultantId, consultation.ReviewSessionId) = (ConsultantId ?? consultation.ConsultantId, ReviewSessionId);
    }

    /// <summary>The review session is open, and about the caseload the patient is on.</summary>
    public async Task CheckNames(Checks checks, Episode episode, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (ReviewSessionId is not { } id) return;
        var session = await db.ReviewSessions.AsNoTracking().SingleOrDefaultAsync(s => s.OrganizationId == access.OrganizationId && s.Id == id, ct);
        checks.Add(session is null || !episode.CareTeam.Exists(a => a.Role is StaffRole.CareManager && a.StaffMemberId == session.CareManagerId) ? Refusals.UnknownReference.At("reviewSessionId")
            : session.ClosedAt is not null ? Refusals.SessionClosed.At("reviewSessionId") : null);
    }

    private Id<StaffMember>? Consultant(Caller caller) => ConsultantId ?? (caller.Has(Role.PsychiatricConsultant) ? caller.StaffMemberId : null);

    public override string ToString() => nameof(ConsultationRequest);
}

internal sealed record ConsultationResponse(
    Id<Consultation> Id, Id<Episode> EpisodeId, Id<Patient> PatientId, Id<StaffMember> ConsultantId, Id<ReviewSession>? ReviewSessionId, LocalDate On, Instant? StartedAt,
    int Minutes, RecommendationKind? Recommendation, RecommendationState? RecommendationState, LocalDate? SettledOn, string? Note, bool EnteredInError, int Version,
    Instant RecordedAt) : IEpisodeFactResponse<ConsultationResponse, Consultation>
{
    public static ConsultationResponse Of(Consultation c) => new(c.Id, c.EpisodeId, c.PatientId, c.ConsultantId, c.ReviewSessionId, c.On, c.StartedAt, c.Minutes,
        c.Recommendation, c.Recommendation is null ? null : c.RecommendationState, c.SettledOn, c.Note, c.EnteredInError, c.Version, c.RecordedAt);

    public override string ToString() => $"{nameof(ConsultationResponse)} {Id}";
}
