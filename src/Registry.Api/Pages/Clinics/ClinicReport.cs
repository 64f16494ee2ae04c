using NodaTime;
using Registry.Clinical;

namespace Registry.Api;

/// <summary>A month of a clinic for the coaching call.</summary>
/// <param name="Figures">Empty for a month that is not published.</param>
/// <param name="Cycles">PDSA cycles that ran in the month.</param>
/// <param name="Plans">Action plans that nobody has closed.</param>
public sealed record ClinicReport(
    ClinicSeen Clinic, YearMonth Month, string Profile, IReadOnlyList<FigureLine> Figures, IReadOnlyList<WarningLine> Warnings, IReadOnlyList<CycleLine> Cycles, IReadOnlyList<PlanLine> Plans)
{
    private const int MostMoves = 6;

    /// <summary>A figure that hardly ever moves is not news for a tenth of a point.</summary>
    private const decimal SmallestMove = 1, SmallestRatio = 0.1m;

    public bool IsKnown => Figures.Count > 0;

    /// <summary>The figures that moved most since the month before, measured by how much each usually moves.</summary>
    public IEnumerable<FigureLine> Moves => Figures.Where(f => f is { Change: not (null or 0), UsualMove: not null })
        .OrderByDescending(f => Math.Abs(f.Change!.Value) / Math.Max(f.UsualMove!.Value, f.Metric.Unit is MetricUnit.Ratio ? SmallestRatio : SmallestMove)).ThenBy(f => f.Metric.Code, StringComparer.Ordinal).Take(MostMoves);

    /// <summary>Every figure with all that is drawn of it.</summary>
    internal DataTable AsTable() => new(
        [.. Words.ReportColumns, .. IsKnown ? Figures[0].Months.Select(m => Words.Of(m.Month)) : []],
        [.. Figures.Select(f => (IReadOnlyList<string>)
        [
            f.Metric.Code, f.Metric.Title, Words.Unit(f.Metric.Unit), DataTable.Number(f.Now.Value), DataTable.Number(f.Now.Numerator), DataTable.Number(f.Now.Denominator), Words.NoValue(f.Now.NoValue),
            DataTable.Number(f.Change), DataTable.Number(f.Target?.Lowest), DataTable.Number(f.Target?.Highest), Words.YesOrNo(f.MeetsTarget),
            DataTable.Number(f.Peers?.Peers), DataTable.Number(f.Peers?.Median), DataTable.Number(f.Peers?.LowerQuartile), DataTable.Number(f.Peers?.UpperQuartile),
            DataTable.Number(f.Peers?.Low), DataTable.Number(f.Peers?.High), f.Peers?.Place ?? "",
            .. f.Months.Select(m => DataTable.Number(m.Value.Value)),
        ])]);

    /// <summary>The early warnings, each with its limits and what is done about it.</summary>
    internal DataTable WarningsAsTable() => new(
        Words.WarningColumns,
        [.. Warnings.Select(w => (IReadOnlyList<string>)
        [
            w.Indicator.Code, w.Indicator.Title, Words.LevelOf(w), DataTable.Number(w.Value), DataTable.Number(w.Numerator), DataTable.Number(w.Denominator), Words.NoValue(w.NoValue), Words.BecauseOf(w),
            Words.LimitsOf(w.Threshold), Words.SinceSaid(w), w.Answer?.Intervention ?? "", w.Answer?.Owner ?? "", w.Answer is { } a ? Words.Of(a.ReviewOn) : "",
        ])]);

    /// <summary>The months as a table of their own.</summary>
    internal DataTable MonthByMonth() => new(
        [Words.Figure, .. Figures[0].Months.Select(m => Words.Of(m.Month))],
        [.. Figures.Select(f => (IReadOnlyList<string>)[Words.Named(f.Metric), .. f.Months.Select(m => m.Value.Value is { } value ? DataTable.Number(value) : Words.NoValue(m.Value.NoValue))])]);
}

/// <summary>An early warning of the clinic's own relapse.</summary>
/// <param name="Level">Null where there is nothing to judge.</param>
/// <param name="Since">The month in which it turned so, as far as the months looked at reach.</param>
/// <param name="Answer">What is done about it; null when nobody has said.</param>
/// <param name="IsAnswered">The answer was given since it turned so.</param>
public sealed record WarningLine(
    DriftIndicator Indicator, DriftThreshold Threshold, DriftLevel? Level, decimal? Value, decimal? Numerator, decimal? Denominator, string? NoValue, string? RedBecause, YearMonth? Since, WarningAnswer? Answer, bool IsAnswered);

public sealed record WarningAnswer(string Owner, string Intervention, LocalDate MadeOn, LocalDate ReviewOn)
{
    public override string ToString() => nameof(WarningAnswer);
}

public sealed record CycleLine(string Title, string Aim, string Prediction, LocalDate StartedOn, LocalDate? EndedOn, PdsaDecision? Decision, IReadOnlyList<string> Metrics)
{
    public override string ToString() => nameof(CycleLine);
}

public sealed record PlanLine(string Goal, string Steps, string Owner, LocalDate AdoptedOn, LocalDate? ReviewDueOn, bool IsOverdue, IReadOnlyList<string> Metrics)
{
    public override string ToString() => nameof(PlanLine);
}
