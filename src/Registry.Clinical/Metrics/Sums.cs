namespace Registry.Clinical;

/// <summary>From the places of all episodes to one figure.</summary>
internal static class Sums
{
    public const decimal DaysOfMonth = 30.44m;

    /// <summary>So many of so many, in percent.</summary>
    public static MetricValue Percent(PlacedPopulation p) => Of(p, Total(p, e => e.Numerator), Total(p, e => e.Denominator), Figures.Percent);

    /// <summary>So many in a patient-month of 30.44 days; below the line are the patient-days.</summary>
    public static MetricValue PerPatientMonth(PlacedPopulation p) =>
        Of(p, Total(p, e => e.Numerator), Total(p, e => e.Denominator), (n, days) => days == 0 ? null : Figures.HalfUp(n * DaysOfMonth / days, 2));

    /// <summary>How many there are. Nobody is 0, which is an answer.</summary>
    public static MetricValue Count(PlacedPopulation p)
    {
        var count = Total(p, e => e.Numerator);
        return Value(p, count, count, null, null);
    }

    /// <summary>How many for each attested full-time equivalent.</summary>
    public static MetricValue PerFte(PlacedPopulation p)
    {
        var (patients, fte) = (Total(p, e => e.Numerator), p.Question.AttestedFte);
        return Value(p, fte is > 0 ? Figures.HalfUp(patients / fte.Value, 1) : null, patients, fte, fte is > 0 ? null : "fte-not-attested");
    }

    /// <summary>The middle observation, and the one that nine of ten do not exceed.</summary>
    public static MetricValue MedianAndNinetieth(PlacedPopulation p)
    {
        var observed = Observed(p);
        return Middle(p, Figures.Median(observed), observed.Count) with { Parts = [new("p90", Rounded(Figures.Quantile(observed, 0.9m)))] };
    }

    /// <summary>Mean days as weeks: the days are added first, then divided.</summary>
    public static MetricValue MeanWeeks(PlacedPopulation p)
    {
        var days = Observed(p);
        return Middle(p, days.Count == 0 ? null : days.Sum() / days.Count / 7, days.Count) with { Parts = [] };
    }

    public static MetricValue Middle(PlacedPopulation p, decimal? value, int of) => Value(p, Rounded(value), null, of, of == 0 ? EmptyDenominator : null);

    public static decimal? Rounded(decimal? value) => value is { } known ? Figures.HalfUp(known, 1) : null;

    public static List<decimal> Observed(PlacedPopulation p) => [.. p.Counted.Where(e => e.Placement.Observed is not null).Select(e => e.Placement.Observed!.Value)];

    public const string EmptyDenominator = "empty-denominator";

    /// <param name="noValue">Why <paramref name="value"/> is null.</param>
    public static MetricValue Value(PlacedPopulation p, decimal? value, decimal? numerator, decimal? denominator, string? noValue) =>
        new(p.Metric.Code, p.Metric.Version, p.Metric.Unit, value, numerator, denominator)
        {
            NoValue = noValue,
            Population = p.Counted.Count(),
            Parts = [.. p.Counted.SelectMany(e => e.Placement.Parts).GroupBy(part => part.Name).OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => new MetricPart(g.Key, g.Sum(part => part.Value)))],
        };

    private static MetricValue Of(PlacedPopulation p, decimal numerator, decimal denominator, Func<decimal, decimal, decimal?> divide) =>
        Value(p, divide(numerator, denominator), numerator, denominator, denominator == 0 ? EmptyDenominator : null);

    private static decimal Total(PlacedPopulation p, Func<Placement, decimal> part) => p.Counted.Sum(e => part(e.Placement));
}
