using NodaTime;
using Registry.Clinical;

namespace Registry.Sandbox;

/// <summary>What the care manager remembers of the primary scale: enough to decide, as people do. The registry's own rules are elsewhere.</summary>
internal sealed class Progress(Instrument scale)
{
    private readonly int wellBelow = scale == Instruments.Pcl5 ? 33 : 5;
    private int? first;
    private int latest;
    private LocalDate? wellSince;
    private LocalDate? betterSince;

    public bool HasResponded => betterSince is not null;

    /// <summary>As bad again as a new patient would be.</summary>
    public bool HasRelapsed => first is not null && latest >= (scale == Instruments.Pcl5 ? 33 : 10);

    public void Measured(LocalDate day, int total)
    {
        first ??= total;
        latest = total;
        wellSince = total < wellBelow ? wellSince ?? day : null;
        betterSince = latest * 2 <= first ? betterSince ?? day : null;
    }

    /// <summary>After a relapse the count of good weeks starts over.</summary>
    public void Forget() => wellSince = betterSince = null;

    public bool InRemissionSince(LocalDate day, int days) => wellSince is { } since && Period.DaysBetween(since, day) >= days;

    public bool RespondedSince(LocalDate day, int days) => betterSince is { } since && Period.DaysBetween(since, day) >= days;
}
