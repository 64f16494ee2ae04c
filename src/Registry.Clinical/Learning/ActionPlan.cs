using NodaTime;

namespace Registry.Clinical;

/// <summary>What a clinic means to do about its goals, looked at again every six months.</summary>
public sealed class ActionPlan
{
    public const int MonthsBetweenReviews = 6;

    public required Id<Organization> OrganizationId { get; init; }
    public required Id<ActionPlan> Id { get; init; }
    public required Id<Clinic> ClinicId { get; init; }
    public required string Goal { get; init; }

    /// <summary>Who does what until when.</summary>
    public required string Steps { get; init; }

    /// <summary>Who answers for it.</summary>
    public required string Owner { get; init; }

    /// <summary>Codes of the metrics by which it will be judged; may be empty.</summary>
    public required string[] MetricCodes { get; init; }
    public required LocalDate AdoptedOn { get; init; }
    public required Instant RecordedAt { get; init; }
    public required Id<Principal> RecordedBy { get; init; }
    public List<ActionPlanReview> Reviews { get; init; } = [];

    /// <summary>By the end of this day it wants a look: six months after it was adopted or reviewed last; null once it is closed.</summary>
    public LocalDate? ReviewDueOn
    {
        get
        {
            var last = Reviews.OrderBy(r => r.ReviewedOn).ThenBy(r => r.RecordedAt).LastOrDefault();
            return last?.Outcome is ActionPlanOutcome.Close ? null : (last?.ReviewedOn ?? AdoptedOn).PlusMonths(MonthsBetweenReviews);
        }
    }

    public override string ToString() => $"{nameof(ActionPlan)} {Id}";
}

public enum ActionPlanOutcome
{
    Keep,

    /// <summary>Kept in another form: another plan takes its place, and this one is looked at until it is closed.</summary>
    Revise,

    /// <summary>Reached or given up: it is not looked at again.</summary>
    Close,
}

/// <summary>Somebody looked at an action plan and said what becomes of it.</summary>
public sealed class ActionPlanReview
{
    public required Id<Organization> OrganizationId { get; init; }
    public required Id<ActionPlan> ActionPlanId { get; init; }
    public required LocalDate ReviewedOn { get; init; }
    public required ActionPlanOutcome Outcome { get; init; }
    public required string Note { get; init; }
    public required Instant RecordedAt { get; init; }
    public required Id<Principal> RecordedBy { get; init; }
}
