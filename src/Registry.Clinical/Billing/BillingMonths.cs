using NodaTime;

namespace Registry.Clinical;

/// <summary>Calendar months as billing sees them.</summary>
public static class BillingMonths
{
    /// <summary>The month a moment belongs to on the clinic's wall calendar, whatever it is in UTC.</summary>
    public static YearMonth MonthOf(Instant moment, DateTimeZone clinic) => moment.InZone(clinic).Date.ToYearMonth();

    /// <summary>
    /// First or later month. The first is the calendar month of enrolment, however short, or by the payer's rule the first that
    /// reaches a code; and only when no Collaborative Care ended within six months before the enrolment. Exactly six counts as a gap.
    /// </summary>
    public static MonthKind KindOf(EpisodeFacts episode, YearMonth month, PayerProfile payer) =>
        IsContinuation(episode, payer) ? MonthKind.Later : payer.FirstMonth switch
        {
            FirstMonthRule.EnrolmentMonth => month == episode.EnrolledOn.ToYearMonth() ? MonthKind.First : MonthKind.Later,
            FirstMonthRule.FirstBilledMonth => AnyBilledBefore(episode, month, payer) ? MonthKind.Later : MonthKind.First,
            _ => throw new ArgumentOutOfRangeException(nameof(payer), payer.FirstMonth, "A rule without a reading."),
        };

    private static bool IsContinuation(EpisodeFacts episode, PayerProfile payer) =>
        episode.PreviousCareEndedOn is { } ended && episode.EnrolledOn < ended.PlusMonths(payer.InitialAgainAfterMonths);

    private static bool AnyBilledBefore(EpisodeFacts episode, YearMonth month, PayerProfile payer)
    {
        for (var earlier = episode.EnrolledOn.ToYearMonth(); earlier.CompareTo(month) < 0; earlier = earlier.PlusMonths(1))
        {
            var entries = TimeCounting.Count(TimeEntry.Of(episode, earlier, earlier.ToDateInterval().End), episode, payer);
            if (new CodeLadder(payer, earlier, MonthKind.First).Codes(entries.Sum(entry => entry.Counted)).Count > 0) return true;
        }

        return false;
    }
}
