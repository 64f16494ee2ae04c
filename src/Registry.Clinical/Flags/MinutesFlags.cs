using NodaTime;

namespace Registry.Clinical;

/// <summary>Flags about the minutes of the calendar month. They look at what was logged; what counts is the billing month's to say.</summary>
internal static class MinutesFlags
{
    public static readonly Flag Near = new("F27", "minutes.near", FlagSeverity.Information,
        "From the 20th of the month on, the minutes logged are at most 5 below the next code.",
        e => e.IsActive && e.AsOf.Day >= e.Parameters.MinutesNearFromDayOfMonth && e.MinutesThisMonth > 0 && MissingForNext(e) <= e.Parameters.MinutesNear,
        e =>
        {
            var next = LadderOf(e).Next(e.MinutesThisMonth)!.Value;
            return new(Days.Later(FirstDayWith(e, next.FloorMinutes - e.Parameters.MinutesNear), DayOfMonth(e, e.Parameters.MinutesNearFromDayOfMonth)),
                $"{e.MinutesThisMonth} minutes this month, {next.MissingMinutes} below {next.Code} ({next.FloorMinutes}).",
                new("minutes", e.MinutesThisMonth, e.AsOf), new("floor", next.FloorMinutes, Code: next.Code), new FlagInput("missing", next.MissingMinutes))
            {
                NextEvaluation = Days.FirstOfNextMonth(e.AsOf),
            };
        });

    public static readonly Flag PrerequisiteMissing = new("F28", "prereq.missing", FlagSeverity.Information,
        "Minutes were logged this month while consent, initiating visit, care plan, a validated scale in this episode or the treating provider is missing.",
        e => e.IsActive && e.MinutesThisMonth > 0 && Prerequisites.AnyMissing(e.Facts, e.AsOf),
        e =>
        {
            var missing = Prerequisites.Of(e.Facts, e.AsOf, e.Parameters.Payer).Where(item => !item.IsMet).ToList();
            return new(Days.Later(FirstDayWith(e, 1), Prerequisites.MissingSince(e.Facts, e.AsOf)!.Value),
                $"{e.MinutesThisMonth} minutes this month, but missing: {string.Join(", ", missing.Select(item => item.Name))}.",
                [new("minutes", e.MinutesThisMonth, e.AsOf), .. missing.Select(item => new FlagInput("missing", On: item.MissingSince, Code: item.Name))])
            {
                NextEvaluation = Days.FirstOfNextMonth(e.AsOf),
            };
        });

    private static CodeLadder LadderOf(EpisodeSummary e)
    {
        var month = e.AsOf.ToYearMonth();
        return new(e.Parameters.Payer, month, BillingMonths.KindOf(e.Facts, month, e.Parameters.Payer));
    }

    private static int? MissingForNext(EpisodeSummary e) => LadderOf(e).Next(e.MinutesThisMonth)?.MissingMinutes;

    private static LocalDate DayOfMonth(EpisodeSummary e, int day) => new(e.AsOf.Year, e.AsOf.Month, day);

    /// <summary>The first day of this month by whose end at least so many minutes were logged.</summary>
    private static LocalDate FirstDayWith(EpisodeSummary e, int minutes)
    {
        var total = 0;
        foreach (var entry in TimeEntry.Of(e.Facts, e.AsOf.ToYearMonth(), e.AsOf).OrderBy(entry => entry.On))
        {
            total += entry.Minutes;
            if (total >= minutes) return entry.On;
        }

        return e.AsOf;
    }
}
