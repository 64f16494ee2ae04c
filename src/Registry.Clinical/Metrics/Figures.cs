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
        var (low, high) = Wilson((double)part / whole, whole);
        return (part == 0 ? 0 : low, part == whole ? 1 : high);
    }

    /// <summary>The same around a share that so many have in the long run.</summary>
    public static (double Low, double High) Wilson(double share, double count)
    {
        const double z = 1.959963984540054;
        double z2 = z * z;
        var centre = (share + z2 / (2 * count)) / (1 + z2 / count);
        var reach = z / (1 + z2 / count) * Math.Sqrt(share * (1 - share) / count + z2 / (4 * count * count));
        return (centre - reach, centre + reach);
    }

    /// <summary>A share of 1 in percent, to one decimal.</summary>
    public static decimal? PercentOf(double? share) => share is { } known ? HalfUp((decimal)(100 * known), 1) : null;
}
