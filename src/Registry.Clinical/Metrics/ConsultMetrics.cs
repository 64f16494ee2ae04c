using NodaTime;

namespace Registry.Clinical;

/// <summary>Whether the psychiatric consultant looks at those who need it, and what follows. Domain reference 5.3, M26 to M31.</summary>
internal static class ConsultMetrics
{
    private const int LookBackDays = 60, Day56 = 56, Day84 = 84;

    public static readonly Metric NonImprovers = new("M26", "consult-of-non-improvers", "Not improved and consulted on", MetricUnit.Percent,
        e => NotImproved(e) ?? Placement.If(e.HasConsultation(e.End.PlusDays(1 - LookBackDays), e.End, withRecommendation: true), "recommendation", "no-recommendation-in-60-days"))
    {
        Numerator = "A consultation with a recommendation in the 60 days that end with the period, both ends counted.",
        Denominator = "The denominator of M19 less its numerator.",
        Exclusions = "Improved, and whoever M19 leaves out.",
        Source = "New York State CoCM metric 8: 80% or more (of Medicaid there)",
    };

    public static readonly Metric Fidelity = new("M27", "consult-fidelity", "Consulted on in weeks 8 to 12 when not improved", MetricUnit.Percent, InWeeksEightToTwelve)
    {
        Numerator = "A consultation on days 56 to 84.",
        Denominator = "Day 84 lies in the period, PHQ-9 baseline 10 or more, not improved by day 56 (half of it, or under 10).",
        Exclusions = "No elevated PHQ-9 baseline, improved by day 56, or discharged before day 84.",
        Source = "Bao 2016: earlier improvement",
    };

    public static readonly Metric TreatmentChanged = new("M28", "treatment-change-of-non-improvers", "Not improved and treatment changed", MetricUnit.Percent,
        e => NotImproved(e) ?? Placement.If(e.Facts.TreatmentChanges.Any(c => e.Question.IsAmongLast(LookBackDays, c.On)), "treatment-changed", "no-change-in-60-days"))
    {
        Numerator = "A treatment began, changed or ended in the 60 days that end with the period.",
        Denominator = "As M26.",
        Exclusions = "As M26.",
        Source = "New York State sustaining clinics: medians 48 to 73%",
    };

    public static readonly Metric AnyConsult = new("M29", "any-consult", "Consulted on in the last 30 days", MetricUnit.Percent,
        e => !e.IsInTreatment ? Placement.Outside("not-in-treatment")
            : Placement.If(Consulted(e, 30), "consulted-on", "not-consulted-on") with { Parts = [new("in-60-days", Consulted(e, 60) ? 1 : 0), new("in-90-days", Consulted(e, 90) ? 1 : 0)] })
    {
        Numerator = "A consultation in the 30 days that end with the period; in 60 and in 90 days are parts.",
        Denominator = "In treatment at the end of the period.",
        Source = "Process of consultation",
    };

    public static readonly Metric Cadence = new("M30", "review-cadence", "Weeks with a case review", MetricUnit.Percent,
        e => e.IsEnrolled && !(e.EndedOn < e.From.PlusWeeks(-1)) ? Placement.Counted("enrolled") : Placement.Outside("not-enrolled-in-period"))
    {
        Numerator = "Weeks, Monday to Sunday, with at least one consultation of somebody enrolled.",
        Denominator = "Weeks whose Sunday lies in the period and in which anybody was enrolled.",
        Exclusions = "Weeks in which nobody was enrolled: there was nobody to review.",
        Source = "Weekly review, as CPT expects it",
        Version = 2,
        Sum = Weeks,
        CountsPatientsOnce = false,
        CountsWeeks = true,
    };

    public static readonly Metric Uptake = new("M31", "recommendation-uptake", "Recommendations taken up", MetricUnit.Percent, Settled)
    {
        Numerator = "Accepted or done by the end of the period; the median days until then are a part.",
        Denominator = "Recommendations made in the period, while enrolled.",
        Source = "Process of consultation",
        Sum = WithLag,
        CountsPatientsOnce = false,
    };

    private static Placement? NotImproved(EpisodeInPeriod e) => OutcomeMetrics.ImprovedAfterTenWeeks(e) switch
    {
        { Place: Place.Numerator } => Placement.Excluded("improved"),
        { Place: Place.Denominator } => null,
        var other => other,
    };

    private static bool Consulted(EpisodeInPeriod e, int days) => e.HasConsultation(e.End.PlusDays(1 - days), e.End);

    private static Placement InWeeksEightToTwelve(EpisodeInPeriod e)
    {
        if (!e.IsEnrolled || !e.Question.Contains(e.DayOf(Day84))) return Placement.Outside("day-84-not-in-period");
        var scale = new ScaleReading(e.Facts, Instruments.Phq9, e.DayOf(Day56), OutcomeProfile.Bao, chosenBaseline: null);
        if (scale.NotJudged is { } why) return Placement.Excluded(why);
        if (scale.Latest is { } latest && scale.IsImproved(latest)) return Placement.Excluded("improved-by-day-56");
        if (e.EndedOn < e.DayOf(Day84)) return Placement.Excluded("discharged-before-day-84");
        return Placement.If(e.HasConsultation(e.DayOf(Day56), e.DayOf(Day84)), "consulted-on", "not-consulted-on");
    }

    private static MetricValue Weeks(PlacedPopulation p)
    {
        var weeks = WeeksHeld(p, p.Question.From);
        var (held, of) = (weeks.Count(w => w is true), weeks.Count(w => w is not null));
        return Sums.Value(p, Figures.Percent(held, of), held, of, of == 0 ? Sums.EmptyDenominator : null);
    }

    /// <summary>For each week whose Sunday lies from that day on and not after the end, in order: whether somebody enrolled was consulted on in it. Null where nobody was enrolled.</summary>
    internal static IReadOnlyList<bool?> WeeksHeld(PlacedPopulation p, LocalDate from)
    {
        var enrolled = p.Counted.Select(c => c.Episode).ToList();
        var days = enrolled.SelectMany(e => e.Facts.Consultations.Select(x => x.On).Where(e.IsWhileEnrolled)).ToHashSet();
        var weeks = new List<bool?>();
        for (var sunday = from.PlusDays(-1).Next(IsoDayOfWeek.Sunday); sunday <= p.Question.End; sunday = sunday.PlusWeeks(1))
        {
            weeks.Add(IsAnybodyEnrolled(sunday.PlusDays(-6), sunday) ? Enumerable.Range(0, 7).Any(back => days.Contains(sunday.PlusDays(-back))) : null);
        }

        return weeks;

        bool IsAnybodyEnrolled(LocalDate monday, LocalDate sunday) => enrolled.Exists(e => e.Facts.EnrolledOn <= sunday && e.Until >= monday);
    }

    private static Placement Settled(EpisodeInPeriod e)
    {
        if (!e.IsEnrolled) return Placement.Outside("not-enrolled");
        var made = Made(e).ToList();
        return Placement.Events(made.Count(r => IsTakenUp(r, e.End)), made.Count, "recommendations", "no-recommendation");
    }

    private static IEnumerable<RecommendationFact> Made(EpisodeInPeriod e) => e.Facts.Recommendations.Where(r => e.Question.Contains(r.On) && e.IsWhileEnrolled(r.On));

    private static bool IsTakenUp(RecommendationFact recommendation, LocalDate by) =>
        recommendation.State is RecommendationState.Accepted or RecommendationState.Done && recommendation.SettledOn <= by;

    private static MetricValue WithLag(PlacedPopulation p)
    {
        var lags = p.Counted.SelectMany(c => Made(c.Episode)).Where(r => IsTakenUp(r, p.Question.End)).Select(r => (decimal)Period.DaysBetween(r.On, r.SettledOn!.Value));
        return Sums.Percent(p) with { Parts = [new("median-days", Sums.Rounded(Figures.Median(lags)))] };
    }
}
