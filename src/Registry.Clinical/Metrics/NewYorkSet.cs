namespace Registry.Clinical;

/// <summary>The monthly metrics 1 to 8 of the New York State Office of Mental Health for Collaborative Care. Domain reference 5.4.</summary>
/// <remarks>
/// Whoever is enrolled on at least one day of the month counts, once, by the episode enrolled last. Metrics 2 to 8 are of those with
/// Medicaid on the first of the month. Metrics 9 and 10 are of the whole practice, which a caseload registry does not see.
/// </remarks>
public static class NewYorkSet
{
    private const string Source = "New York State OMH CoCM reporting (SPiER cocm-reporting)";

    public static readonly IReadOnlyList<Metric> All =
    [
        new("NYS1", "nys-enrolled", "Enrolled in the month", MetricUnit.Patients, Enrolled)
        {
            Numerator = "Enrolled on at least one day of the month, whatever the payer.",
            Source = Source,
            Sum = Sums.Count,
        },
        new("NYS2", "nys-enrolled-medicaid", "Enrolled in the month, Medicaid", MetricUnit.Patients, e => OfMedicaid(e, Enrolled))
        {
            Numerator = "Enrolled on at least one day of the month, with Medicaid on the first of it.",
            Source = Source,
            Sum = Sums.Count,
        },
        Of(CaseloadMetrics.Enrolments, "NYS3", "nys-newly-enrolled"),
        Of(CaseloadMetrics.WeeksAtDischarge, "NYS4", "nys-weeks-at-discharge"),
        Of(ContactMetrics.ContactAndScale, "NYS5", "nys-contact-and-measure"),
        Of(OutcomeMetrics.Improved, "NYS6", "nys-improvement"),
        Of(OutcomeMetrics.Remission, "NYS7", "nys-remission"),
        Of(ConsultMetrics.NonImprovers, "NYS8", "nys-consult-of-non-improvers"),
    ];

    /// <summary>The question of the State: the month when it is over, its own outcome profile and its own rules of discharge and baseline.</summary>
    public static MetricQuestion Question(NodaTime.YearMonth month, NodaTime.LocalDate asOf) =>
        new(MetricPeriod.Month(month), asOf, OutcomeProfile.Nys2025, FlagParameters.Default, PayerProfile.Midpoint) { ByNewYorkRules = true };

    private static Metric Of(Metric metric, string code, string name) => metric with
    {
        Code = code,
        Name = name,
        Place = e => OfMedicaid(e, metric.Place),
        Source = Source,
        Exclusions = string.Join(' ', "Without Medicaid on the first of the month.", metric.Exclusions).Trim(),
        CountsPatientsOnce = true,
    };

    private static Placement Enrolled(EpisodeInPeriod e) => e.IsInPeriod ? Placement.Met("enrolled") : NotEnrolled;

    /// <summary>An episode that the metric is not about still stands for its patient when it is the one enrolled last.</summary>
    private static Placement OfMedicaid(EpisodeInPeriod e, Func<EpisodeInPeriod, Placement> place)
    {
        if (!e.IsInPeriod) return NotEnrolled;
        if (!e.Episode.HasMedicaidOn(e.From)) return Placement.Outside("no-medicaid-on-the-first");
        var placement = place(e);
        return placement.Place is Place.Outside ? Placement.Excluded(placement.Why) : placement;
    }

    private static Placement NotEnrolled => Placement.Outside("not-enrolled-in-period");
}
