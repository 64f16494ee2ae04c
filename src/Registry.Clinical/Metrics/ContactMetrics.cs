using NodaTime;

namespace Registry.Clinical;

/// <summary>Whether patients are reached, how often and how. Domain reference 5.3, M08 to M15.</summary>
internal static class ContactMetrics
{
    private const int EarlyFollowUpDay = 28;

    public static readonly Metric Contacted = new("M08", "contacted", "Reached in the period", MetricUnit.Percent,
        e => !e.IsInPeriod ? Placement.Outside("not-enrolled-in-period") : Placement.If(e.ClinicalContacts(e.From, e.End) > 0, "clinical-contact", "no-clinical-contact"))
    {
        Numerator = "Had at least one clinical contact in the period, while enrolled.",
        Denominator = "Enrolled on at least one day of the period.",
        Source = "Core metric of Collaborative Care registries",
    };

    public static readonly Metric ContactAndScale = new("M09", "contact-and-measure", "Reached and measured in the month", MetricUnit.Percent,
        e => !e.IsInPeriod ? Placement.Outside("not-enrolled-in-period") : (e.ClinicalContacts(e.From, e.End) > 0, IsMeasured(e)) switch
        {
            (true, true) => Placement.Met("contact-and-scale"),
            (true, false) => Placement.Counted("no-scale"),
            (false, true) => Placement.Counted("no-clinical-contact"),
            _ => Placement.Counted("neither-contact-nor-scale"),
        })
    {
        Numerator = "At least one clinical contact and one completed scale in the period, while enrolled, not necessarily on one day.",
        Denominator = "Enrolled on at least one day of the period.",
        Source = "New York State CoCM metric 5: 80% or more (of Medicaid there)",
    };

    public static readonly Metric TwoContacts = new("M10", "two-contacts-in-month", "Two contacts in the month", MetricUnit.Percent, TwiceInMonth)
    {
        Numerator = "Two or more clinical contacts in the last month of the period.",
        Denominator = "In treatment throughout that month.",
        Exclusions = "Enrolled, discharged or in relapse prevention for a part of it.",
        Source = "Process of pay-for-performance programs",
    };

    public static readonly Metric ThreeContacts = new("M11", "three-contacts-in-quarter", "Three contacts in the quarter", MetricUnit.Percent,
        e => !e.IsEnrolled || e.EndedOn < e.Question.Period.QuarterFrom ? Placement.Outside("not-enrolled-in-quarter")
            : Placement.If(e.ClinicalContacts(e.Question.Period.QuarterFrom, e.End) >= 3, "three-or-more", "fewer-than-three"))
    {
        Numerator = "Three or more clinical contacts in the three months that end with the period.",
        Denominator = "Enrolled on at least one day of those months.",
        Source = "New York State sustaining clinics: medians 29 to 40.5%",
    };

    public static readonly Metric EarlyFollowUp = new("M12", "early-follow-up", "Followed up within four weeks", MetricUnit.Percent,
        e => !e.IsEnrolled || !e.Question.Contains(e.DayOf(EarlyFollowUpDay)) ? Placement.Outside("day-28-not-in-period")
            : Placement.If(e.ClinicalContacts(e.DayOf(1), e.DayOf(EarlyFollowUpDay)) > 0, "followed-up", "not-followed-up"))
    {
        Numerator = "A clinical contact on days 1 to 28 after the initial assessment; a second one on its day does not count.",
        Denominator = "Day 28 lies in the period.",
        Source = "Bao 2016: earlier improvement; sites ranged from 34 to 88%",
    };

    public static readonly Metric ContactsPerMonth = new("M13", "contacts-per-patient-month", "Contacts in a patient-month", MetricUnit.Ratio, Days)
    {
        Numerator = "Clinical contacts in the period.",
        Denominator = "Patient-days enrolled in the period, in months of 30.44 days.",
        Source = "Comparison of care managers",
        Sum = Sums.PerPatientMonth,
        CountsPatientsOnce = false,
    };

    public static readonly Metric FollowUps = new("M14", "follow-ups", "Follow-up contacts, by mode", MetricUnit.Contacts, FollowUpModes)
    {
        Numerator = "Clinical contacts in the period other than initial assessments; phone, video and in person are parts.",
        Source = "Comparison of care managers",
        Sum = Sums.Count,
        CountsPatientsOnce = false,
    };

    public static readonly Metric Attempts = new("M15", "attempts", "Outreach that reached nobody", MetricUnit.Percent, Outreach)
    {
        Numerator = "Attempts and missed appointments in the period; missed appointments are a part.",
        Denominator = "All outreach: those and clinical contacts.",
        Source = "Comparison of care managers",
        CountsPatientsOnce = false,
    };

    /// <summary>A completed form of an instrument that New York's contract names, in the period and while enrolled.</summary>
    private static bool IsMeasured(EpisodeInPeriod e)
    {
        foreach (ref readonly var score in e.Facts.ScoresInPlace)
        {
            if (e.Question.Contains(score.On) && e.IsWhileEnrolled(score.On) && CountsAsScale(score, e.Question.Profile)) return true;
        }

        return false;
    }

    private static bool CountsAsScale(in Score score, OutcomeProfile profile) =>
        (ReferenceEquals(score.Instrument, Instruments.Phq2) || profile.For(score.Instrument) is not null) && (!score.IsProrated || profile.CountsProrated);

    private static Placement TwiceInMonth(EpisodeInPeriod e)
    {
        if (!e.IsInPeriod) return Placement.Outside("not-enrolled-in-period");
        var from = e.Question.Period.MonthFrom;
        if (e.Facts.EnrolledOn > from || e.EndedOn is not null) return Placement.Excluded("not-enrolled-the-whole-month");
        if (e.Facts.StatusOn(from) is not EpisodeStatus.Treatment || e.Facts.StatusChanges.Any(c => c.On > from && c.On <= e.End && c.Status is not EpisodeStatus.Treatment))
        {
            return Placement.Excluded("not-in-treatment-the-whole-month");
        }

        return Placement.If(e.ClinicalContacts(from, e.End) >= 2, "two-or-more", "fewer-than-two");
    }

    private static Placement Days(EpisodeInPeriod e)
    {
        if (!e.IsInPeriod) return Placement.Outside("not-enrolled-in-period");
        var days = Period.DaysBetween(Clinical.Days.Later(e.From, e.Facts.EnrolledOn), e.Until) + 1;
        return Placement.Events(e.ClinicalContacts(e.From, e.End), days, "days-enrolled", "no-day-enrolled");
    }

    private static Placement FollowUpModes(EpisodeInPeriod e)
    {
        if (!e.IsInPeriod) return Placement.Outside("not-enrolled-in-period");
        var followUps = e.Facts.Contacts.Where(c => c.IsClinical && c.Purpose is not ContactPurpose.InitialAssessment && e.Question.Contains(c.On) && e.IsWhileEnrolled(c.On)).ToList();
        if (followUps.Count == 0) return Placement.Counted("no-follow-up");
        return new(Place.Numerator, "followed-up", followUps.Count)
        {
            Parts = [.. followUps.GroupBy(c => c.Mode).Select(g => new MetricPart(g.Key switch
            {
                ContactMode.InPerson => "in-person",
                ContactMode.Video => "video",
                ContactMode.Phone => "phone",
                _ => throw new ArgumentOutOfRangeException(nameof(e), g.Key, "A mode that is never a clinical contact."),
            }, g.Count()))],
        };
    }

    private static Placement Outreach(EpisodeInPeriod e)
    {
        if (!e.IsInPeriod) return Placement.Outside("not-enrolled-in-period");
        var (attempts, missed) = (0, 0);
        foreach (ref readonly var contact in e.Facts.ContactsInPlace)
        {
            if (!contact.IsAttempt || !e.Question.Contains(contact.On) || !e.IsWhileEnrolled(contact.On)) continue;
            attempts++;
            if (contact.Purpose is not ContactPurpose.OutreachAttempt) missed++;
        }

        return Placement.Events(attempts, attempts + e.ClinicalContacts(e.From, e.End), "outreach", "no-outreach") with { Parts = [new("missed-appointments", missed)] };
    }
}
