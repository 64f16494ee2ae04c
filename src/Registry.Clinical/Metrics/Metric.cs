namespace Registry.Clinical;

public enum MetricUnit
{
    Percent,
    Patients,
    Episodes,
    Contacts,
    Days,
    Weeks,
    Points,

    /// <summary>One number divided by another of a different kind.</summary>
    Ratio,
}

/// <summary>One metric: what it is about in words, and the rule in code. The words and the rule change together, with the version.</summary>
/// <param name="Code">"M19". Stable.</param>
/// <param name="Name">Stable and speaking: "improvement-at-70-days".</param>
/// <param name="Place">Pure: where one episode stands, and why.</param>
public sealed record Metric(string Code, string Name, string Title, MetricUnit Unit, Func<EpisodeInPeriod, Placement> Place)
{
    /// <summary>Raised whenever the same facts could give another figure.</summary>
    public int Version { get; init; } = 1;
    public required string Numerator { get; init; }

    /// <summary>Null for a plain count.</summary>
    public string? Denominator { get; init; }
    public string? Exclusions { get; init; }

    /// <summary>Where the definition or its benchmark comes from.</summary>
    public required string Source { get; init; }

    /// <summary>From the places of all episodes to the figure.</summary>
    public Func<PlacedPopulation, MetricValue> Sum { get; init; } = Sums.Percent;

    /// <summary>Of several episodes of a patient in the population the one enrolled last counts; off where events are counted.</summary>
    public bool CountsPatientsOnce { get; init; } = true;

    /// <summary>Its numbers are weeks in which the team met or did not: one to ten of them are no small group of patients.</summary>
    public bool CountsWeeks { get; init; }

    public override string ToString() => Code;
}
