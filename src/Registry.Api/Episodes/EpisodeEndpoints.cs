using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

internal static class EpisodeEndpoints
{
    public static void MapEpisodes(this IEndpointRouteBuilder routes)
    {
        var episodes = routes.MapGroup("/v1").WithTags("Episodes");
        episodes.MapPost("/patients/{patientId}/episodes", Enrol).WithName("EnrolPatient").Requires(Permissions.WriteEpisode);
        episodes.MapGet("/patients/{patientId}/episodes", List).WithName("ListEpisodes").Requires(Permissions.ReadEpisode);
        episodes.MapGet("/episodes/{episodeId}", Read).WithName("ReadEpisode").Requires(Permissions.ReadEpisode);
        episodes.MapPost("/episodes/{episodeId}/status-changes", ChangeStatus).WithName("ChangeEpisodeStatus").Requires(Permissions.WriteEpisode);
    }

    /// <summary>Enrols a patient: opens an episode in treatment, dated by the initial assessment, on a care manager's caseload.</summary>
    internal static async Task<Results<Recorded<EpisodeResponse>, Refused>> Enrol(
        Id<Patient> patientId, EnrolRequest request, Access access, RegistryDbContext db, Idempotency idempotency, CancellationToken ct)
    {
        var (first, refusal) = await idempotency.Find(ct);
        if (refusal is not null) return new Refused(refusal);
        if (first is { } id && await Find(new(id), access, db, ct) is { } existing) return Answer(existing, replayed: true);

        var patient = await db.PatientsIn(access.OrganizationId, access.Clinics).AsNoTracking().SingleOrDefaultAsync(p => p.Id == patientId, ct);
        if (patient is null) return new Refused(Refusals.NotFound);
        access.Touches(patient.Id);

        var checks = await request.Check(patient, access, db, ct);
        if (checks.Failed) return checks.Refused;

        var episode = new Episode
        {
            OrganizationId = access.OrganizationId,
            Id = Id<Episode>.New(),
            PatientId = patient.Id,
            ClinicId = patient.ClinicId,
            EnrolledOn = request.EnrolledOn,
            PrimaryScale = request.PrimaryScale ?? Instruments.Phq9,
            TreatingProviderId = request.TreatingProviderId,
        }.Enrolled(request.CareManagerId);
        episode.Recorded(access.Caller!.PrincipalId, access.Now);
        db.Episodes.Add(episode);
        await idempotency.Keep(episode.Id.Value, ct);
        await db.SaveChangesAsync(ct);
        return Answer(episode, replayed: false);
    }

    /// <summary>A patient's episodes, newest first.</summary>
    internal static async Task<Results<Ok<ItemsResponse<EpisodeResponse>>, Refused>> List(Id<Patient> patientId, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (!await db.PatientsIn(access.OrganizationId, access.Clinics).AnyAsync(p => p.Id == patientId, ct)) return new Refused(Refusals.NotFound);
        access.Touches(patientId);
        var episodes = await db.EpisodesIn(access.OrganizationId, access.Clinics).AsNoTracking()
            .Where(e => e.PatientId == patientId).OrderByDescending(e => e.EnrolledOn).ThenByDescending(e => e.Id).ToListAsync(ct);
        return TypedResults.Ok(new ItemsResponse<EpisodeResponse>([.. episodes.Select(EpisodeResponse.Of)]));
    }

    /// <summary>One episode with its changes of status.</summary>
    internal static async Task<Results<Versioned<EpisodeResponse>, Refused>> Read(Id<Episode> episodeId, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (await Find(episodeId, access, db, ct) is not { } episode) return new Refused(Refusals.NotFound);
        return new Versioned<EpisodeResponse>(EpisodeResponse.Of(episode), episode.Version);
    }

    /// <summary>Moves an episode to relapse prevention, back to treatment, or ends it with a reason.</summary>
    internal static async Task<Results<Versioned<EpisodeResponse>, Refused>> ChangeStatus(
        Id<Episode> episodeId, StatusChangeRequest request, [FromHeader(Name = "If-Match")] string? ifMatch, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var episode = await db.EpisodesIn(access.OrganizationId, access.Clinics).AsTracking().Include(e => e.CareManagers).SingleOrDefaultAsync(e => e.Id == episodeId, ct);
        if (episode is null) return new Refused(Refusals.NotFound);
        access.Touches(episode.PatientId);
        if (ETags.Check(ifMatch, episode.Version) is { } stale) return new Refused(stale);

        var checks = new Checks().Day("on", request.On, await db.TodayAt(access.OrganizationId, episode.ClinicId, access.Now, ct));
        if (!checks.Failed) checks.Add(episode.Change(request.Status, request.On, request.DischargeReason));
        if (checks.Failed) return checks.Refused;

        episode.Corrected(access.Caller!.PrincipalId, access.Now);
        await db.SaveChangesAsync(ct);
        return new Versioned<EpisodeResponse>(EpisodeResponse.Of(episode), episode.Version);
    }

    private static async Task<Episode?> Find(Id<Episode> episodeId, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var episode = await db.EpisodesIn(access.OrganizationId, access.Clinics).AsNoTracking().SingleOrDefaultAsync(e => e.Id == episodeId, ct);
        if (episode is not null) access.Touches(episode.PatientId);
        return episode;
    }

    private static Recorded<EpisodeResponse> Answer(Episode episode, bool replayed) =>
        new($"/v1/episodes/{episode.Id}", EpisodeResponse.Of(episode), episode.Version, replayed);
}

/// <param name="EnrolledOn">Day of the initial assessment, local to the clinic.</param>
/// <param name="CareManagerId">On whose caseload the patient is.</param>
/// <param name="PrimaryScale">The scale the outcome is judged by, fixed from now on; PHQ-9 when not given.</param>
internal sealed record EnrolRequest(LocalDate EnrolledOn, Id<StaffMember> CareManagerId, Id<StaffMember>? TreatingProviderId = null, Instrument? PrimaryScale = null)
{
    public async Task<Checks> Check(Patient patient, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var staff = await db.Staff.AsNoTracking()
            .Where(s => s.OrganizationId == access.OrganizationId && (s.Id == CareManagerId || s.Id == TreatingProviderId)).ToDictionaryAsync(s => s.Id, s => s.Role, ct);
        return new Checks()
            .Day("enrolledOn", EnrolledOn, await db.TodayAt(access.OrganizationId, patient.ClinicId, access.Now, ct))
            .Add(EnrolledOn < patient.BirthDate ? Refusals.DateBeforeBirth.At("enrolledOn") : null)
            .Add(staff.GetValueOrDefault(CareManagerId, StaffRole.Other) is StaffRole.CareManager ? null : Refusals.UnknownReference.At("careManagerId"))
            .Add(TreatingProviderId is null || staff.ContainsKey(TreatingProviderId.Value) ? null : Refusals.UnknownReference.At("treatingProviderId"));
    }
}

/// <param name="On">From which day on.</param>
/// <param name="DischargeReason">Required for, and only for, inactive.</param>
internal sealed record StatusChangeRequest(EpisodeStatus Status, LocalDate On, DischargeReason? DischargeReason = null);

internal sealed record EpisodeResponse(
    Id<Episode> Id, Id<Patient> PatientId, Id<Clinic> ClinicId, EpisodeStatus Status, LocalDate EnrolledOn, LocalDate? EndedOn, DischargeReason? DischargeReason,
    Instrument PrimaryScale, Id<StaffMember> CareManagerId, Id<StaffMember>? TreatingProviderId, IReadOnlyList<StatusChangeResponse> StatusChanges, int Version)
{
    public static EpisodeResponse Of(Episode e) => new(e.Id, e.PatientId, e.ClinicId, e.Status, e.EnrolledOn, e.EndedOn, e.DischargeReason,
        e.PrimaryScale, e.CareManagerId, e.TreatingProviderId, [.. e.StatusChanges.Select(c => new StatusChangeResponse(c.Status, c.On))], e.Version);
}

internal sealed record StatusChangeResponse(EpisodeStatus Status, LocalDate On);
