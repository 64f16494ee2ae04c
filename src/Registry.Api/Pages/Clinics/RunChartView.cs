using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>Which chart is looked at.</summary>
internal sealed record RunChartAsked
{
    /// <summary>Code of the metric; by default that of improvement.</summary>
    [FromQuery(Name = "metric")] public string? Metric { get; init; }

    /// <summary>The last month; by default the last that is known.</summary>
    [FromQuery(Name = "to")] public Month? To { get; init; }

    /// <summary>How many months, 1 to 60; by default 24.</summary>
    [FromQuery(Name = "months")] public int? Months { get; init; }

    /// <summary>The median is that of so many of the first months with a value, 10 or more; by default of all.</summary>
    [FromQuery(Name = "baseline")] public int? Baseline { get; init; }
}

/// <summary>One figure of a clinic month by month against its own median, with what was tried meanwhile.</summary>
/// <param name="Months">Empty when nothing is published.</param>
/// <param name="LongestByChance">Null while there are too few months to judge.</param>
public sealed record RunChartView(
    ClinicSeen Clinic, Metric Metric, decimal? Median, int Useful, int LongestRun, int? LongestByChance, int Crossings, int? FewestByChance, bool HasShift, bool HasTooFewCrossings,
    IReadOnlyList<RunChartMonth> Months, IReadOnlyList<RunChartNote> Notes, string Choice)
{
    public const string UsualMetric = "M19";
    private const int UsualMonths = 24;

    /// <summary>As GET /v1/clinics/{id}/run-charts/{metric} answers whoever may see the patients, and GET /v1/organization/run-charts/{metric} everybody else.</summary>
    internal static async Task<(RunChartView? View, Refused? Refused)> Read(Id<Clinic> clinicId, RunChartAsked asked, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (await ClinicSeen.Of(clinicId, access, db, ct) is not { } clinic || Metrics.ByCode(asked.Metric ?? UsualMetric) is not { } metric) return (null, new(Refusals.NotFound));
        if (clinic.MonthOf(asked.To, access.Now) is not { } to) return (null, new(Refusals.UnknownPeriod.At("to")));
        var months = asked.Months ?? UsualMonths;
        var answer = clinic.IsWhole
            ? await RunChartEndpoints.OfClinic(clinicId, metric.Code, new(), access, db, ct, new Month(to), months, asked.Baseline)
            : await RunChartEndpoints.OfOrganization(metric.Code, access, db, ct, clinicId, new Month(to), months, asked.Baseline);
        var choice = PageLinks.With("", ("to", asked.To is null ? null : Words.Of(to)), ("months", asked.Months?.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("baseline", asked.Baseline?.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        return answer.Result switch
        {
            Ok<RunChartResponse> { Value: { } chart } => (Of(clinic, metric, chart, choice), null),
            // The clinic is there, and nothing of it is out.
            Refused refused when refused.Refusals.All(r => r.Kind is RefusalKind.NotFound) => (new(clinic, metric, null, 0, 0, null, 0, null, false, false, [], [], choice), null),
            var refused => (null, (Refused)refused),
        };
    }

    private static RunChartView Of(ClinicSeen clinic, Metric metric, RunChartResponse chart, string choice) => new(
        clinic, metric, chart.Median, chart.Useful, chart.LongestRun, chart.LongestByChance, chart.Crossings, chart.FewestByChance, chart.HasShift, chart.HasTooFewCrossings,
        RunChartMonth.All(chart), [.. chart.Annotations.Select(a => new RunChartNote(a.Kind, a.Title, a.From, a.To))], choice);

    public string Link(Metric metric) => PageLinks.RunCharts(Clinic.Id) + (Choice.Length == 0 ? "?" : Choice + "&") + "metric=" + metric.Code;

    public string Csv => PageLinks.RunCharts(Clinic.Id) + "/csv" + (Choice.Length == 0 ? "?" : Choice + "&") + "metric=" + Metric.Code;

    internal DataTable AsTable() => new(
        Words.RunChartColumns,
        [.. Months.Select(m => (IReadOnlyList<string>)[
            Words.Of(m.Month), DataTable.Number(m.SinceLaunch), DataTable.Number(m.Value), DataTable.Number(m.Numerator), DataTable.Number(m.Denominator), Words.NoValue(m.NoValue), DataTable.Number(Median),
            m.Value is null || Median is null ? "" : m.Value > Median ? Words.Above : m.Value < Median ? Words.Below : Words.OnMedian, m.IsInShift ? Words.Shift : ""])]);
}

/// <param name="SinceLaunch">Months since Collaborative Care began at the clinic; null while that is not said.</param>
/// <param name="IsInShift">It belongs to a run on one side of the median that is longer than chance makes it.</param>
public sealed record RunChartMonth(YearMonth Month, int? SinceLaunch, decimal? Value, decimal? Numerator, decimal? Denominator, string? NoValue, bool IsInShift)
{
    internal static IReadOnlyList<RunChartMonth> All(RunChartResponse chart)
    {
        // Months without a value and months on the median neither end a run nor belong to it.
        var run = new List<int>();
        var shifted = new HashSet<int>();
        foreach (var (i, point) in chart.Points.Index())
        {
            if (point.Value is not { } value || value == chart.Median) continue;
            if (run.Count > 0 && (chart.Points[run[^1]].Value > chart.Median) != (value > chart.Median)) run.Clear();
            run.Add(i);
            if (run.Count > chart.LongestByChance) shifted.UnionWith(run);
        }

        return [.. chart.Points.Select((p, i) => new RunChartMonth(p.Month, p.MonthsSinceLaunch, p.Value, p.Numerator, p.Denominator, p.NoValue, shifted.Contains(i)))];
    }
}

/// <summary>Something that was done about the figure meanwhile.</summary>
/// <param name="Kind">"drift-plan", "pdsa-cycle".</param>
/// <param name="To">Null while it lasts.</param>
public sealed record RunChartNote(string Kind, string Title, LocalDate From, LocalDate? To)
{
    public override string ToString() => nameof(RunChartNote);
}
