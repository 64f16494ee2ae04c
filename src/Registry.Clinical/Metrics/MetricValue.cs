namespace Registry.Clinical;

/// <summary>One figure. Without a denominator there is no value, and a reason instead: never 0.</summary>
/// <param name="Code">Of the metric.</param>
/// <param name="Value">Rounded half up: percent, weeks and points to one decimal, ratios to two; computed unrounded.</param>
/// <param name="Numerator">Null for a median, a mean or a curve.</param>
/// <param name="Denominator">Null for a plain count.</param>
public sealed record MetricValue(string Code, int Version, MetricUnit Unit, decimal? Value, decimal? Numerator, decimal? Denominator)
{
    /// <summary>Why there is no value: "empty-denominator", "fte-not-attested", "median-not-reached", "period-not-begun".</summary>
    public string? NoValue { get; init; }
    public IReadOnlyList<MetricPart> Parts { get; init; } = [];

    /// <summary>Patients, or episodes where those are counted, on whom the figure rests.</summary>
    public int Population { get; init; }

    /// <summary>What further sums begin with, where it is one number divided by another; of a median or a mean only the rounded one is known.</summary>
    internal decimal? Unrounded => (Value, Numerator, Denominator, Unit) switch
    {
        ({ }, { } part, { } whole and not 0, MetricUnit.Percent) => 100 * part / whole,
        ({ }, { } patients, { } fte and not 0, MetricUnit.Patients) => patients / fte,
        ({ }, { } contacts, { } days and not 0, MetricUnit.Ratio) => contacts * Sums.DaysOfMonth / days,
        _ => Value,
    };

    public override string ToString() => Code;
}

/// <summary>One episode as it stands in one metric.</summary>
public readonly record struct PlacedEpisode(EpisodeInPeriod Episode, Placement Placement);

/// <summary>Everyone in the population of one metric, in their places.</summary>
public sealed record PlacedPopulation(Metric Metric, MetricQuestion Question, IReadOnlyList<PlacedEpisode> Episodes)
{
    /// <summary>Those that are not left out.</summary>
    public IEnumerable<PlacedEpisode> Counted => Episodes.Where(e => e.Placement.Place is Place.Denominator or Place.Numerator);
}
