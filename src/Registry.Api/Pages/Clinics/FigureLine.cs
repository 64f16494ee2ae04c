using NodaTime;
using Registry.Clinical;

namespace Registry.Api;

/// <summary>One figure of a clinic: month by month, against its target, and among the other clinics.</summary>
/// <param name="Months">The month of the report last.</param>
/// <param name="Peers">Null when nothing of that month is published.</param>
/// <param name="Target">The clinic's, or the organization's; null without any.</param>
public sealed record FigureLine(Metric Metric, IReadOnlyList<FigureMonth> Months, PeerFigure? Peers, MetricTarget? Target)
{
    private const int FewestMoves = 3;

    public MetricValue Now => Months[^1].Value;
    public MetricValue Before => Months[^2].Value;

    public IEnumerable<PublishedBenchmark> Benchmarks => PublishedBenchmarks.Of(Metric.Code);

    /// <summary>From the month before; null when either month has no value.</summary>
    public decimal? Change => Now.Value - Before.Value;

    public bool? MeetsTarget => Target is null || Now.Value is not { } value ? null : Target.IsMet(value);

    /// <summary>By how much it moves from one month to the next, up or down: the median of the months before. Null while too few are known.</summary>
    public decimal? UsualMove
    {
        get
        {
            var moves = Months.SkipLast(1).Zip(Months.Skip(1).SkipLast(1), (one, next) => next.Value.Value - one.Value.Value).Where(m => m is not null).Select(m => Math.Abs(m!.Value)).ToList();
            return moves.Count < FewestMoves ? null : Figures.HalfUp(Figures.Median(moves)!.Value, 1);
        }
    }

    /// <summary>A line of the months that have a value; a month without one is a gap.</summary>
    internal string Path(int width, int height, int margin)
    {
        var path = new System.Text.StringBuilder();
        var follows = false;
        foreach (var (i, month) in Months.Index())
        {
            // A month between two gaps is a dot: a line of no length with round ends.
            if (month.Value.Value is { } value)
                path.Append(follows ? 'L' : 'M').Append(X(i, width, margin)).Append(' ').Append(Y(value, height, margin)).Append(follows ? "" : "h0");
            follows = month.Value.Value is not null;
        }

        return path.ToString();
    }

    internal int Y(decimal value, int height, int margin) => ValueScale.Of(Metric.Unit, Months.Select(m => m.Value.Value).OfType<decimal>()).Along(value, height - margin, margin);

    internal int X(int month, int width, int margin) => margin + (width - 2 * margin) * month / (Months.Count - 1);
}

public readonly record struct FigureMonth(YearMonth Month, MetricValue Value);
