using NodaTime;

namespace Registry.Clinical;

/// <summary>Flags about the minutes of the calendar month.</summary>
internal static class MinutesFlags
{
    public static readonly Flag Near = new("F27", "minutes.near", FlagSeverity.Information,
        "From the 20th of the month on, the minutes that count are at most 5 below the next code.",
        e => e.IsActive && e.AsOf.Day >= e.Parameters.MinutesNearFromDayOfMonth && e.MinutesThisMonth > 0 && MissingForNext(e) <= e.Parameters.MinutesNear,
        e =>
        {
            var counted = Counted(e).Sum(entry => entry.Counted);
            var next = LadderOf(e).Next(counted)!.Value;
            return new(Days.Later(FirstDayWith(e, Counted(e).Select(c => (c.Entry.On, c.Counted)), next.FloorMinutes - e.Parameters.MinutesNear), DayOfMonth(e, e.Parameters.MinutesNearFromDayOfMonth)),
                $"{counted} minutes this month, {next.MissingMinutes} below {next.Code} ({next.FloorMinutes}).",
                new("minutes", counted, e.AsOf), new("floor", next.FloorMinutes, Code: next.Code), new FlagInput("missing", next.MissingMinutes))
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
            return new(Days.Later(FirstDayWith(e, Logged(e).Select(entry => (entry.On, entry.Minutes)), 1), Prerequisites.MissingSince(e.Facts, e.AsOf)!.Value),
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

    private static int? MissingForNext(EpisodeSummary e) =>
        (IsPlain(e) ? e.MinutesThisMonth : Counted(e).Sum(entry => entry.Counted)) is > 0 and var counted ? LadderOf(e).Next(counted)?.MissingMinutes : null;

    /// <summary>Most months hold contacts that cannot but count: then what was logged is what counts, without another look.</summary>
    private static bool IsPlain(EpisodeSummary e)
    {
        LocalDate month = new(e.AsOf.Year, e.AsOf.Month, 1), from = Days.Later(month, Days.Later(e.Facts.EnrolledOn, e.Facts.Prerequisites.ConsentOn ?? month));
        foreach (ref readonly var contact in e.Facts.ContactsInPlace)
        {
            if (contact.On >= month && contact.On <= e.AsOf && contact.Minutes > 0 && (contact.On < from || contact.Stamp.StartedAt is not null)) return false;
        }

        return e.Facts.Prerequisites.ConsentWithdrawnOn is null && !(e.LastConsult >= month) && !(e.LastPlan >= month) && !HasEntry(e.Facts.MinutesEntries, month);
    }

    private static bool HasEntry(IReadOnlyList<MinutesFact> entries, LocalDate month)
    {
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i].On >= month) return true;
        }

        return false;
    }

    /// <summary>As the billing month counts them, but for a consent that is not on record: that is F28's to say.</summary>
    private static IReadOnlyList<CountedTime> Counted(EpisodeSummary e) =>
        TimeCounting.Count(Logged(e), e.Facts, e.Parameters.Payer with { CountsWithoutConsentOnRecord = true });

    private static LocalDate DayOfMonth(EpisodeSummary e, int day) => new(e.AsOf.Year, e.AsOf.Month, day);

    private static IEnumerable<TimeEntry> Logged(EpisodeSummary e) => TimeEntry.Of(e.Facts, e.AsOf.ToYearMonth(), e.AsOf);

    /// <summary>The first day of this month by whose end there were at least so many minutes.</summary>
    private static LocalDate FirstDayWith(EpisodeSummary e, IEnumerable<(LocalDate On, int Minutes)> entries, int minutes)
    {
        var total = 0;
        foreach (var (on, some) in entries.OrderBy(entry => entry.On))
        {
            total += some;
            if (total >= minutes) return on;
        }

        return e.AsOf;
    }
}
