using NodaTime;

namespace Registry.Clinical;

/// <summary>National quality measures of depression care, reckoned on the registry's own population. Domain reference 7.</summary>
/// <remarks>
/// A caseload registry sees who is enrolled, not a plan's members or a practice's patients: the figures are labelled as such and are no
/// submission to any program. PHQ-9 as primary scale stands for the diagnosis of depression, a clinical contact for the encounter. Of
/// the exclusions only death is in the registry; hospice, bipolar, psychotic and developmental diagnoses are not.
/// Each patient stands once, with all episodes together; a form filled up for missing items counts nowhere.
/// </remarks>
public static class NationalMeasures
{
    /// <summary>Whose figures these are, in every answer that shows them.</summary>
    public const string Population = "Registry population: patients enrolled in Collaborative Care, not a health plan's members or a practice's patients.";

    private const string Excluded = "Younger than 12 on the day of the index score or of unknown age; died by the end of the window; a window that is not over. Diagnoses that exclude are not in the registry.";
    private const string IndexAtEncounter = "First PHQ-9 or PHQ-9M above 9 from 14 months before the measurement year until 2 months before it, on the day of a clinical contact or at most 7 days before one.";
    private const string IndexInIntake = "First PHQ-9 or PHQ-9M above 9 from 1 May of the year before until 30 April, within an episode.";

    public static readonly IReadOnlyList<Metric> All =
    [
        AfterEncounter("N01", "follow-up-at-6-months", "PHQ-9 at 6 months", 6, ScoreAgain.AnyScore, "Minnesota depression measures"),
        AfterEncounter("N02", "response-at-6-months", "Depression response at 6 months", 6, ScoreAgain.Response, "CBE 1884"),
        AfterEncounter("N03", "remission-at-6-months", "Depression remission at 6 months", 6, ScoreAgain.Remission, "CBE 0711"),
        AfterEncounter("N04", "follow-up-at-12-months", "PHQ-9 at 12 months", 12, ScoreAgain.AnyScore, "Minnesota depression measures"),
        AfterEncounter("N05", "response-at-12-months", "Depression response at 12 months", 12, ScoreAgain.Response, "CBE 1885, endorsement removed in 2022: for internal use"),
        AfterEncounter("N06", "remission-at-12-months", "Depression remission at 12 months", 12, ScoreAgain.Remission, "CBE 0710e, CMS159, MIPS 370"),
        InIntake("N07", "dre-follow-up", "Follow-up PHQ-9, days 120 to 240", ScoreAgain.AnyScore),
        InIntake("N08", "dre-remission", "Depression remission, days 120 to 240", ScoreAgain.Remission),
        InIntake("N09", "dre-response", "Depression response, days 120 to 240", ScoreAgain.Response),
        new("N10", "dms-monitoring", "PHQ-9 in each four months with a contact", MetricUnit.Percent, e => OfPatient(e, Monitored))
        {
            Numerator = "Of those, the ones with a PHQ-9 or PHQ-9M from two weeks before the episode on.",
            Denominator = "Four-month periods of the year (January, May and September on) in which a patient in depression care had a clinical contact.",
            Exclusions = "Younger than 12 on the first day of the year or of unknown age; died in the year; a period that is not over. Diagnoses that exclude are not in the registry.",
            Source = "In the style of HEDIS DMS-E. " + Population,
            CountsPatientsOnce = false,
        },
    ];

    public static Metric? ByCode(string? code) => All.FirstOrDefault(m => m.Code == code);

    /// <summary>The figures of a measurement year, as far as its windows are over on a day.</summary>
    public static MetricQuestion Question(int year, LocalDate asOf) =>
        new(new($"{year}", new(year, 1, 1), new(year, 12, 31)), asOf, OutcomeProfile.Hedis, FlagParameters.Default, PayerProfile.Midpoint);

    /// <summary>The first day of the earliest index score that can matter to a measurement year.</summary>
    public static LocalDate EarliestIndex(MetricQuestion question) => question.From.PlusMonths(-14);

    private static Metric AfterEncounter(string code, string name, string title, int months, ScoreAgain wanted, string source) =>
        new(code, name, title, MetricUnit.Percent, e => OfPatient(e, course => Later(
            course, course.IndexAtEncounter(EarliestIndex(e.Question), e.From.PlusMonths(-2).PlusDays(-1)), on => (on.PlusMonths(months).PlusDays(-60), on.PlusMonths(months).PlusDays(60)), wanted)))
        {
            Numerator = $"{Said(wanted)}, {months} months after the index score, 60 days more or less.",
            Denominator = IndexAtEncounter,
            Exclusions = Excluded,
            Source = $"{source}. {Population}",
        };

    private static Metric InIntake(string code, string name, string title, ScoreAgain wanted) =>
        new(code, name, title, MetricUnit.Percent, e => OfPatient(e, course => Later(
            course, course.IndexInEpisode(new(e.From.Year - 1, 5, 1), new(e.From.Year, 4, 30)), on => (on.PlusDays(120), on.PlusDays(240)), wanted)))
        {
            Numerator = $"{Said(wanted)}, on days 120 to 240 after the index score.",
            Denominator = IndexInIntake,
            Exclusions = Excluded,
            Source = "In the style of HEDIS DRR-E. " + Population,
        };

    private static string Said(ScoreAgain wanted) => wanted switch
    {
        ScoreAgain.AnyScore => "A PHQ-9 or PHQ-9M",
        ScoreAgain.Response => "The latest PHQ-9 or PHQ-9M at most half of the index score",
        ScoreAgain.Remission => "The latest PHQ-9 or PHQ-9M below 5",
        _ => throw new ArgumentOutOfRangeException(nameof(wanted)),
    };

    /// <summary>The first episode stands for the patient, with all that is known of the others.</summary>
    private static Placement OfPatient(EpisodeInPeriod e, Func<DepressionCourse, Placement> place) =>
        e.OfPatient[^1] == e ? place(new(e.OfPatient)) : Placement.Outside("another-episode-stands-for-the-patient");

    private static Placement Later(DepressionCourse course, Score? index, Func<LocalDate, (LocalDate From, LocalDate To)> window, ScoreAgain wanted)
    {
        if (index is not { } first) return Placement.Outside("no-elevated-score-in-time");
        if (course.AgeOn(first.On) is not { } age) return Placement.Excluded("birth-date-unknown");
        if (age < DepressionCourse.YoungestAge) return Placement.Excluded("younger-than-12");
        var (from, to) = window(first.On);
        if (course.DiedIn(first.On, to)) return Placement.Excluded("died");
        if (to > course.End) return Placement.Excluded("window-not-over");
        var latest = course.LatestIn(from, to);
        var met = latest is { } score && wanted switch { ScoreAgain.Response => 2 * score.Total <= first.Total, ScoreAgain.Remission => score.Total < 5, _ => true };
        var band = age < 18 ? "12-to-17" : "18-and-over";
        return (met ? Placement.Met("reached") : Placement.Counted(latest is null ? "no-score-in-window" : "not-reached")) with
        {
            Parts = [new($"denominator-{band}", 1), new($"numerator-{band}", met ? 1 : 0)],
        };
    }

    private static Placement Monitored(DepressionCourse course)
    {
        var year = course.Year;
        var periods = Enumerable.Range(0, 3).Select(n => (From: year.PlusMonths(4 * n), To: year.PlusMonths(4 * n + 4).PlusDays(-1))).Where(p => p.To <= course.End && course.HasContact(p.From, p.To)).ToList();
        if (periods.Count == 0) return Placement.Outside("no-contact-in-a-period");
        if (course.AgeOn(year) is not { } age) return Placement.Excluded("birth-date-unknown");
        if (age < DepressionCourse.YoungestAge) return Placement.Excluded("younger-than-12");
        if (course.DiedIn(year, year.PlusYears(1).PlusDays(-1))) return Placement.Excluded("died");
        return Placement.Events(periods.Count(p => course.IsMeasuredIn(p.From, p.To)), periods.Count, "periods-with-contact", "no-contact-in-a-period");
    }

    private enum ScoreAgain
    {
        AnyScore,
        Response,
        Remission,
    }
}
