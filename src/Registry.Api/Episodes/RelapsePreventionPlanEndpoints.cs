using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

internal static class RelapsePreventionPlanEndpoints
{
    public static void MapRelapsePreventionPlans(this IEndpointRouteBuilder routes)
    {
        var plans = routes.MapGroup("/v1").WithTags("Relapse prevention plans");
        plans.MapPost("/episodes/{episodeId}/relapse-prevention-plans", Record).WithName("RecordRelapsePreventionPlan").Requires(Permissions.WriteContact);
        plans.MapGet("/episodes/{episodeId}/relapse-prevention-plans", List).WithName("ListRelapsePreventionPlans").Requires(Permissions.ReadContact);
        plans.MapGet("/relapse-prevention-plans/{planId}", Read).WithName("ReadRelapsePreventionPlan").Requires(Permissions.ReadContact);
    }

    /// <summary>Records that a relapse prevention plan was documented. An episode in treatment enters relapse prevention on that day.</summary>
    internal static async Task<Results<Recorded<RelapsePreventionPlanResponse>, Refused>> Record(
        Id<Episode> episodeId, RelapsePreventionPlanRequest request, Access access, RegistryDbContext db, Idempotency idempotency, CancellationToken ct)
    {
        var (first, refusal) = await idempotency.Find(ct);
        if (refusal is not null) return new Refused(refusal);
        if (first is { } id && await Find(new(id), access, db, ct) is { } existing) return Answer(existing, replayed: true);
        if (await access.EpisodeFor(db, episodeId, ct) is not { } episode) return new Refused(Refusals.NotFound);

        var checks = new Checks().Minutes("minutes", request.Minutes);
        await checks.Within("on", request.On, episode, access, db, ct);
        await checks.Staff("staffId", request.StaffId ?? access.Caller!.StaffMemberId, access, db, ct);
        if (checks.Failed) return checks.Refused;

        if (episode.Status is EpisodeStatus.Treatment)
        {
            if (episode.Change(EpisodeStatus.RelapsePrevention, request.On, reason: null) is { } refused) return new Refused(refused);
            episode.Corrected(access.Caller!.PrincipalId, access.Now);
        }

        var plan = new RelapsePreventionPlan
        {
            OrganizationId = access.OrganizationId,
            Id = Id<RelapsePreventionPlan>.New(),
            PatientId = episode.PatientId,
            EpisodeId = episode.Id,
            StaffMemberId = request.StaffId ?? access.Caller!.StaffMemberId!.Value,
            On = request.On,
            Minutes = request.Minutes,
        };
        plan.Recorded(access.Caller!.PrincipalId, access.Now);
        db.RelapsePreventionPlans.Add(plan);
        await idempotency.Keep(plan.Id.Value, ct);
        await db.SaveChangesAsync(ct);
        return Answer(plan, replayed: false);
    }

    /// <summary>The plans of an episode, newest first.</summary>
    internal static async Task<Results<Ok<ItemsResponse<RelapsePreventionPlanResponse>>, Refused>> List(
        Id<Episode> episodeId, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (await access.EpisodeFor(db, episodeId, ct) is null) return new Refused(Refusals.NotFound);
        var plans = await db.PlansIn(access.OrganizationId, access.Clinics).AsNoTracking()
            .Where(p => p.EpisodeId == episodeId && !p.EnteredInError).OrderByDescending(p => p.On).ThenByDescending(p => p.Id).ToListAsync(ct);
        return TypedResults.Ok(new ItemsResponse<RelapsePreventionPlanResponse>([.. plans.Select(RelapsePreventionPlanResponse.Of)]));
    }

    /// <summary>One plan.</summary>
    internal static async Task<Results<Versioned<RelapsePreventionPlanResponse>, Refused>> Read(
        Id<RelapsePreventionPlan> planId, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (await Find(planId, access, db, ct) is not { } plan) return new Refused(Refusals.NotFound);
        return new Versioned<RelapsePreventionPlanResponse>(RelapsePreventionPlanResponse.Of(plan), plan.Version);
    }

    private static async Task<RelapsePreventionPlan?> Find(Id<RelapsePreventionPlan> planId, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var plan = await db.PlansIn(access.OrganizationId, access.Clinics).AsNoTracking().SingleOrDefaultAsync(p => p.Id == planId, ct);
        if (plan is not null) access.Touches(plan.PatientId);
        return plan;
    }

    private static Recorded<RelapsePreventionPlanResponse> Answer(RelapsePreventionPlan plan, bool replayed) =>
        new($"/v1/relapse-prevention-plans/{plan.Id}", RelapsePreventionPlanResponse.Of(plan), plan.Version, replayed);
}

/// <param name="On">Day on which the plan was documented with the patient.</param>
/// <param name="Minutes">Whole minutes of care management time, 0-480.</param>
/// <param name="StaffId">Who did it; by default the caller.</param>
internal sealed record RelapsePreventionPlanRequest(LocalDate On, int Minutes, Id<StaffMember>? StaffId = null);

internal sealed record RelapsePreventionPlanResponse(
    Id<RelapsePreventionPlan> Id, Id<Episode> EpisodeId, Id<Patient> PatientId, LocalDate On, int Minutes, Id<StaffMember> StaffId, int Version)
{
    public static RelapsePreventionPlanResponse Of(RelapsePreventionPlan p) => new(p.Id, p.EpisodeId, p.PatientId, p.On, p.Minutes, p.StaffMemberId, p.Version);
}
