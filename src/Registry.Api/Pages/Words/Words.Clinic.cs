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
    public const string ChooseFigure = "Another figure";
    public const string Month = "Month";

    private static readonly LocalDatePattern MonthAndYear = LocalDatePattern.CreateWithInvariantCulture("MMMM uuuu");

    public static readonly IReadOnlyList<string> ReportColumns =
    [
        "Code", "Figure", "Unit", "Value", "Numerator", "Denominator", "No value because", "Change from the month before", "Target from", "Target to", "Target met",
        "Other clinics", "Their median", "Their lower quartile", "Their upper quartile", "Funnel limit from", "Funnel limit to", "Against the limits",
    ];

    /// <summary>The groups of figures on the report, by the code that begins each.</summary>
    public static readonly IReadOnlyList<(string From, string Heading)> Chapters =
        [("M01", "Caseload and flow"), ("M08", "Contact"), ("M16", "Measurement and outcomes"), ("M26", "Consultation"), ("M32", "Safety, length of care and work"), ("CM1", "Who is treated")];

    public static string ReportOf(ClinicReport report) => $"{report.Clinic.Name}: report for {Long(report.Month)}";

    /// <summary>"2026-10".</summary>
    public static string Of(YearMonth month) => YearMonthPattern.Iso.Format(month);

    /// <summary>"October 2026".</summary>
    public static string Long(YearMonth month) => MonthAndYear.Format(month.OnDayOfMonth(1));

    public static string Earlier(YearMonth month) => $"← {Long(month)}";

    public static string Later(YearMonth month) => $"{Long(month)} →";

    public static string Number(decimal? number) => number?.ToString("0.##;−0.##", CultureInfo.InvariantCulture) ?? "";

    /// <summary>A cell of a table as it is read: with a dash for nothing, and a minus that is one.</summary>
    public static string Cell(string cell) =>
        cell.Length == 0 ? None : cell[0] == '-' && decimal.TryParse(cell, CultureInfo.InvariantCulture, out var number) ? Number(number) : cell;

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

    /// <summary>"in person 12, phone 31, video 7"; published figures come without.</summary>
    public static string PartsSaid(MetricValue figure) =>
        string.Join(", ", figure.Parts.Where(p => p.Value is not null).Select(p => $"{p.Name.Replace('-', ' ')} {Number(p.Value)}"));

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

    /// <summary>Inside a sentence.</summary>
    private static string Inside(string text) => char.ToLowerInvariant(text[0]) + text[1..];
}
