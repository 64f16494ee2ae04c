using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

internal static partial class Words
{
    public const string Clinics = "Clinics";
    public const string ClinicReport = "Clinic report";
    public const string RunCharts = "Run charts";
    public const string Funnel = "Funnel";
    public const string Equity = "Equity";
    public const string WholeOrganization = "The whole organization";
    public const string ViewsOfClinic = "Views of this clinic";
    public const string Figure = "Figure";
    public const string Figures = "All figures";
    public const string MonthByMonth = "Month by month, as a table";
    public const string Moves = "What changed most since the month before";
    public const string NoMoves = "Nothing that was known in both months moved.";
    public const string MovesLegend = "Ordered by how far each figure moved against how far it usually moves from one month to the next, at least one point or patient.";
    public const string MonthBefore = "Month before";
    public const string This = "This month";
    public const string Moved = "Change";
    public const string UsuallyMoves = "Usual change";
    public const string Warnings = "Early warnings";
    public const string Level = "Level";
    public const string Since = "Since";
    public const string Limits = "Limits";
    public const string Plan = "Plan";
    public const string NoPlan = "Nobody has said what is done about it.";
    public const string Learning = "What is being tried";
    public const string Cycles = "PDSA cycles";
    public const string NoCycles = "No PDSA cycle ran in this month.";
    public const string ActionPlans = "Action plans";
    public const string NoActionPlans = "No action plan is open.";
    public const string Aim = "Aim and prediction";
    public const string Moving = "To move";
    public const string Goal = "Goal";
    public const string Steps = "Steps";
    public const string Owner = "Owner";
    public const string NextLook = "Next look";
    public const string Overdue = "overdue";
    public const string Running = "running";
    public const string Counts = "Counted";
    public const string Trend = "13 months";
    public const string PeersAndTarget = "Among the clinics";
    public const string Benchmarks = "Published elsewhere";
    public const string NotOut = "No figures of this month are published. A month is published 16 days after its end.";
    public const string PublishedLegend = "Published figures: as they were known 15 days after the end of the month. What could tell about 1 to 10 people is suppressed: neither the number nor a drawing of it is on this page.";
    public const string WholeLegend = "Every patient of the clinic, as known today.";
    public const string StripLegend = "Small charts among the clinics run from 0 to 100%: light grey, where 95% of clinics of this size would lie if all were alike (funnel limits); dark grey, the middle half of the other clinics, with their median │; green dashes, the target; ● this clinic.";
    public const string FunnelLegend = "● this clinic, ○ the other clinics you may see; of more than eight, only those outside of the limits are named. Curves: between them lie 95% of clinics of that size if all were alike. A clinic outside is worth a question; one inside differs by no more than chance may make it. Limits begin at ten patients.";
    public const string PatientsBelow = "Patients the share rests on";
    public const string NoClinicDrawn = "No clinic's figure of this month is shown.";
    public const string WarningsAsCsv = "Early warnings as CSV";
    public const string ChooseFigure = "Another figure";
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
    public const string GroupedBy = "By:";
    public const string Everybody = "Everybody";
    public const string EquityLegend = "● the group's figure with its 95% interval (Wilson); dashes, everybody. Improvement that leaves a group behind is not improvement; a wide interval says that too few people are in a group to tell.";
    public const string Month = "Month";

    private static readonly LocalDatePattern MonthAndYear = LocalDatePattern.CreateWithInvariantCulture("MMMM uuuu");

    public static readonly IReadOnlyList<string> ReportColumns =
    [
        "Code", "Figure", "Unit", "Value", "Numerator", "Denominator", "No value because", "Change from the month before", "Target from", "Target to", "Target met",
        "Other clinics", "Their median", "Their lower quartile", "Their upper quartile", "Funnel limit from", "Funnel limit to", "Against the limits",
    ];

    public static readonly IReadOnlyList<string> WarningColumns =
        ["Code", "Early warning", "Level", "Value", "Numerator", "Denominator", "No value because", "Red because", "Limits", "Since", "Plan", "Owner", "Looked at again"];

    public static readonly IReadOnlyList<string> FunnelColumns = ["Clinic", "Value", "Numerator", "Denominator", "No value because", "Limit from", "Limit to", "Against the limits"];

    public static readonly IReadOnlyList<string> RunChartColumns = ["Month", "Months since launch", "Value", "Numerator", "Denominator", "No value because", "Median", "Side", "Signal"];

    public static readonly IReadOnlyList<string> EquityColumns =
    [
        "Group", "Value", "Numerator", "Denominator", "Interval from", "Interval to", "No value because",
        "Difference to the largest group", "Ratio to the largest group", "Difference to everybody", "Ratio to everybody",
    ];

    /// <summary>Names of languages by their code; another one is shown by its code.</summary>
    private static readonly IReadOnlyDictionary<string, string> Languages = new Dictionary<string, string>
    {
        ["ar"] = "Arabic", ["bn"] = "Bengali", ["en"] = "English", ["es"] = "Spanish", ["fr"] = "French", ["hi"] = "Hindi", ["ht"] = "Haitian Creole", ["ko"] = "Korean",
        ["pl"] = "Polish", ["pt"] = "Portuguese", ["ru"] = "Russian", ["tl"] = "Tagalog", ["vi"] = "Vietnamese", ["yi"] = "Yiddish", ["zh"] = "Chinese",
    };

    /// <summary>The groups of figures on the report, by the code that begins each.</summary>
    public static readonly IReadOnlyList<(string From, string Heading)> Chapters =
        [("M01", "Caseload and flow"), ("M08", "Contact"), ("M16", "Measurement and outcomes"), ("M26", "Consultation"), ("M32", "Safety, length of care and work"), ("CM1", "Who is treated")];

    public static string ReportOf(ClinicReport report) => $"{report.Clinic.Name}: report for {Long(report.Month)}";

    public static string RunChartOf(RunChartView view) => $"{view.Clinic.Name}: {Inside(view.Metric.Title)}";

    public static string FunnelOf(FunnelView view) => $"{view.Clinic.Name}: {Inside(view.Metric.Title)} among the clinics, {Long(view.Month)}";

    public static string FunnelLink(Metric metric) => $"Funnel of {Named(metric)}";

    public static string EquityOf(EquityView view) => $"{view.Place}: {Inside(view.Metric.Title)} by {StratumName(view.By)}, {Long(view.Month)}";

    /// <summary>"2026-10".</summary>
    public static string Of(YearMonth month) => YearMonthPattern.Iso.Format(month);

    /// <summary>"October 2026".</summary>
    public static string Long(YearMonth month) => MonthAndYear.Format(month.OnDayOfMonth(1));

    public static string Earlier(YearMonth month) => $"← {Long(month)}";

    public static string Later(YearMonth month) => $"{Long(month)} →";

    public static string Number(decimal? number) => number?.ToString("0.##", CultureInfo.InvariantCulture) ?? "";

    public static string YesOrNo(bool? answer) => answer is { } known ? known ? Yes : No : "";

    public static string Unit(MetricUnit unit) => unit switch
    {
        MetricUnit.Percent => "%",
        MetricUnit.Ratio => "",
        _ => Kebab.Of(unit),
    };

    /// <summary>"M09 Reached and measured in the month (%)".</summary>
    public static string Named(Metric metric) => $"{metric.Code} {metric.Title}{(Unit(metric.Unit) is { Length: > 0 } unit ? $" ({unit})" : "")}";

    /// <summary>"62.5%", "14 days", or why there is none.</summary>
    public static string Value(decimal? value, MetricUnit unit, string? noValue) =>
        value is null ? NoValue(noValue) : unit is MetricUnit.Percent ? $"{Number(value)}%" : $"{Number(value)} {Unit(unit)}".TrimEnd();

    /// <summary>"25 of 40", or "of 40" for a median or a mean; nothing for a count, which is its own value.</summary>
    public static string Counted(decimal? numerator, decimal? denominator) =>
        denominator is null ? "" : numerator is null ? $"of {Number(denominator)}" : $"{Number(numerator)} of {Number(denominator)}";

    public static string NoValue(string? why) => why switch
    {
        null => "",
        "empty-denominator" => "nobody to count",
        "fte-not-attested" => "staffing not attested",
        "median-not-reached" => "median not reached",
        "period-not-begun" => "not begun",
        "not-published" => "not published",
        "too-few-months-before" => "too few months before",
        _ => why.Replace('-', ' '),
    };

    public static string OutOf(string denominator) => $"Out of: {Inside(denominator)}";

    /// <summary>Beside an axis: "20%", or the bare number of anything else.</summary>
    public static string Tick(decimal number, MetricUnit unit) => Number(number) + (unit is MetricUnit.Percent ? "%" : "");

    /// <summary>The codes of the figures that something is meant to move.</summary>
    public static string Charts(IReadOnlyList<string> metrics) => metrics.Count == 0 ? None : string.Join(", ", metrics);

    public static string ProfileSaid(string profile) => $"Outcome profile {profile}.";

    public static string Lasting(RunChartNote note) => note.To is { } to ? $"to {Of(to)}" : "and goes on";

    public static string Signed(decimal? change) => change switch
    {
        null => "",
        > 0 => "+" + Number(change),
        _ => Number(change),
    };

    private static string TargetSaid(FigureLine figure) => figure.Target is not { } target ? "" : $"target {Range(target.Lowest, target.Highest)}: {figure.MeetsTarget switch { true => "met", false => "not met", null => "cannot be judged" }}";

    /// <summary>"median 58.1 of 3 clinics, middle half 52 to 63.3".</summary>
    private static string PeersSaid(FigureLine figure) =>
        figure.Peers is not { Median: { } median } peers ? "" : $"median {Number(median)} of {Count(peers.Peers, "other clinic")}{(peers.Peers > 1 ? $", middle half {Number(peers.LowerQuartile)} to {Number(peers.UpperQuartile)}" : "")}";

    private static string LimitsSaid(FigureLine figure) =>
        figure.Peers is not { Place: { } place } peers ? "" : $"{place} the limits {Number(peers.Low)} to {Number(peers.High)}";

    /// <summary>What a small chart among the clinics shows, for whoever cannot see it.</summary>
    public static string StripSpoken(FigureLine figure) =>
        $"{Value(figure.Now.Value, figure.Metric.Unit, figure.Now.NoValue)}; {AmongSaid(figure)}";

    public static string AmongSaid(FigureLine figure) =>
        string.Join("; ", new[] { TargetSaid(figure), PeersSaid(figure), LimitsSaid(figure) }.Where(t => t.Length > 0));

    public static string TrendSpoken(FigureLine figure) =>
        $"{figure.Metric.Title}, from {Of(figure.Months[0].Month)}: {string.Join(", ", figure.Months.Select(m => m.Value.Value is { } value ? Number(value) : NoValue(m.Value.NoValue)))}";

    public static string Of(PublishedBenchmark benchmark) => $"{benchmark.Kind switch { BenchmarkKind.Target => "target", BenchmarkKind.Median => "median", _ => "range" }} {Range(benchmark.Low, benchmark.High)}: {benchmark.Name}";

    public static string Range(decimal? low, decimal? high) => (low, high) switch
    {
        ({ } one, { } other) => one == other ? Number(one) : $"{Number(one)} to {Number(other)}",
        ({ } least, null) => $"{Number(least)} or more",
        (null, { } most) => $"{Number(most)} or less",
        _ => "",
    };

    public static string LevelOf(WarningLine warning) => warning.Level switch
    {
        DriftLevel.Red => "Red",
        DriftLevel.Amber => "Amber",
        DriftLevel.Green => "Green",
        null => "Not judged",
    };

    private static readonly string[] Levels = ["Red", "Amber", "Green", "Not judged"];

    public static string WarningsSaid(IEnumerable<WarningLine> warnings)
    {
        var levels = warnings.GroupBy(LevelOf).ToDictionary(g => g.Key, g => g.Count());
        return string.Join(", ", Levels.Where(levels.ContainsKey).Select(level => $"{levels[level]} {level.ToLowerInvariant()}")) + ".";
    }

    public static string ValueOf(WarningLine warning) => warning.Value is null ? NoValue(warning.NoValue)
        : Number(warning.Value) + (warning.Indicator.Metric == DriftMetrics.DocumentationLag ? " days" : "%") + (Counted(warning.Numerator, warning.Denominator) is { Length: > 0 } counted ? $" ({counted})" : "");

    public static string LimitsOf(DriftThreshold limits) =>
        $"amber {Beyond(limits.AmberBelow, limits.AmberAbove)}, red {Beyond(limits.RedBelow, limits.RedAbove)}"
        + (limits.RedFall is { } fall ? $" or after a fall of {Number(fall)} points" : "") + (limits.RedMissedWeeks is { } weeks ? $" or {weeks} weeks missed in a row" : "");

    public static string BecauseOf(WarningLine warning) => warning.RedBecause switch
    {
        "fell" => "red because it fell",
        "weeks-missed" => "red because weeks were missed in a row",
        "shift" => "red because of a shift on the run chart",
        _ => "",
    };

    public static string SinceSaid(WarningLine warning) => warning.Since is { } since ? Of(since) : "";

    public static string Of(WarningAnswer answer) => $"{answer.Intervention} ({answer.Owner}, since {Of(answer.MadeOn)}, looked at again {Of(answer.ReviewOn)})";

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

    public static string AllClinics(decimal percent) => $"all clinics {Number(percent)}%";

    /// <summary>"Harbor 51.9% (40 of 77), within the limits 40.9 to 62.8".</summary>
    public static string FunnelPoint(FunnelClinic clinic) =>
        $"{clinic.Name} {Value(clinic.Figure.Value.Value, MetricUnit.Percent, null)} ({Counted(clinic.Figure.Value.Numerator, clinic.Figure.Value.Denominator)}){(clinic.Figure.Place is { } place ? $", {place} the limits {Number(clinic.Figure.Low)} to {Number(clinic.Figure.High)}" : "")}";

    public static string FunnelSpoken(FunnelView view) => $"{Named(view.Metric)}, {Long(view.Month)}: {string.Join("; ", view.Drawn.Select(FunnelPoint))}";

    public static string StratumName(string stratum) => stratum == "age-band" ? "age" : stratum;

    /// <summary>The group of a stratum as people call it.</summary>
    public static string GroupOf(string stratum, string group) => (stratum, group) switch
    {
        (_, Stratum.Unknown) => "Unknown or declined",
        ("language", _) => Languages.GetValueOrDefault(group, group),
        ("age-band", "65-and-over") => "65 and over",
        ("age-band", _) => group.Replace('-', '–'),
        (_, "american-indian-or-alaska-native") => "American Indian or Alaska Native",
        (_, "black-or-african-american") => "Black or African American",
        (_, "native-hawaiian-or-pacific-islander") => "Native Hawaiian or Pacific Islander",
        (_, "hispanic-or-latino") => "Hispanic or Latino",
        (_, "not-hispanic-or-latino") => "Not Hispanic or Latino",
        (_, "dual-medicare-medicaid") => "Medicare and Medicaid",
        (_, "other-public") => "Other public",
        (_, "self-pay") => "Self-pay",
        (_, "non-binary") => "Non-binary",
        _ => Sentence(group),
    };

    public static string EquitySaid(EquityView view) =>
        (view.Largest is { } largest ? $"Compared to the largest known group, {GroupOf(view.By, largest)}, and to everybody. " : "")
        + (view.UnknownShare is { } share ? $"Of {Number(share)}% the group is not known." : "");

    public static string EquitySpoken(EquityView view) =>
        $"{Named(view.Metric)} by {StratumName(view.By)}: {string.Join("; ", view.Groups.Append(view.Everybody!).Select(g => $"{g.Name} {Value(g.Value, view.Metric.Unit, g.NoValue)}{(g.Low is null ? "" : $", {Number(g.Low)} to {Number(g.High)}")}"))}";

    public static string EquityValue(EquityLine line, MetricUnit unit) =>
        Value(line.Value, unit, line.NoValue) + (Counted(line.Numerator, line.Denominator) is { Length: > 0 } counted ? $" ({counted})" : "");

    /// <summary>Inside a sentence.</summary>
    private static string Inside(string text) => char.ToLowerInvariant(text[0]) + text[1..];

    private static string Beyond(decimal? below, decimal? above) => (below, above) switch
    {
        ({ } low, { } high) => $"outside {Number(low)} to {Number(high)}",
        ({ } low, null) => $"below {Number(low)}",
        (null, { } high) => $"above {Number(high)}",
        _ => "never",
    };
}
