namespace Registry.Clinical;

/// <summary>Why logged minutes do not count. No minute is dropped without one of these. Domain reference 6.3.</summary>
public enum UncountedReason
{
    BeforeEnrolment,
    AfterDischarge,
    BeforeConsent,
    NoConsent,
    ConsentWithdrawn,
    ExcludedActivity,
    BilledElsewhere,
    NotCareManagerTime,
    Duplicate,
    Overlap,
    SharedWithOthers,
}

/// <summary>Minutes of one entry that do not count, and why.</summary>
/// <param name="Code">The reason in kebab case: "before-consent".</param>
public readonly record struct UncountedMinutes(int Minutes, UncountedReason Reason, string Code)
{
    internal static UncountedMinutes Of(int minutes, UncountedReason reason) => new(minutes, reason, reason switch
    {
        UncountedReason.BeforeEnrolment => "before-enrolment",
        UncountedReason.AfterDischarge => "after-discharge",
        UncountedReason.BeforeConsent => "before-consent",
        UncountedReason.NoConsent => "no-consent",
        UncountedReason.ConsentWithdrawn => "consent-withdrawn",
        UncountedReason.ExcludedActivity => "excluded-activity",
        UncountedReason.BilledElsewhere => "billed-elsewhere",
        UncountedReason.NotCareManagerTime => "not-care-manager-time",
        UncountedReason.Duplicate => "duplicate",
        UncountedReason.Overlap => "overlap",
        UncountedReason.SharedWithOthers => "shared-with-others",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "A reason without a code."),
    });
}

/// <summary>One entry after counting: what counts, and every minute that does not with its reason. The two always add up.</summary>
public sealed record CountedTime(TimeEntry Entry, int Counted, IReadOnlyList<UncountedMinutes> Uncounted);
