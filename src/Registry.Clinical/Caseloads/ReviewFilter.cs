namespace Registry.Clinical;

/// <summary>The cuts of the review list that consultants ask for.</summary>
public enum ReviewFilter
{
    /// <summary>A person flagged the patient or asked for a consultation.</summary>
    Flagged,

    NotImproving,

    /// <summary>Enrolled at most 30 days ago, or still without the first consultation.</summary>
    New,

    Overdue,

    /// <summary>A flag begins, or something is due, on the very day.</summary>
    DueToday,
}
