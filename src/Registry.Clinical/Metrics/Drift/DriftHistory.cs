using NodaTime;

namespace Registry.Clinical;

/// <summary>One indicator in one month.</summary>
/// <param name="Level">Null where there is nothing to judge; <paramref name="NoValue"/> says why.</param>
/// <param name="Value">What was judged: the figure, or what the indicator forms of it.</param>
/// <param name="RedBecause">What made it red besides the limit: "fell", "weeks-missed", "shift".</param>
public sealed record DriftMonth(YearMonth Month, DriftLevel? Level, decimal? Value, decimal? Numerator, decimal? Denominator, string? NoValue, string? RedBecause);

/// <summary>From this month on the indicator stood otherwise than before.</summary>
/// <param name="From">Null for the first level there was.</param>
public readonly record struct DriftTurn(YearMonth Month, DriftLevel? From, DriftLevel To);

/// <summary>When an indicator turned amber, red and back. Derived from the figures each time, so it cannot disagree with them.</summary>
public sealed record DriftHistory(DriftIndicator Indicator, IReadOnlyList<DriftMonth> Months)
{
    public const string NothingBefore = "too-few-months-before";

    /// <param name="months">In order, the months before the first that is wanted included.</param>
    /// <param name="wanted">How many of the last of them are judged.</param>
    public static DriftHistory Of(DriftIndicator indicator, IReadOnlyList<ClinicMonth> months, int wanted, DriftThreshold threshold, CaseloadTarget target) =>
        new(indicator, [.. Enumerable.Range(Math.Max(0, months.Count - wanted), Math.Min(wanted, months.Count)).Select(at => Judge(indicator, new(months, at, indicator.Metric, threshold, target)))]);

    public DriftMonth Latest => Months[^1];

    /// <summary>Each month in which the level was another than the last one known; a month without a value changes nothing.</summary>
    public IEnumerable<DriftTurn> Turns
    {
        get
        {
            DriftLevel? before = null;
            foreach (var month in Months)
            {
                if (month.Level is not { } level || level == before) continue;
                yield return new(month.Month, before, level);
                before = level;
            }
        }
    }

    /// <summary>The month in which the present level began, as far as the history reaches; null without any level.</summary>
    public YearMonth? Since => Turns.Select(t => (YearMonth?)t.Month).LastOrDefault();

    private static DriftMonth Judge(DriftIndicator indicator, DriftView view)
    {
        var (month, figure) = (view.Months[view.At].Month, view.Figure);
        if (figure.Value is null) return new(month, null, null, figure.Numerator, figure.Denominator, figure.NoValue, null);
        if (indicator.Judged(view) is not { } value) return new(month, null, null, figure.Numerator, figure.Denominator, NothingBefore, null);
        var because = indicator.RedBecause(view);
        return new(month, because is null ? view.Threshold.LevelOf(value) : DriftLevel.Red, value, figure.Numerator, figure.Denominator, null, because);
    }
}
