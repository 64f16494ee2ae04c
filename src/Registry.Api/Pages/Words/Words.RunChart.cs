using Registry.Clinical;

namespace Registry.Api;

internal static partial class Words
{
    public const string RunCharts = "Run charts";
    public const string Shift = "shift";
    public const string Above = "above";
    public const string Below = "below";
    public const string OnMedian = "on the median";
    public const string ChartTable = "The same as a table";
    public const string Tried = "What was done meanwhile";
    public const string NothingTried = "No PDSA cycle and no plan about this figure is recorded for these months.";
    public const string From = "From";
    public const string Until = "Until";
    public const string RunChartLegend = "● a month, ◆ a month of a shift, solid line the median of the months shown. A gap is a month without a figure. Bars below the months: what was tried, numbered as in the list.";

    public static readonly IReadOnlyList<string> RunChartColumns = ["Month", "Months since launch", "Value", "Numerator", "Denominator", "No value because", "Median", "Side", "Signal"];

    public static string RunChartOf(RunChartView view) => $"{view.Clinic.Name}: {Inside(view.Metric.Title)}";

    public static string Lasting(RunChartNote note) => note.To is { } to ? $"to {Of(to)}" : "and goes on";

    public static string RunChartSaid(RunChartView view) => view.LongestByChance is null
        ? $"No signal can be told: {Count(view.Useful, "month")} off the median, and at least {RunChart.FewestUseful} are needed."
        : (view.HasShift, view.HasTooFewCrossings) switch
        {
            (false, false) => "No signal: this is what chance looks like.",
            (true, false) => "Signal of a shift: the figure stayed on one side of its median longer than by chance.",
            (false, true) => "Signal of too few crossings: the figure changed sides of its median more seldom than by chance.",
            _ => "Two signals, a shift and too few crossings: the figure stayed on one side of its median longer, and changed sides more seldom, than by chance.",
        };

    public static string RunChartRule(RunChartView view) =>
        $"Longest run on one side {view.LongestRun}{(view.LongestByChance is { } longest ? $" (by chance up to {longest})" : "")}; crossings of the median {view.Crossings}{(view.FewestByChance is { } fewest ? $" (by chance {fewest} or more)" : "")}; {Count(view.Useful, "month")} off the median. A trend is not judged: that rule finds nothing that these two do not.";

    public static string RunChartSpoken(RunChartView view) =>
        $"{Named(view.Metric)}, {Of(view.Months[0].Month)} to {Of(view.Months[^1].Month)}, median {Value(view.Median, view.Metric.Unit, null)}. {RunChartSaid(view)} The values are in the table below.";

    public static string MedianOf(RunChartView view) => $"median {Number(view.Median)}";

    public static string KindOf(RunChartNote note) => note.Kind switch
    {
        "drift-plan" => "Plan about an early warning",
        "pdsa-cycle" => "PDSA cycle",
        _ => Sentence(note.Kind),
    };
}
