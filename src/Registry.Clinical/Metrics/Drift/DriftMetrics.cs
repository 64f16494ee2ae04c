using NodaTime;

namespace Registry.Clinical;

/// <summary>Figures that only the early warnings look at.</summary>
public static class DriftMetrics
{
    /// <summary>D11, which rests on when things were written down; the storage counts it.</summary>
    public const string DocumentationLag = "D11";

    /// <summary>A month for which nothing was written down, or which has not begun.</summary>
    public static MetricValue NoDocumentation(bool hasBegun) =>
        new(DocumentationLag, 1, MetricUnit.Days, null, null, null) { NoValue = hasBegun ? Sums.EmptyDenominator : MetricsReport.NotBegun };

    private const string Source = "Organizational relapse prevention plan";
    private const int DaysToReach = 14;

    public static readonly Metric MissedWeeks = new("D4", "missed-weeks", "Weeks in a row without a case review", MetricUnit.Weeks,
        e => e.IsEnrolled && !(e.EndedOn < e.From.PlusWeeks(-2)) ? Placement.Counted("enrolled") : Placement.Outside("not-enrolled-in-period"))
    {
        Numerator = "The longest run of weeks without a consultation of somebody enrolled, among those whose Sunday lies in the period and the one before them. A week in which nobody was enrolled is not missed.",
        Source = Source,
        Version = 2,
        Sum = LongestMissed,
        CountsPatientsOnce = false,
        CountsWeeks = true,
    };

    public static readonly Metric InactiveNotClosed = new("D9", "inactive-not-closed", "Inactive and not closed", MetricUnit.Percent,
        e => !e.IsActive ? Placement.Outside("not-active") : Placement.If(DaysWithoutContact(e) >= e.Question.Parameters.InactivityDays, "inactive", "reached"))
    {
        Numerator = "No clinical contact for 90 days (flag F08).",
        Denominator = "Active at the end of the period.",
        Source = Source,
    };

    public static readonly Metric LeftUncontacted = new("D13", "left-by-care-manager", "Left by a care manager and not reached", MetricUnit.Percent, Left)
    {
        Numerator = "No clinical contact in the 14 days after the patient was left.",
        Denominator = "On a day 14 days before one of the period the patient went to another care manager's caseload or to nobody's, and stayed in care.",
        Source = Source,
    };

    /// <summary>Those that are no metric besides.</summary>
    public static readonly IReadOnlyList<Metric> Own = [MissedWeeks, InactiveNotClosed, LeftUncontacted];

    /// <summary>What a month of early warnings is judged by, besides the documentation lag.</summary>
    public static IReadOnlyList<Metric> All => field ??= [.. DriftIndicators.All.Select(i => Metrics.ByCode(i.Metric)).OfType<Metric>(), .. Own];

    private static MetricValue LongestMissed(PlacedPopulation p)
    {
        var (run, longest) = (0, 0);
        var weeks = ConsultMetrics.WeeksHeld(p, p.Question.From.PlusWeeks(-1));
        foreach (var held in weeks)
        {
            run = held is false ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return weeks.Any(w => w is not null) ? Sums.Value(p, longest, null, null, null) : Sums.Value(p, null, null, null, Sums.EmptyDenominator);
    }

    private static int DaysWithoutContact(EpisodeInPeriod e)
    {
        var last = e.Facts.EnrolledOn;
        foreach (ref readonly var contact in e.Facts.ContactsInPlace)
        {
            if (contact.IsClinical && contact.On > last && contact.On <= e.End) last = contact.On;
        }

        return Period.DaysBetween(last, e.End);
    }

    private static Placement Left(EpisodeInPeriod e)
    {
        LocalDate? left = null;
        foreach (var stretch in e.Episode.CareManagers)
        {
            if (stretch.UntilOn is { } until && e.Question.Contains(until.PlusDays(DaysToReach)) && !(e.EndedOn <= until.PlusDays(DaysToReach))) left = until;
        }

        return left is not { } day || !e.IsEnrolled ? Placement.Outside("not-left-by-a-care-manager")
            : Placement.If(e.ClinicalContacts(day, day.PlusDays(DaysToReach)) == 0, "not-reached-in-14-days", "reached");
    }
}
