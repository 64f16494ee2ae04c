using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

internal static class ConsultationEndpoints
{
    public static void MapConsultations(this IEndpointRouteBuilder routes)
    {
        var consultations = routes.MapGroup("/v1").WithTags("Consultations");
        consultations.MapPost("/episodes/{episodeId}/consultations", Record).WithName("RecordConsultation").Requires(Permissions.WriteConsultation);
        consultations.MapGet("/episodes/{episodeId}/consultations", List).WithName("ListConsultations").Requires(Permissions.ReadContact);
        consultations.MapGet("/consultations/{consultationId}", Read).WithName("ReadConsultation").Requires(Permissions.ReadContact);
    }

    /// <summary>Records that the psychiatric consultant discussed this patient: one record per patient, never one per meeting.</summary>
    internal static async Task<Results<Recorded<ConsultationResponse>, Refused>> Record(
        Id<Episode> episodeId, ConsultationRequest request, Access access, RegistryDbContext db, Idempotency idempotency, CancellationToken ct)
    {
        var (first, refusal) = await idempotency.Find(ct);
        if (refusal is not null) return new Refused(refusal);
        if (first is { } id && await Find(new(id), access, db, ct) is { } existing) return Answer(existing, replayed: true);
        if (await access.EpisodeFor(db, episodeId, ct) is not { } episode) return new Refused(Refusals.NotFound);

        var consultant = request.ConsultantId ?? (access.Caller!.Has(Role.PsychiatricConsultant) ? access.Caller.StaffMemberId : null);
        var checks = new Checks().Minutes("minutes", request.Minutes).Text("note", request.Note, 1000, required: false);
        await checks.Within("on", request.On, episode, access, db, ct);
        await checks.Staff("consultantId", consultant, access, db, ct);
        if (checks.Failed) return checks.Refused;

        var consultation = new Consultation
        {
            OrganizationId = access.OrganizationId,
            Id = Id<Consultation>.New(),
            PatientId = episode.PatientId,
            EpisodeId = episode.Id,
            ConsultantId = consultant!.Value,
            On = request.On,
            Minutes = request.Minutes,
            Recommendation = request.Recommendation,
            Note = request.Note,
        };
        consultation.Recorded(access.Caller!.PrincipalId, access.Now);
        db.Consultations.Add(consultation);
        await idempotency.Keep(consultation.Id.Value, ct);
        await db.SaveChangesAsync(ct);
        return Answer(consultation, replayed: false);
    }

    /// <summary>The consultations about an episode, newest first.</summary>
    internal static async Task<Results<Ok<PageResponse<ConsultationResponse>>, Refused>> List(
        Id<Episode> episodeId, Access access, RegistryDbContext db, Cursors cursors, CancellationToken ct, int limit = 50, string? cursor = null)
    {
        if (await access.EpisodeFor(db, episodeId, ct) is null) return new Refused(Refusals.NotFound);
        if (cursors.Read(limit, cursor, access) is not { } page) return new Refused(Cursors.Invalid);

        var rows = await db.ConsultationsIn(access.OrganizationId, access.Clinics).AsNoTracking()
            .Where(c => c.EpisodeId == episodeId && !c.EnteredInError && (c.On < page.Day || c.On == page.Day && c.Id < new Id<Consultation>(page.Id)))
            .OrderByDescending(c => c.On).ThenByDescending(c => c.Id).Take(page.Limit + 1).ToListAsync(ct);
        return TypedResults.Ok(cursors.Page(rows, page, ConsultationResponse.Of, c => (c.On, c.Id.Value), access));
    }

    /// <summary>One consultation.</summary>
    internal static async Task<Results<Versioned<ConsultationResponse>, Refused>> Read(Id<Consultation> consultationId, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (await Find(consultationId, access, db, ct) is not { } consultation) return new Refused(Refusals.NotFound);
        return new Versioned<ConsultationResponse>(ConsultationResponse.Of(consultation), consultation.Version);
    }

    private static async Task<Consultation?> Find(Id<Consultation> consultationId, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var consultation = await db.ConsultationsIn(access.OrganizationId, access.Clinics).AsNoTracking().SingleOrDefaultAsync(c => c.Id == consultationId, ct);
        if (consultation is not null) access.Touches(consultation.PatientId);
        return consultation;
    }

    private static Recorded<ConsultationResponse> Answer(Consultation consultation, bool replayed) =>
        new($"/v1/consultations/{consultation.Id}", ConsultationResponse.Of(consultation), consultation.Version, replayed);
}

/// <param name="Minutes">Whole minutes of the care manager's time, 0-480.</param>
/// <param name="Recommendation">What the consultant recommends; absent when the case was only heard.</param>
/// <param name="Note">A brief addition, at most 1,000 characters; no session content.</param>
/// <param name="ConsultantId">Who consulted; by default the caller, when a consultant.</param>
internal sealed record ConsultationRequest(
    LocalDate On, int Minutes, RecommendationKind? Recommendation = null, string? Note = null, Id<StaffMember>? ConsultantId = null)
{
    public override string ToString() => nameof(ConsultationRequest);
}

internal sealed record ConsultationResponse(
    Id<Consultation> Id, Id<Episode> EpisodeId, Id<Patient> PatientId, Id<StaffMember> ConsultantId, LocalDate On, int Minutes, RecommendationKind? Recommendation,
    string? Note, int Version)
{
    public static ConsultationResponse Of(Consultation c) => new(c.Id, c.EpisodeId, c.PatientId, c.ConsultantId, c.On, c.Minutes, c.Recommendation, c.Note, c.Version);

    public override string ToString() => $"{nameof(ConsultationResponse)} {Id}";
}
