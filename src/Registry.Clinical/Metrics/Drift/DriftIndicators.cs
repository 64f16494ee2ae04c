using System.Collections.Frozen;

namespace Registry.Clinical;

/// <summary>The thirteen early warnings, as one table. Domain reference 5.6.</summary>
public static class DriftIndicators
{
    private const int MonthsOfMean = 3, MonthsOfMedian = 6, MonthsOfChart = 24;

    public static readonly IReadOnlyList<DriftIndicator> All =
    [
        new("D1", "contact-rate", "Reached and measured in the month", "M09", DriftThreshold.Below(80, 70) with { RedFall = 10 })
        {
            Rule = "Amber below 80%; red below 70%, or ten points or more below the mean of the three months before.",
            RedBecause = static v => v.Before(MonthsOfMean) is { Count: MonthsOfMean } before && before.Average() - v.Figure.Value >= v.Threshold.RedFall ? "fell" : null,
        },
        new("D2", "measured", "Measured in the last 30 days", "M16", DriftThreshold.Below(75, 60)) { Rule = "Amber below 75%; red below 60%." },
        new("D3", "consult-of-non-improvers", "Not improved and consulted on", "M26", DriftThreshold.Below(80, 60)) { Rule = "Amber below 80%; red below 60%." },
        new("D4", "review-cadence", "Weeks with a case review", "M30", DriftThreshold.Below(90, 75) with { RedMissedWeeks = 2 })
        {
            Rule = "Amber below 90% of weeks; red below 75%, or two weeks missed in a row.",
            RedBecause = static v => v.Of(v.At, DriftMetrics.MissedWeeks.Code).Value >= v.Threshold.RedMissedWeeks ? "weeks-missed" : null,
        },
        new("D5", "early-follow-up", "Followed up within four weeks", "M12", DriftThreshold.Below(70, 50)) { Rule = "Amber below 70%; red below 50%." },
        new("D6", "improvement", "Improved after 70 days", "M19", DriftThreshold.Below(60, 45))
        {
            Rule = "Amber below 60%; red below 45%, or when the months up to this one are a shift below the median of the run chart.",
            RedBecause = static v => RunChart.Of([.. v.UpToNow(MonthsOfChart).Select(value => new RunChartPoint("", value))]).EndsInShiftBelow ? "shift" : null,
        },
        new("D7", "enrolment", "New enrolments against the months before", "M03", DriftThreshold.Below(75, 50))
        {
            Rule = "In percent of the median of the six months before, none of them from before the first enrolment: amber below 75%; red below 50%.",
            Judged = static v => v.BeforeSinceItBegan(MonthsOfMedian) is { Count: MonthsOfMedian } before && Figures.Median(before) is > 0 and var median ? Figures.HalfUp(100 * v.Figure.Value!.Value / median, 1) : null,
        },
        new("D8", "utilization", "Caseload against its target", "M02", new() { AmberBelow = 60, AmberAbove = 120, RedBelow = 40, RedAbove = 140 })
        {
            Rule = "Patients for each full-time care manager, in percent of the middle of the target: amber outside 60 to 120%; red outside 40 to 140%.",
            Judged = static v => v.Target.Middle > 0 ? Sums.Rounded(100 * v.Figure.Unrounded / v.Target.Middle) : null,
        },
        new("D9", "inactive-not-closed", "Inactive and not closed", DriftMetrics.InactiveNotClosed.Code, DriftThreshold.Above(10, 20)) { Rule = "Amber above 10%; red above 20%." },
        new("D10", "long-stayers", "In care for nine months or longer", "M34", DriftThreshold.Above(20, 35)) { Rule = "Amber above 20%; red above 35%." },
        new("D11", "documentation-lag", "Days from service to entry", DriftMetrics.DocumentationLag, DriftThreshold.Above(3, 7)) { Rule = "Median days: amber above 3; red above 7." },
        new("D12", "below-any-code", "Patient-months that reach no code", "M35", DriftThreshold.Above(35, 50))
        {
            Rule = "100 less M35: amber above 35%; red above 50%.",
            Judged = static v => Sums.Rounded(100 - v.Figure.Unrounded),
        },
        new("D13", "left-by-care-manager", "Left by a care manager and not reached", DriftMetrics.LeftUncontacted.Code, DriftThreshold.Above(0, 20))
        {
            Rule = "Of patients whom a care manager left, those without a clinical contact in the 14 days after: amber when there is one; red above 20%.",
        },
    ];

    private static readonly FrozenDictionary<string, DriftIndicator> Codes = All.ToFrozenDictionary(i => i.Code);

    /// <summary>How many months before the first one judged are looked at.</summary>
    public const int MonthsBefore = MonthsOfChart - 1;

    public static DriftIndicator? ByCode(string? code) => code is null ? null : Codes.GetValueOrDefault(code);
}
