namespace Registry.Clinical;

/// <summary>Time until something happens, when not everybody is watched until it does.</summary>
public static class KaplanMeier
{
    /// <summary>The first day on which at most half are still without the event; null when more than half never come to it while watched.</summary>
    /// <param name="times">Days until the event or until the end of watching, and which of the two it was.</param>
    /// <remarks>Whoever leaves on the day of an event was still at risk on that day. A hair is allowed at exactly one half, where the products of fractions round.</remarks>
    public static int? MedianDays(IEnumerable<(int Days, bool Happened)> times)
    {
        var byDay = times.GroupBy(t => t.Days).OrderBy(g => g.Key).Select(g => (Day: g.Key, Events: g.Count(t => t.Happened), All: g.Count())).ToList();
        var atRisk = byDay.Sum(d => d.All);
        var without = 1.0;
        foreach (var (day, events, all) in byDay)
        {
            without *= (double)(atRisk - events) / atRisk;
            if (events > 0 && without <= 0.5 + 1e-12) return day;
            atRisk -= all;
        }

        return null;
    }
}
