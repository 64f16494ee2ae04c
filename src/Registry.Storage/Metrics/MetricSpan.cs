using NodaTime;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>How far back the facts behind figures of a period reach.</summary>
/// <param name="Until">Nothing dated later is read.</param>
/// <param name="EndedFrom">An episode that ended before this day is in no figure.</param>
/// <param name="WorkFrom">From this day on the minutes of a month are told apart by who worked when.</param>
public sealed record MetricSpan(LocalDate Until, LocalDate EndedFrom, LocalDate WorkFrom)
{
    /// <summary>Day 98 is the latest day of an episode whose coming puts it into a period; a quarter is shorter.</summary>
    private const int DaysBefore = 98;

    public static MetricSpan Of(MetricQuestion question) =>
        new(question.End, question.From.PlusDays(-DaysBefore), question.From.With(DateAdjusters.StartOfMonth));
}
