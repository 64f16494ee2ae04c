using NodaTime;

namespace Registry.Clinical;

/// <summary>Of which days there can be records, by whatever way they come in.</summary>
public static class RecordedDays
{
    /// <summary>A day before it is a slip of the hand.</summary>
    public static readonly LocalDate Earliest = new(1900, 1, 1);
}
