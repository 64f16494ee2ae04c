using NodaTime;
using Registry.Clinical;

namespace Registry.Api;

/// <param name="Steps">Who does what until when. No patient is named here.</param>
/// <param name="Owner">Who answers for it.</param>
/// <param name="Metrics">Codes of the metrics by which it will be judged.</param>
internal sealed record ActionPlanRequest(Id<Clinic> ClinicId, string Goal, string Steps, string Owner, LocalDate AdoptedOn, IReadOnlyList<string> Metrics)
{
    public Checks Check(LocalDate today)
    {
        var checks = new Checks().Text("goal", Goal, 400).Text("steps", Steps, 4000).Text("owner", Owner, 200).Day("adoptedOn", AdoptedOn, today);
        foreach (var (i, code) in Metrics.Index()) checks.Add(Clinical.Metrics.ByCode(code) is null ? Refusals.UnknownMetric.At($"metrics/{i}") : null);
        return checks;
    }

    public ActionPlan ToPlan(Access access) => new()
    {
        OrganizationId = access.OrganizationId,
        Id = Id<ActionPlan>.New(),
        ClinicId = ClinicId,
        Goal = Goal.Trim(),
        Steps = Steps.Trim(),
        Owner = Owner.Trim(),
        MetricCodes = [.. Metrics.Distinct()],
        AdoptedOn = AdoptedOn,
        RecordedAt = access.Now,
        RecordedBy = access.Caller!.PrincipalId,
    };

    public override string ToString() => nameof(ActionPlanRequest);
}

/// <param name="ReviewDueOn">By the end of this day it wants a look; null once it is closed.</param>
/// <param name="IsOverdue">That day has passed.</param>
internal sealed record ActionPlanResponse(
    Id<ActionPlan> Id, Id<Clinic> ClinicId, string Goal, string Steps, string Owner, LocalDate AdoptedOn, IReadOnlyList<string> Metrics, LocalDate? ReviewDueOn, bool IsOverdue, IReadOnlyList<ActionPlanReviewBody> Reviews)
{
    public static ActionPlanResponse Of(ActionPlan p, LocalDate today) => new(
        p.Id, p.ClinicId, p.Goal, p.Steps, p.Owner, p.AdoptedOn, p.MetricCodes, p.ReviewDueOn, p.ReviewDueOn < today,
        [.. p.Reviews.OrderBy(r => r.ReviewedOn).ThenBy(r => r.RecordedAt).Select(r => new ActionPlanReviewBody(r.ReviewedOn, r.Outcome, r.Note))]);
}

/// <param name="Outcome">keep, revise (kept in another form) or close (reached or given up).</param>
internal sealed record ActionPlanReviewBody(LocalDate ReviewedOn, ActionPlanOutcome Outcome, string Note)
{
    /// <param name="last">The day of the last look, or of the adoption.</param>
    public Checks Check(LocalDate today, LocalDate last) => new Checks().Text("note", Note, 1000).Day("reviewedOn", ReviewedOn, today)
        .Add(ReviewedOn < last ? Refusals.BeforeItBegan.At("reviewedOn") : null);

    public override string ToString() => nameof(ActionPlanReviewBody);
}
