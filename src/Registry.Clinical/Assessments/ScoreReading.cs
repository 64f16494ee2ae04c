namespace Registry.Clinical;

/// <summary>What came of reading one administration: a total that may be kept, or the reason why there is none.</summary>
public sealed record ScoreReading
{
    /// <summary>Whole points; null when <see cref="Refusal"/> says why not.</summary>
    public int? Total { get; init; }

    public ScoreOrigin Origin { get; init; }

    /// <summary>1-based numbers of the items without an answer; empty when no items were sent.</summary>
    public IReadOnlyList<int> MissingItems { get; init; } = [];

    /// <summary>The answer to the self-harm item as given, never imputed; of a risk screener its tier (0 to 3). Null means unknown, never "no".</summary>
    public int? SelfHarmAnswer { get; init; }

    /// <summary>The total as stated by the sender, kept beside <see cref="TotalOfItems"/> when the two disagree.</summary>
    public int? StatedTotal { get; init; }

    /// <summary>The total the items give, pro-rated when some are missing; null when they give none.</summary>
    public int? TotalOfItems { get; init; }

    public Refusal? Refusal { get; init; }

    /// <summary>The form asks about self-harm and nobody knows the answer.</summary>
    public bool SelfHarmUnknown { get; init; }

    public override string ToString() => Refusal?.Code ?? Origin.ToString();
}
