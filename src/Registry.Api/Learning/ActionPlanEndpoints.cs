using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

internal static class ActionPlanEndpoints
{
    private static readonly Refusal Closed = new("action-plan-closed", RefusalKind.State, "The action plan is closed.");

    public static void MapActionPlans(this IEndpointRouteBuilder routes)
    {
        var plans = routes.MapGroup("/v1/action-plans").WithTags("Action plans");
        plans.MapPost("", Create).WithName("AdoptActionPlan").Requires(Permissions.WriteLearning);
        plans.MapGet("", List).WithName("ListActionPlans").Requires(Permissions.ReadLearning);
        plans.MapPost("/{planId}/reviews", Review).WithName("ReviewActionPlan").Requires(Permissions.WriteLearning);
    }

    /// <summary>Adopts a plan of what a clinic means to do about a goal. It wants a look every six months.</summary>
    internal static async Task<Results<Recorded<ActionPlanResponse>, Refused>> Create(
        ActionPlanRequest request, Access access, RegistryDbContext db, Idempotency idempotency, CancellationToken ct)
    {
        var (first, refusal) = await idempotency.Find(ct);
        if (refusal is not null) return new Refused(refusal);
        if (first is { } id && await Visible(access, db).SingleOrDefaultAsync(p => p.Id == new Id<ActionPlan>(id), ct) is { } existing) return Adopted(existing, await Today(existing.ClinicId, access, db, ct), replayed: true);
        if (!access.Clinics.Contains(request.ClinicId.Value)) return new Refused(Refusals.UnknownReference.At("clinicId"));
        var today = await Today(request.ClinicId, access, db, ct);
        var checks = request.Check(today);
        if (checks.Failed) return checks.Refused;

        var plan = request.ToPlan(access);
        db.Add(plan);
        await idempotency.Keep(plan.Id.Value, ct);
        await db.SaveChangesAsync(ct);
        return Adopted(plan, today, replayed: false);
    }

    /// <summary>The action plans of the caller's clinics, those that want a look first; closed ones come last.</summary>
    /// <param name="dueBy">Only plans that want a look by the end of this day.</param>
    internal static async Task<Ok<ItemsResponse<ActionPlanResponse>>> List(Access access, RegistryDbContext db, CancellationToken ct, AsOf? dueBy = null)
    {
        var plans = await Visible(access, db).ToListAsync(ct);
        var zones = await db.Clinics.Where(c => c.OrganizationId == access.OrganizationId).ToDictionaryAsync(c => c.Id, c => c.TimeZone, ct);
        return TypedResults.Ok(new ItemsResponse<ActionPlanResponse>([.. plans.Where(p => dueBy is not { } by || p.ReviewDueOn <= by.Day)
            .OrderBy(p => p.ReviewDueOn ?? LocalDate.MaxIsoValue).ThenBy(p => p.Id).Select(p => ActionPlanResponse.Of(p, ClinicDays.On(access.Now, zones[p.ClinicId])))]));
    }

    /// <summary>Records that a plan was looked at, and what becomes of it. Unless it is closed, the next look is due six months later.</summary>
    internal static async Task<Results<Ok<ActionPlanResponse>, Refused>> Review(
        Id<ActionPlan> planId, ActionPlanReviewBody request, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (await Visible(access, db).SingleOrDefaultAsync(p => p.Id == planId, ct) is not { } plan) return new Refused(Refusals.NotFound);
        var today = await Today(plan.ClinicId, access, db, ct);
        var last = plan.Reviews.Select(r => r.ReviewedOn).Append(plan.AdoptedOn).Max();
        var checks = request.Check(today, last);
        if (checks.Failed) return checks.Refused;
        if (plan.ReviewDueOn is null) return new Refused(Closed);

        var review = new ActionPlanReview
        {
            OrganizationId = access.OrganizationId,
            ActionPlanId = planId,
            ReviewedOn = request.ReviewedOn,
            Outcome = request.Outcome,
            Note = request.Note.Trim(),
            RecordedAt = access.Now,
            RecordedBy = access.Caller!.PrincipalId,
        };
        db.Add(review);
        await db.SaveChangesAsync(ct);
        plan.Reviews.Add(review);
        return TypedResults.Ok(ActionPlanResponse.Of(plan, today));
    }

    private static IQueryable<ActionPlan> Visible(Access access, RegistryDbContext db)
    {
        var mine = access.Clinics.Select(c => new Id<Clinic>(c)).ToArray();
        return db.ActionPlans.AsNoTracking().Include(p => p.Reviews).Where(p => p.OrganizationId == access.OrganizationId && mine.Contains(p.ClinicId));
    }

    private static Task<LocalDate> Today(Id<Clinic> clinic, Access access, RegistryDbContext db, CancellationToken ct) => db.TodayAt(access.OrganizationId, clinic, access.Now, ct);

    private static Recorded<ActionPlanResponse> Adopted(ActionPlan plan, LocalDate today, bool replayed) => new($"/v1/action-plans/{plan.Id}", ActionPlanResponse.Of(plan, today), version: 1, replayed);
}
