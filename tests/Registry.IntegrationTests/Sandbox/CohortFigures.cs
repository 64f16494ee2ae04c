using NodaTime;
using Registry.Clinical;
using Registry.Sandbox;

namespace Registry.IntegrationTests.Sandbox;

/// <summary>What a program evaluator would compute of a synthetic cohort, written down without the registry's own rules.</summary>
internal sealed class CohortFigures(IReadOnlyList<SyntheticPatient> patients, LocalDate today)
{
    private readonly List<(SyntheticPatient Patient, SyntheticEpisode Episode)> all = [.. patients.SelectMany(p => p.Episodes.Select(e => (p, e)))];

    /// <summary>Elevated baseline and open on day 70: the latest score by day 84 is half of it, below 10, or for the PCL-5 down by 12. No second score counts as not improved.</summary>
    public double ImprovedAt70Days => Share(
        from x in all
        where x.Episode.EnrolledOn.PlusDays(84) <= today && (x.Episode.EndedOn ?? LocalDate.MaxIsoValue) > x.Episode.EnrolledOn.PlusDays(70)
        let scores = Scores(x.Patient, x.Episode, x.Episode.PrimaryScale, x.Episode.EnrolledOn.PlusDays(84))
        where Elevated(x.Episode.PrimaryScale, scores)
        select scores[^1] != scores[0] && IsImproved(x.Episode.PrimaryScale, scores[0].Total, scores[^1].Total));

    /// <summary>Of episodes with an elevated baseline, begun at least 16 weeks ago and measured twice, those that end or stand in remission.</summary>
    public double Remission => Share(
        from x in all
        where x.Episode.EnrolledOn.PlusDays(112) <= today
        let scores = Scores(x.Patient, x.Episode, x.Episode.PrimaryScale, x.Episode.EndedOn ?? today)
        where Elevated(x.Episode.PrimaryScale, scores) && scores.Count > 1
        select scores[^1].Total < (x.Episode.PrimaryScale == Instruments.Pcl5 ? 33 : 5));

    /// <summary>Patient-months of the last year with at least one clinical contact, of all in which an episode was open for a day or more.</summary>
    public double MonthlyContact => Share(
        from back in Enumerable.Range(1, 12)
        let first = today.With(DateAdjusters.StartOfMonth).PlusMonths(-back)
        let last = first.PlusMonths(1).PlusDays(-1)
        from x in all
        where x.Episode.EnrolledOn <= last && (x.Episode.EndedOn ?? LocalDate.MaxIsoValue) > first
        select x.Episode.Contacts.Any(c => IsClinical(c) && c.On >= first && c.On <= last));

    public double MeanWeeksAtDischarge => all.Where(x => x.Episode.EndedOn is not null)
        .Average(x => Period.DaysBetween(x.Episode.EnrolledOn, x.Episode.EndedOn!.Value)) / 7.0;

    public double MedianCurrentPhq9
    {
        get
        {
            var latest = (from x in Active
                          let scores = Scores(x.Patient, x.Episode, Instruments.Phq9, today)
                          where scores.Count > 0
                          orderby scores[^1].Total
                          select scores[^1].Total).ToList();
            return (latest[(latest.Count - 1) / 2] + latest[latest.Count / 2]) / 2.0;
        }
    }

    public double SelfHarmAtBaseline => Share(
        from x in all
        let scores = Scores(x.Patient, x.Episode, Instruments.Phq9, x.Episode.EnrolledOn)
        where scores.Count > 0 && scores[0].SelfHarmAnswer is not null
        select scores[0].SelfHarmAnswer > 0);

    public double EarlyFollowUp => Share(
        from x in all
        where x.Episode.EnrolledOn.PlusDays(28) <= today
        select x.Episode.Contacts.Any(c => IsClinical(c) && c.On > x.Episode.EnrolledOn && c.On <= x.Episode.EnrolledOn.PlusDays(28)));

    public IEnumerable<(SyntheticPatient Patient, SyntheticEpisode Episode)> Active => all.Where(x => x.Episode.EndedOn is null);

    public double ContactsPerEpisode => all.Average(x => x.Episode.Contacts.Count(IsClinical));

    public static bool IsClinical(SyntheticContact contact) => new ContactFact(contact.Purpose, contact.Mode, contact.On, contact.Minutes, contact.Kept).IsClinical;

    private static List<SyntheticAssessment> Scores(SyntheticPatient patient, SyntheticEpisode episode, Instrument instrument, LocalDate until) =>
        [.. patient.Assessments
            .Where(a => a.Instrument == instrument && a.Status is AssessmentStatus.Final && a.On >= episode.EnrolledOn && a.On <= until)
            .OrderBy(a => a.On)];

    private static bool Elevated(Instrument instrument, List<SyntheticAssessment> scores) =>
        scores.Count > 0 && scores[0].Total >= (instrument == Instruments.Pcl5 ? 33 : 10);

    private static bool IsImproved(Instrument instrument, int first, int last) =>
        instrument == Instruments.Pcl5 ? first - last >= 12 : last * 2 <= first || last < 10;

    private static double Share(IEnumerable<bool> answers)
    {
        var known = answers.ToList();
        return known.Count == 0 ? double.NaN : (double)known.Count(a => a) / known.Count;
    }
}
