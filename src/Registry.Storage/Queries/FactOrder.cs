using NodaTime;
using Registry.Clinical;

namespace Registry.Storage;

internal static class FactOrder
{
    /// <summary>An index gives its rows in order, but does not promise to: they are looked at, and sorted only if they must be.</summary>
    public static T[] InOrder<T>(this List<T> facts, Comparison<T> order)
    {
        for (var i = 1; i < facts.Count; i++)
        {
            if (order(facts[i - 1], facts[i]) <= 0) continue;
            facts.Sort(order);
            break;
        }

        return [.. facts];
    }

    /// <summary>For facts that come in the order recorded, or of which two of one day are the same to every rule.</summary>
    public static T[] ByDay<T>(this List<T> facts, Func<T, LocalDate> day) => facts.Count == 0 ? [] : facts.InOrder((a, b) => day(a).CompareTo(day(b)));

    /// <summary>Two of one day in the order recorded, which the id tells: the same answer whenever it is asked.</summary>
    public static T[] ByDay<T>(this List<T> facts, Func<T, LocalDate> day, Func<T, Guid> id) => facts.Count == 0 ? [] : facts.InOrder((a, b) =>
    {
        var order = day(a).CompareTo(day(b));
        return order == 0 ? id(a).CompareTo(id(b)) : order;
    });

    /// <summary>Day, then moment; a score without a moment before those with one; then in the order recorded, which the id tells.</summary>
    public static readonly Comparison<Score> ByDayThenMoment = static (a, b) =>
    {
        var order = a.On.CompareTo(b.On);
        if (order == 0) order = Nullable.Compare(a.At, b.At);
        return order == 0 ? a.AssessmentId.CompareTo(b.AssessmentId) : order;
    };
}
