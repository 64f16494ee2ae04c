namespace Registry.Clinical;

/// <summary>How far a signal has drifted.</summary>
public enum DriftLevel
{
    Green,
    Amber,
    Red,
}

/// <summary>From where on a signal is amber or red. Limits are strict: at the limit it is not yet. Null means that there is none.</summary>
/// <remarks>The defaults are those of the organizational relapse prevention plan of the domain reference, 5.6; an organization chooses its own.</remarks>
public sealed record DriftThreshold
{
    public decimal? AmberBelow { get; init; }
    public decimal? RedBelow { get; init; }
    public decimal? AmberAbove { get; init; }
    public decimal? RedAbove { get; init; }

    /// <summary>Red, too, after a fall of at least so many points from the mean of the three months before.</summary>
    public decimal? RedFall { get; init; }

    /// <summary>Red, too, after so many weeks in a row without a case review.</summary>
    public int? RedMissedWeeks { get; init; }

    public DriftLevel LevelOf(decimal value) =>
        value < RedBelow || value > RedAbove ? DriftLevel.Red : value < AmberBelow || value > AmberAbove ? DriftLevel.Amber : DriftLevel.Green;

    /// <summary>Red lies at amber's limit or beyond it, and there is at least one limit.</summary>
    public bool IsSound() =>
        (AmberBelow ?? RedBelow ?? AmberAbove ?? RedAbove) is not null && !(RedBelow > AmberBelow) && !(RedAbove < AmberAbove) && !(AmberBelow > AmberAbove) && !(RedFall <= 0) && !(RedMissedWeeks <= 0);

    internal static DriftThreshold Below(decimal amber, decimal red) => new() { AmberBelow = amber, RedBelow = red };

    internal static DriftThreshold Above(decimal amber, decimal red) => new() { AmberAbove = amber, RedAbove = red };
}
