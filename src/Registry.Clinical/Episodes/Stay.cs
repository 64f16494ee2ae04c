using NodaTime;

namespace Registry.Clinical;

/// <summary>The days of an episode, from referral or enrolment to discharge.</summary>
/// <param name="Until">The day of discharge, no longer part of it; null while the episode is open.</param>
public readonly record struct Stay(LocalDate From, LocalDate? Until)
{
    public bool IsOpen => Until is null;

    /// <summary>The day on which one ends may be the day on which the other begins.</summary>
    public bool Overlaps(Stay other) => StartsBeforeEndOf(other) && other.StartsBeforeEndOf(this);

    private bool StartsBeforeEndOf(Stay other) => other.Until is not { } until || From < until;
}
