using NodaTime;
using Registry.Clinical;

namespace Registry.Api;

/// <param name="Metric">The figure it looks at.</param>
/// <param name="Default">In force while the organization has chosen nothing.</param>
/// <param name="Threshold">In force.</param>
internal sealed record DriftIndicatorResponse(string Code, string Name, string Title, string Rule, string Metric, DriftThreshold Default, DriftThreshold Threshold);

/// <summary>The early warnings of a clinic, month by month.</summary>
internal sealed record DriftResponse(LocalDate AsOf, Instant? KnownAt, string Profile, IReadOnlyList<DriftHistoryResponse> Items);

/// <param name="Level">In the last month; null where there was nothing to judge.</param>
/// <param name="Since">The month in which it turned so, as far as the figures reach, a year or more before the months asked for.</param>
/// <param name="Turns">Each month in which the level became another.</param>
/// <param name="Plan">The latest answer to it.</param>
/// <param name="IsAnswered">It is amber or red, and the plan was made since it was last green.</param>
internal sealed record DriftHistoryResponse(
    string Code, string Name, DriftLevel? Level, YearMonth? Since, IReadOnlyList<DriftMonthResponse> Months, IReadOnlyList<DriftTurnResponse> Turns, DriftPlanResponse? Plan, bool IsAnswered)
{
    public static DriftHistoryResponse Of(DriftHistory history, DriftPlan? plan) => new(
        history.Indicator.Code, history.Indicator.Name, history.Latest.Level, history.Since,
        [.. history.Months.Select(m => new DriftMonthResponse(m.Month, m.Level, m.Value, m.Numerator, m.Denominator, m.NoValue, m.RedBecause))],
        [.. history.Turns.Select(t => new DriftTurnResponse(t.Month, t.From, t.To))], plan is null ? null : DriftPlanResponse.Of(plan),
        history.Latest.Level is DriftLevel.Amber or DriftLevel.Red && history.WorriesSince is { } since && plan?.Answers(since) is true);
}

/// <param name="Value">What is judged: the figure, or what the indicator forms of it.</param>
/// <param name="NoValue">Why there is nothing to judge: empty-denominator, fte-not-attested, too-few-months-before, suppressed, not-published.</param>
/// <param name="RedBecause">What made it red besides the limit: fell, weeks-missed or shift.</param>
internal sealed record DriftMonthResponse(YearMonth Month, DriftLevel? Level, decimal? Value, decimal? Numerator, decimal? Denominator, string? NoValue, string? RedBecause);

/// <param name="From">Null for the first level known: levels are judged from the first month on, also those before the months asked for.</param>
internal sealed record DriftTurnResponse(YearMonth Month, DriftLevel? From, DriftLevel To);

/// <summary>Who owns an indicator that is amber or red, what is done, and when it is looked at again.</summary>
/// <param name="OwnerId">A member of staff.</param>
/// <param name="Intervention">What is done, in at most 1,000 characters; no patient.</param>
internal sealed record DriftPlanRequest(Id<StaffMember> OwnerId, string Intervention, LocalDate ReviewOn)
{
    public override string ToString() => nameof(DriftPlanRequest);
}

internal sealed record DriftPlanResponse(Id<DriftPlan> Id, string Indicator, Id<StaffMember> OwnerId, string Intervention, LocalDate ReviewOn, LocalDate MadeOn)
{
    public static DriftPlanResponse Of(DriftPlan plan) => new(plan.Id, plan.Indicator, plan.OwnerId, plan.Intervention, plan.ReviewOn, plan.MadeOn);

    public override string ToString() => $"{nameof(DriftPlanResponse)} {Id}";
}

/// <summary>The early warnings of the caller's clinics as far as published figures tell them.</summary>
internal sealed record OrganizationDriftResponse(YearMonth Month, IReadOnlyList<ClinicDriftResponse> Clinics);

internal sealed record ClinicDriftResponse(Id<Clinic> ClinicId, IReadOnlyList<DriftHistoryResponse> Items);
