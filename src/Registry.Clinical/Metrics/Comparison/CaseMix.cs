namespace Registry.Clinical;

/// <summary>Whom a clinic or a care manager treats: what may explain a difference in outcome before anybody's work does.</summary>
public static class CaseMix
{
    private const string Source = "Comparison of care managers and clinics";

    public static readonly Metric Baseline = new("CM1", "baseline-phq9", "Mean PHQ-9 baseline", MetricUnit.Points,
        e => !e.IsInPeriod ? Placement.Outside("not-enrolled-in-period")
            : !e.Scale.Scale.Continues(Instruments.Phq9) ? Placement.Excluded("another-scale")
            : e.Scale.Baseline is { } baseline ? Placement.Counted("baseline") with { Observed = baseline.Total } : Placement.Excluded("no-baseline"))
    {
        Numerator = "Mean of the PHQ-9 baselines.",
        Denominator = "Enrolled on a day of the period, judged by PHQ-9 or its version for adolescents, with a baseline.",
        Version = 2,
        Source = Source,
        Sum = static p => Sums.Observed(p) is { Count: > 0 } scores ? Sums.Middle(p, scores.Average(), scores.Count) : Sums.Middle(p, null, 0),
    };

    public static readonly Metric Severe = new("CM2", "severe-baseline", "Severe at baseline", MetricUnit.Percent,
        e => !e.IsInPeriod ? Placement.Outside("not-enrolled-in-period")
            : (e.Scale.Baseline, SevereFrom(e)) is not ({ } baseline, { } severe) ? Placement.Excluded("no-baseline-with-bands")
            : Placement.If(baseline.Total >= severe, "severe", "not-severe"))
    {
        Numerator = "PHQ-9 baseline 20 or more, that for adolescents included, GAD-7 baseline 15 or more.",
        Version = 2,
        Denominator = "Enrolled on a day of the period, with a baseline on a scale that has severity bands.",
        Source = Source,
    };

    public static readonly Metric Medicaid = new("CM3", "medicaid", "Covered by Medicaid", MetricUnit.Percent,
        e => !e.IsInPeriod ? Placement.Outside("not-enrolled-in-period") : Placement.If(e.Episode.HasMedicaidOn(e.From), "medicaid", "no-medicaid"))
    {
        Numerator = "Medicaid of any kind on the first day of the period.",
        Denominator = "Enrolled on a day of the period.",
        Source = Source,
    };

    public static readonly Metric OtherLanguage = new("CM4", "other-language", "Prefer another language than English", MetricUnit.Percent,
        e => !e.IsInPeriod ? Placement.Outside("not-enrolled-in-period")
            : e.Episode.Traits.Language is not { } language ? Placement.Excluded("language-unknown")
            : Placement.If(language.Split('-')[0] != "en", "another-language", "english"))
    {
        Numerator = "Preferred language other than English.",
        Denominator = "Enrolled on a day of the period, language known.",
        Source = Source,
    };

    public static readonly IReadOnlyList<Metric> All = [Baseline, Severe, Medicaid, OtherLanguage];

    private static int? SevereFrom(EpisodeInPeriod e) =>
        e.Scale.Scale.Continues(Instruments.Phq9) ? e.Question.Parameters.SevereFromPhq9 : e.Scale.Scale == Instruments.Gad7 ? e.Question.Parameters.SevereFromGad7 : null;
}
