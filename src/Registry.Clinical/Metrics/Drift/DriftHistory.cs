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
/// <param name="All">Every month that was read, judged; of the earliest less is known of what came before.</param>
/// <param name="Wanted">How many of the last of them were asked for.</param>
public sealed record DriftHistory(DriftIndicator Indicator, IReadOnlyList<DriftMonth> All, int Wanted)
{
    public const string NothingBefore = "too-few-months-before";

    /// <param name="months">In order, the months before the first that is wanted included.</param>
    /// <param name="wanted">How many of the last of them are judged.</param>
    public static DriftHistory Of(DriftIndicator indicator, IReadOnlyList<ClinicMonth> months, int wanted, DriftThreshold threshold, CaseloadTarget target) =>
        new(indicator, [.. Enumerable.Range(0, months.Count).Select(at => Judge(indicator, new(months, at, indicator.Metric, threshold, target)))], wanted);

    /// <summary>Those that were asked for.</summary>
    public IEnumerable<DriftMonth> Months => All.TakeLast(Wanted);

    public DriftMonth Latest => All[^1];

    /// <summary>Each month asked for in which the level was another than the last one known; a month without a value changes nothing.</summary>
    public IEnumerable<DriftTurn> Turns => AllTurns().Where(t => t.Month.CompareTo(All[^Math.Min(Wanted, All.Count)].Month) >= 0);

    /// <summary>The month in which the present level began, as far as the figures reach; null without any level.</summary>
    public YearMonth? Since => AllTurns().Select(t => (YearMonth?)t.Month).LastOrDefault();

    /// <summary>The month since which it has been amber or red, whichever of the two; null while it is green.</summary>
    public YearMonth? WorriesSince
    {
        get
        {
            YearMonth? since = null;
            foreach (var turn in AllTurns()) since = turn.To is DriftLevel.Green ? null : since ?? turn.Month;
            return since;
        }
    }

    private IEnumerable<DriftTurn> AllTurns()
    {
        DriftLevel? before = null;
        foreach (var month in All)
        {
            if (month.Level is not { } level || level == before) continue;
            yield return new(month.Month, before, level);
            before = level;
        }
    }

    private static DriftMonth Judge(DriftIndicator indicator, DriftView view)
    {
        var (month, figure) = (view.Months[view.At].Month, view.Figure);
        if (figure.Value is null) return new(month, null, null, figure.Numerator, figure.Denominator, figure.NoValue, null);
        if (indicator.Judged(view) is not { } value) return new(month, null, null, figure.Numerator, figure.Denominator, NothingBefore, null);
        var because = indicator.RedBecause(view);
        return new(month, because is null ? view.Threshold.LevelOf(value) : DriftLevel.Red, value, figure.Numerator, figure.Denominator, null, because);
    }
}
