using NodaTime;
using Registry.Clinical;

namespace Registry.Api;

/// <param name="ClinicId">Null for the organization.</param>
/// <param name="LaunchedOn">The day Collaborative Care began at the clinic; months since then are the other axis.</param>
/// <param name="Median">Of the baseline months; null without any value.</param>
/// <param name="Useful">Months with a value off the median; below ten there is no signal.</param>
/// <param name="HasShift">A run on one side is longer than chance makes it.</param>
/// <param name="HasTooFewCrossings">The line crosses the median more seldom than by chance.</param>
/// <param name="LongestByChance">Null while nothing is judged.</param>
/// <param name="Annotations">What was done meanwhile about this figure.</param>
internal sealed record RunChartResponse(
    string Metric, string Title, MetricUnit Unit, Id<Clinic>? ClinicId, LocalDate? LaunchedOn, decimal? Median, int Useful, int LongestRun, int? LongestByChance, int Crossings, int? FewestByChance,
    bool HasShift, bool HasTooFewCrossings, IReadOnlyList<RunChartPointResponse> Points, IReadOnlyList<RunChartAnnotation> Annotations)
{
    public static RunChartResponse Of(
        Metric metric, Id<Clinic>? clinic, LocalDate? launched, IReadOnlyList<(YearMonth Month, MetricValue Value)> months, int? baseline, IReadOnlyList<RunChartAnnotation> annotations)
    {
        var chart = RunChart.Of([.. months.Select(m => new RunChartPoint(m.Value.Code, m.Value.Value))], baseline);
        var isJudged = chart.Useful >= RunChart.FewestUseful;
        return new(metric.Code, metric.Title, metric.Unit, clinic, launched, chart.Median, chart.Useful, chart.LongestRun, isJudged ? chart.LongestByChance : null, chart.Crossings, isJudged ? chart.FewestByChance : null,
            chart.HasShift, chart.HasTooFewCrossings, [.. months.Select(m => RunChartPointResponse.Of(m.Month, launched, m.Value))], annotations);
    }
}

/// <param name="MonthsSinceLaunch">0 in the month of the launch, negative before; null while the launch is not said.</param>
internal sealed record RunChartPointResponse(YearMonth Month, int? MonthsSinceLaunch, decimal? Value, decimal? Numerator, decimal? Denominator, string? NoValue)
{
    public static RunChartPointResponse Of(YearMonth month, LocalDate? launched, MetricValue value) => new(
        month, launched is { } day ? (month.Year - day.Year) * 12 + month.Month - day.Month : null, value.Value, value.Numerator, value.Denominator, value.NoValue);
}

/// <summary>Something that was done about a figure, to be drawn on its chart.</summary>
/// <param name="Kind">drift-plan, an answer to an early warning, or pdsa-cycle, a change that was tried.</param>
/// <param name="To">The last day of it; null while it lasts.</param>
/// <param name="Decision">What was made of a change that was tried; null while it is, and of a plan.</param>
internal sealed record RunChartAnnotation(string Kind, Guid Id, string Title, LocalDate From, LocalDate? To, PdsaDecision? Decision)
{
    public static RunChartAnnotation Of(PdsaCycle cycle) => new("pdsa-cycle", cycle.Id.Value, cycle.Title, cycle.StartedOn, cycle.EndedOn, cycle.Decision);

    public static RunChartAnnotation Of(DriftPlan plan) => new("drift-plan", plan.Id.Value, plan.Intervention, plan.MadeOn, plan.ReviewOn, null);

    public override string ToString() => $"{nameof(RunChartAnnotation)} {Id}";
}
