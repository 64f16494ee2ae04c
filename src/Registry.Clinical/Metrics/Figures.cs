namespace Registry.Clinical;

/// <summary>Small sums over figures. Half is always rounded up, toward plus infinity.</summary>
public static class Figures
{
    /// <summary>In percent to one decimal; null from an empty whole.</summary>
    public static decimal? Percent(decimal part, decimal whole) => whole == 0 ? null : HalfUp(100 * part / whole, 1);

    public static decimal HalfUp(decimal value, int decimals)
    {
        var scale = decimals switch
        {
            0 => 1m,
            1 => 10m,
            2 => 100m,
            _ => throw new ArgumentOutOfRangeException(nameof(decimals)),
        };
        return Math.Floor(value * scale + 0.5m) / scale;
    }

    /// <summary>The middle one, or the mean of the two in the middle; null of nothing.</summary>
    public static decimal? Median(IEnumerable<decimal> values) => Quantile(values, 0.5m);

    /// <summary>Linear between neighbours (type 7, as spreadsheets and R do); null of nothing.</summary>
    /// <param name="share">0 to 1.</param>
    public static decimal? Quantile(IEnumerable<decimal> values, decimal share)
    {
        decimal[] sorted = [.. values.Order()];
        if (sorted.Length == 0) return null;
        var place = share * (sorted.Length - 1);
        var below = (int)Math.Floor(place);
        return below + 1 == sorted.Length ? sorted[below] : sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]);
    }

    /// <summary>Sample standard deviation; null of fewer than two values.</summary>
    public static double? StandardDeviation(IReadOnlyCollection<decimal> values)
    {
        if (values.Count < 2) return null;
        var mean = values.Average();
        return Math.Sqrt((double)(values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1)));
    }

    /// <summary>Wilson's 95% score interval of a proportion, as shares of 1; null from an empty whole.</summary>
    public static (double Low, double High)? Wilson(int part, int whole)
    {
        if (whole == 0) return null;
        const double z = 1.959963984540054;
        double n = whole, p = part / n, z2 = z * z;
        var centre = (p + z2 / (2 * n)) / (1 + z2 / n);
        var reach = z / (1 + z2 / n) * Math.Sqrt(p * (1 - p) / n + z2 / (4 * n * n));
        return (part == 0 ? 0 : centre - reach, part == whole ? 1 : centre + reach);
    }
}
