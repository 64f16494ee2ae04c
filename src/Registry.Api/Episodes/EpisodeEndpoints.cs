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
        episodes.MapPost("/patients/{patientId}/episodes", Enrol).WithName("EnrolPatient").Requires(Permissions.OpenEpisode);
        episodes.MapPost("/patients/{patientId}/referrals", Refer).WithName("ReferPatient").Requires(Permissions.OpenEpisode);
        episodes.MapGet("/patients/{patientId}/episodes", List).WithName("ListEpisodes").Requires(Permissions.ReadEpisode);
        episodes.MapGet("/episodes/{episodeId}", Read).WithName("ReadEpisode").Requires(Permissions.ReadEpisode);
        episodes.MapPost("/episodes/{episodeId}/status-changes", ChangeStatus).WithName("ChangeEpisodeStatus").Requires(Permissions.WriteEpisode);
        episodes.MapPost("/episodes/{episodeId}/assignments", Assign).WithName("AssignCareTeam").Requires(Permissions.AssignEpisode);
        episodes.MapPut("/episodes/{episodeId}/prerequisites", SetPrerequisites).WithName("SetEpisodePrerequisites").Requires(Permissions.WriteEpisode);
    }

    /// <summary>Enrols a patient: opens an episode in treatment, dated by the initial assessment, on a care manager's caseload.</summary>
    internal static Task<Results<Recorded<EpisodeResponse>, Refused>> Enrol(
        Id<Patient> patientId, EnrolRequest request, Access access, RegistryDbContext db, Idempotency idempotency, CancellationToken ct) =>
        Open(patientId, request, "enrolledOn", request.EnrolledOn, (episode, on) => episode.Enrolled(on, access.Now), access, db, idempotency, ct);

    /// <summary>Takes a referral: on a caseload, not enrolled. The initial assessment and a change to treatment enrol the patient.</summary>
    internal static Task<Results<Recorded<EpisodeResponse>, Refused>> Refer(
        Id<Patient> patientId, ReferRequest request, Access access, RegistryDbContext db, Idempotency idempotency, CancellationToken ct) =>
        Open(patientId, request, "referredOn", request.ReferredOn, (episode, on) => episode.Referred(on, access.Now), access, db, idempotency, ct);

    /// <summary>A patient's episodes, newest first.</summary>
    internal static async Task<Results<Ok<ItemsResponse<EpisodeResponse>>, Refused>> List(Id<Patient> patientId, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (!await db.PatientsIn(access.OrganizationId, access.Clinics).AnyAsync(p => p.Id == patientId, ct)) return new Refused(Refusals.NotFound);
        access.Touches(patientId);
        var episodes = await db.EpisodesIn(access.OrganizationId, access.Clinics).AsNoTracking().Include(e => e.CareTeam)
            .Where(e => e.PatientId == patientId).OrderByDescending(e => e.EnrolledOn).ThenByDescending(e => e.Id).ToListAsync(ct);
        return TypedResults.Ok(new ItemsResponse<EpisodeResponse>([.. episodes.Select(EpisodeResponse.Of)]));
    }

    /// <summary>One episode with its changes of status, its care team over time and what billing asks for.</summary>
    internal static async Task<Results<Versioned<EpisodeResponse>, Refused>> Read(Id<Episode> episodeId, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (await Episodes.Find(episodeId, access, db, ct) is not { } episode) return new Refused(Refusals.NotFound);
        return new Versioned<EpisodeResponse>(EpisodeResponse.Of(episode), episode.Version);
    }

    /// <summary>Moves an episode on: a referral to treatment, treatment to relapse prevention and back, or its end with a reason.</summary>
    internal static async Task<Results<Versioned<EpisodeResponse>, Refused>> ChangeStatus(
        Id<Episode> episodeId, StatusChangeRequest request, [FromHeader(Name = "If-Match")] string? ifMatch, Access access, RegistryDbContext db, CancellationToken ct)
    {
        await db.WriteMinutesAlone(episodeId, access, ct);
        var (episode, refused) = await Editable(episodeId, ifMatch, access, db, ct);
        if (refused is not null) return refused;

        var today = await db.TodayAt(access.OrganizationId, episode!.ClinicId, access.Now, ct);
        var checks = new Checks().Day("on", request.On, today);
        if (checks.Failed) return checks.Refused;
        // Also what came after the day: nobody who was seen since can have been inactive.
        var facts = (await access.Transaction.Connection.EpisodeFactsOf(access.OrganizationId, episodeId, access.Clinics, today, null, ct))!.Facts;
        var refusal = EpisodeTransitions.Refuse(facts, request.Status, request.On, request.DischargeReason)
            ?? episode.Change(request.Status, request.On, request.DischargeReason, access.Now);
        if (refusal is not null) return new Refused(refusal);
        return await FactEdits.Save(episode, EpisodeResponse.Of, access, db, ct);
    }

    /// <summary>Gives a part of the care team to somebody from a day on; the history of assignments stays.</summary>
    internal static async Task<Results<Versioned<EpisodeResponse>, Refused>> Assign(
        Id<Episode> episodeId, AssignmentRequest request, [FromHeader(Name = "If-Match")] string? ifMatch, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var (episode, refused) = await Editable(episodeId, ifMatch, access, db, ct);
        if (refused is not null) return refused;

        var checks = new Checks().Day("from", request.From, await db.TodayAt(access.OrganizationId, episode!.ClinicId, access.Now, ct))
            .Add(request.From < (episode.ReferredOn ?? episode.EnrolledOn) ? Refusals.OutsideEpisode.At("from") : null);
        await Team(checks, episode.ClinicId, access, db, ct, ("staffId", request.Role, request.StaffId));
        if (!checks.Failed) checks.Add(episode.Assign(request.Role, request.StaffId, request.From, access.Caller!.PrincipalId, access.Now));
        if (checks.Failed) return checks.Refused;
        return await FactEdits.Save(episode, EpisodeResponse.Of, access, db, ct);
    }

    /// <summary>Records consent, initiating visit and care plan: what a month needs to be billable besides minutes.</summary>
    internal static async Task<Results<Versioned<EpisodeResponse>, Refused>> SetPrerequisites(
        Id<Episode> episodeId, PrerequisitesBody request, [FromHeader(Name = "If-Match")] string? ifMatch, Access access, RegistryDbContext db, CancellationToken ct)
    {
        await db.WriteMinutesAlone(episodeId, access, ct);
        var (episode, refused) = await Editable(episodeId, ifMatch, access, db, ct);
        if (refused is not null) return refused;

        var checks = request.Check(await db.TodayAt(access.OrganizationId, episode!.ClinicId, access.Now, ct));
        if (checks.Failed) return checks.Refused;
        episode.Prerequisites = request.ToPrerequisites();
        return await FactEdits.Save(episode, EpisodeResponse.Of, access, db, ct);
    }

    private static async Task<Results<Recorded<EpisodeResponse>, Refused>> Open(
        Id<Patient> patientId, OpeningRequest request, string dayField, LocalDate on, Func<Episode, LocalDate, Episode> open,
        Access access, RegistryDbContext db, Idempotency idempotency, CancellationToken ct)
    {
        await db.OpenEpisodesAlone(patientId, ct);
        var (first, refusal) = await idempotency.Find(ct);
        if (refusal is not null) return new Refused(refusal);
        if (first is { } id && await Episodes.Find(new(id), access, db, ct) is { } existing) return Answer(existing, replayed: true);

        var patient = await db.PatientsIn(access.OrganizationId, access.Clinics).AsNoTracking().SingleOrDefaultAsync(p => p.Id == patientId, ct);
        if (patient is null) return new Refused(Refusals.NotFound);
        access.Touches(patient.Id);

        var checks = new Checks().Text("program", request.Program, 64, required: false)
            .Day(dayField, on, await db.TodayAt(access.OrganizationId, patient.ClinicId, access.Now, ct))
            .Add(on < patient.BirthDate ? Refusals.DateBeforeBirth.At(dayField) : null);
        (string, StaffRole, Id<StaffMember>)[] team =
        [
            ("careManagerId", StaffRole.CareManager, request.CareManagerId),
            .. request.TreatingProviderId is { } provider ? [("treatingProviderId", StaffRole.TreatingProvider, provider)] : Array.Empty<(string, StaffRole, Id<StaffMember>)>(),
            .. request.PsychiatricConsultantId is { } consultant ? [("psychiatricConsultantId", StaffRole.PsychiatricConsultant, consultant)] : Array.Empty<(string, StaffRole, Id<StaffMember>)>(),
        ];
        await Team(checks, patient.ClinicId, access, db, ct, team);
        if (checks.Failed) return checks.Refused;

        var episode = open(request.ToEpisode(patient), on);
        var others = await db.Episodes.AsNoTracking().Where(e => e.OrganizationId == access.OrganizationId && e.PatientId == patientId && e.Program == episode.Program).ToListAsync(ct);
        if (EpisodeTransitions.RefuseStay(others.Select(e => e.ToStay()), episode.ToStay()) is { } beside) return new Refused(beside == EpisodeTransitions.OverlapsEpisode ? beside.At(dayField) : beside);

        episode.Recorded(access.Caller!.PrincipalId, access.Now);
        foreach (var (_, role, member) in team) episode.Assign(role, member, on, access.Caller.PrincipalId, access.Now);
        db.Episodes.Add(episode);
        await idempotency.Keep(episode.Id.Value, ct);
        await db.SaveChangesAsync(ct);
        return Answer(episode, replayed: false);
    }

    /// <summary>Each named member of staff exists and has that part to play; a care manager in this clinic.</summary>
    private static async Task Team(Checks checks, Id<Clinic> clinic, Access access, RegistryDbContext db, CancellationToken ct, params (string Field, StaffRole Role, Id<StaffMember> Member)[] team)
    {
        var wanted = team.Select(t => t.Member).ToArray();
        var roles = await db.Staff.AsNoTracking().Where(s => s.OrganizationId == access.OrganizationId && wanted.Contains(s.Id) && s.EndedAt == null).ToDictionaryAsync(s => s.Id, s => s.Role, ct);
        foreach (var (field, role, member) in team)
        {
            if (!roles.TryGetValue(member, out var has) || has != role) checks.Add(Refusals.UnknownReference.At(field));
            else if (role is StaffRole.CareManager && !await db.CareManagersOf(access.OrganizationId, clinic, access.Now).AnyAsync(s => s.Id == member, ct)) checks.Add(Refusals.NotInClinic.At(field));
        }
    }

    private static async Task<(Episode? Episode, Refused? Refused)> Editable(Id<Episode> episodeId, string? ifMatch, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (await Episodes.Find(episodeId, access, db, ct) is not { } episode) return (null, new(Refusals.NotFound));
        return ETags.Check(ifMatch, episode.Version) is { } stale ? (null, new(stale)) : (episode, null);
    }

    private static Recorded<EpisodeResponse> Answer(Episode episode, bool replayed) =>
        new($"/v1/episodes/{episode.Id}", EpisodeResponse.Of(episode), episode.Version, replayed);
}
