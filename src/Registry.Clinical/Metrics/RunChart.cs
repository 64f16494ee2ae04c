namespace Registry.Clinical;

/// <summary>One point of a run chart; null where a month had no value.</summary>
public readonly record struct RunChartPoint(string At, decimal? Value);

/// <summary>A series over time against its own median, and whether it has changed beyond chance.</summary>
/// <remarks>
/// The shift and crossings signals of Anhøj and Olesen (PLoS ONE 2014): points on the median are left out, the longest run may
/// be chance up to log2(n) + 3 rounded, and fewer crossings than the lower 5% of a fair coin's n - 1 throws are too few. Trends are not
/// judged: their rule is nearly useless.
/// </remarks>
public sealed record RunChart
{
    public required IReadOnlyList<RunChartPoint> Points { get; init; }

    /// <summary>Of the baseline points; null without any.</summary>
    public required decimal? Median { get; init; }

    /// <summary>Points that are not on the median.</summary>
    public required int Useful { get; init; }

    /// <summary>The longest run of useful points on one side.</summary>
    public required int LongestRun { get; init; }
    public required int Crossings { get; init; }

    /// <summary>A run longer than this is a shift.</summary>
    public required int LongestByChance { get; init; }

    /// <summary>Fewer crossings than this are too few.</summary>
    public required int FewestByChance { get; init; }

    /// <summary>The run that the last useful point belongs to lies below the median, and is a shift.</summary>
    public required bool EndsInShiftBelow { get; init; }

    public bool HasShift => LongestRun > LongestByChance;

    public bool HasTooFewCrossings => Crossings < FewestByChance;

    /// <summary>With fewer useful points nothing is judged.</summary>
    public const int FewestUseful = 10;

    /// <param name="baseline">How many of the first points with a value make the median; null for all.</param>
    public static RunChart Of(IReadOnlyList<RunChartPoint> points, int? baseline = null)
    {
        var values = points.Where(p => p.Value is not null).Select(p => p.Value!.Value).ToList();
        var median = Figures.Median(values.Take(baseline ?? values.Count));
        var sides = values.Where(v => v != median).Select(v => v > median).ToList();
        var (run, longest, crossings) = (0, 0, 0);
        for (var i = 0; i < sides.Count; i++)
        {
            var same = i > 0 && sides[i] == sides[i - 1];
            if (i > 0 && !same) crossings++;
            run = same ? run + 1 : 1;
            longest = Math.Max(longest, run);
        }

        var isJudged = sides.Count >= FewestUseful;
        var longestByChance = isJudged ? (int)Math.Round(Math.Log2(sides.Count) + 3, MidpointRounding.ToEven) : int.MaxValue;
        return new()
        {
            Points = points,
            Median = median,
            Useful = sides.Count,
            LongestRun = longest,
            Crossings = crossings,
            LongestByChance = longestByChance,
            EndsInShiftBelow = run > longestByChance && !sides[^1],
            FewestByChance = isJudged ? FewestCrossings(sides.Count - 1) : 0,
        };
    }

    /// <summary>The lower 5% point of a fair coin thrown so often: the smallest count reached with a probability of at least 5%.</summary>
    private static int FewestCrossings(int throws)
    {
        var (probability, cumulative) = (Math.Pow(0.5, throws), 0.0);
        for (var count = 0; ; count++)
        {
            cumulative += probability;
            if (cumulative >= 0.05) return count;
            probability *= (double)(throws - count) / (count + 1);
        }
    }
}
