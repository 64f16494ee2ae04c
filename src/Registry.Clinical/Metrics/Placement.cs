namespace Registry.Clinical;

/// <summary>Where one episode stands in one metric.</summary>
public enum Place
{
    /// <summary>Not in the population the metric is about.</summary>
    Outside,

    /// <summary>In the population, and left out by a rule.</summary>
    Excluded,

    /// <summary>Counted below the line only.</summary>
    Denominator,

    /// <summary>Counted above the line, and below it where there is a line.</summary>
    Numerator,
}

/// <summary>Where an episode stands in a metric, why, and what it adds.</summary>
/// <param name="Why">Code: "no-clinical-contact".</param>
/// <param name="Numerator">What it adds above the line: 1, or so many events.</param>
/// <param name="Denominator">What it adds below the line.</param>
public readonly record struct Placement(Place Place, string Why, decimal Numerator = 0, decimal Denominator = 0)
{
    /// <summary>A number of its own where the metric is a mean, a median or a curve: days, weeks, points.</summary>
    public decimal? Observed { get; init; }

    /// <summary>What it adds to parts of the figure: discharges by reason, minutes lost by cause.</summary>
    public IReadOnlyList<MetricPart> Parts { get => field ?? []; init; }

    public static Placement Outside(string why) => new(Place.Outside, why);

    public static Placement Excluded(string why) => new(Place.Excluded, why);

    /// <summary>One patient below the line who is not above it.</summary>
    public static Placement Counted(string why) => new(Place.Denominator, why, 0, 1);

    /// <summary>One patient above the line.</summary>
    public static Placement Met(string why) => new(Place.Numerator, why, 1, 1);

    /// <summary>Above the line or only below it.</summary>
    public static Placement If(bool met, string why, string whyNot) => met ? Met(why) : Counted(whyNot);

    /// <summary>So many events of so many; an episode without any is left out.</summary>
    public static Placement Events(int met, int of, string why, string none) =>
        of == 0 ? Excluded(none) : new(met > 0 ? Place.Numerator : Place.Denominator, why, met, of);
}

/// <summary>A named part of a figure.</summary>
public readonly record struct MetricPart(string Name, decimal? Value);
