namespace Registry.Clinical;

/// <summary>How grave a self-harm answer is. Domain reference 3.2: one undifferentiated suicide flag would drown its readers.</summary>
public enum SafetyTier
{
    /// <summary>The item was asked and answered "not at all".</summary>
    None,

    /// <summary>Nobody answered the item: a total without items, or the item left out. Never to be read as "no".</summary>
    Unknown,

    /// <summary>S1, several days: shown in the row, wants acknowledgement.</summary>
    S1,

    /// <summary>S2, more than half the days: first on the review list.</summary>
    S2,

    /// <summary>S3, nearly every day, a positive screen for plan or intent, or a manual safety flag: first on the review list.</summary>
    S3,
}
