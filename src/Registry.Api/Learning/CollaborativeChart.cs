using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Registry.Clinical;

namespace Registry.Api;

/// <summary>Along what the points of a run chart stand.</summary>
internal static class ChartAxis
{
    public const string Month = "month", MonthsSinceLaunch = "months-since-launch";

    public static readonly Refusal Unknown = new("unknown-axis", RefusalKind.Malformed, "axis is month or months-since-launch.");

    /// <summary>In the order of time: months since a launch are numbers, and those before it are negative.</summary>
    public static int Place(string axis, string at) => axis == Month ? 0 : int.Parse(at, CultureInfo.InvariantCulture);

    /// <summary>Where a month stands; null before a launch that is not known. The month of the launch is 0.</summary>
    public static string? At(string axis, YearMonth month, LocalDate? launchedOn) => axis == Month ? YearMonthPattern.Iso.Format(month)
        : launchedOn is { } launch ? (12 * (month.Year - launch.Year) + month.Month - launch.Month).ToString(CultureInfo.InvariantCulture) : null;
}

/// <param name="Goal">In the unit of the metric.</param>
/// <param name="Axis">month or months-since-launch.</param>
/// <param name="Middle">The median of the sites that have a value there, when at least two have.</param>
internal sealed record CollaborativeChartResponse(string Metric, string Title, MetricUnit Unit, decimal Goal, string Axis, IReadOnlyList<SiteSeriesResponse> Sites, IReadOnlyList<ChartMiddleResponse> Middle)
{
    public static CollaborativeChartResponse Of(CollaborativeMeasure measure, string axis, IEnumerable<SiteSeriesResponse> sites)
    {
        List<SiteSeriesResponse> series = [.. sites];
        var metric = Clinical.Metrics.ByCode(measure.MetricCode)!;
        var middle = series.SelectMany(s => s.Points).Where(p => p.Value is not null).GroupBy(p => p.At).Where(g => g.Count() > 1)
            .OrderBy(g => ChartAxis.Place(axis, g.Key)).ThenBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new ChartMiddleResponse(g.Key, Figures.HalfUp(Figures.Median(g.Select(p => p.Value!.Value))!.Value, 1), g.Count()));
        return new(metric.Code, metric.Title, metric.Unit, measure.Goal, axis, series, [.. middle]);
    }
}

/// <param name="Sites">How many have a value there.</param>
internal sealed record ChartMiddleResponse(string At, decimal Value, int Sites);

/// <param name="IsOwn">A clinic of the caller's organization: only there cycles are shown.</param>
/// <param name="Median">Of all points with a value.</param>
/// <param name="HasShift">The points have run along one side of the median for longer than chance explains.</param>
/// <param name="HasTooFewCrossings">They cross the median less often than chance explains.</param>
/// <param name="IsJudged">There are enough points beside the median: with fewer than 10 there is no signal.</param>
internal sealed record SiteSeriesResponse(
    Id<Clinic> ClinicId, string Name, bool IsOwn, IReadOnlyList<ChartPointResponse> Points, decimal? Median, bool IsJudged, bool HasShift, bool HasTooFewCrossings, IReadOnlyList<ChartAnnotationResponse> Annotations)
{
    public static SiteSeriesResponse Of(CollaborativeSite site, string metric, string axis, IEnumerable<SharedSubmission> submitted, IEnumerable<PdsaCycle> cycles, Id<Organization> reader)
    {
        List<ChartPointResponse> points = [.. submitted.OrderBy(s => s.MonthOn).Select(s => (At: ChartAxis.At(axis, s.MonthOn.ToYearMonth(), site.LaunchedOn), Measure: s.Measures.Single(m => m.MetricCode == metric)))
            .Where(p => p.At is not null).Select(p => new ChartPointResponse(p.At!, p.Measure.Value, p.Measure.Numerator, p.Measure.Denominator, p.Measure.NoValue))];
        var chart = RunChart.Of([.. points.Select(p => new RunChartPoint(p.At, p.Value))]);
        return new(site.ClinicId, site.Name, site.OrganizationId == reader, points, chart.Median, chart.Useful >= RunChart.FewestUseful, chart.HasShift, chart.HasTooFewCrossings,
            [.. cycles.Select(c => ChartAnnotationResponse.Of(c, axis, site.LaunchedOn)).OfType<ChartAnnotationResponse>()]);
    }
}

/// <param name="At">A month (2025-03), or how many months after the launch.</param>
/// <param name="NoValue">suppressed, or why there is none.</param>
internal sealed record ChartPointResponse(string At, decimal? Value, decimal? Numerator, decimal? Denominator, string? NoValue);

/// <summary>A change that was tried while the measure moved, or did not.</summary>
/// <param name="At">Where it began on the axis.</param>
/// <param name="Until">Where it ended; null while it runs.</param>
internal sealed record ChartAnnotationResponse(
    Id<PdsaCycle> CycleId, string Title, string Plan, string Prediction, LocalDate StartedOn, LocalDate? EndedOn, PdsaDecision? Decision, string At, string? Until)
{
    public static ChartAnnotationResponse? Of(PdsaCycle c, string axis, LocalDate? launchedOn) => ChartAxis.At(axis, c.StartedOn.ToYearMonth(), launchedOn) is not { } at ? null
        : new(c.Id, c.Title, c.Plan, c.Prediction, c.StartedOn, c.EndedOn, c.Decision, at, c.EndedOn is { } end ? ChartAxis.At(axis, end.ToYearMonth(), launchedOn) : null);
}
