using NodaTime;

namespace Registry.Clinical;

/// <summary>A patient as a measure of depression care sees one: every episode with PHQ-9 as primary scale, and every PHQ-9 from the first of them on.</summary>
internal sealed class DepressionCourse
{
    public const int YoungestAge = 12;
    private const int Elevated = 9, DaysBeforeContact = 7;

    private readonly IReadOnlyList<EpisodeInPeriod> all;
    private readonly List<EpisodeInPeriod> episodes;
    private readonly List<Score> scores = [];

    /// <param name="ofPatient">Every episode of the patient, the latest first.</param>
    public DepressionCourse(IReadOnlyList<EpisodeInPeriod> ofPatient)
    {
        all = ofPatient;
        episodes = [.. ofPatient.Where(e => e.IsEnrolled && e.Facts.PrimaryScale.Continues(Instruments.Phq9)).Reverse()];
        // An episode knows the patient's scores from two weeks before it on, those after its end too.
        if (episodes.Count > 0) scores.AddRange(episodes[0].Facts.Scores.Where(s => s.Instrument.Continues(Instruments.Phq9) && !s.IsProrated && s.On <= End));
    }

    /// <summary>The day at whose end everything is judged.</summary>
    public LocalDate End => all[0].End;

    /// <summary>The first day of the measurement year.</summary>
    public LocalDate Year => all[0].From;

    /// <summary>The first score above 9 in a stretch of days, with a clinical contact on its day or at most 7 days after it.</summary>
    public Score? IndexAtEncounter(LocalDate from, LocalDate to) =>
        First(from, to, score => HasContact(score.On, score.On.PlusDays(DaysBeforeContact)));

    /// <summary>The first score above 9 in a stretch of days, from two weeks before an episode until its last day.</summary>
    public Score? IndexInEpisode(LocalDate from, LocalDate to) =>
        First(from, to, score => episodes.Any(e => score.On >= e.DayOf(-ScoreTrack.DaysAroundEnrolment) && score.On <= e.Until));

    public bool HasContact(LocalDate from, LocalDate to) => episodes.Any(e => e.ClinicalContacts(from, to) > 0);

    /// <summary>A score in a stretch of days in which an episode had a contact, from two weeks before that episode on.</summary>
    public bool IsMeasuredIn(LocalDate from, LocalDate to) => episodes.Any(e =>
        e.ClinicalContacts(from, to) > 0 && LatestIn(Days.Later(from, e.DayOf(-ScoreTrack.DaysAroundEnrolment)), to) is not null);

    public Score? LatestIn(LocalDate from, LocalDate to) => scores.Where(s => s.On >= from && s.On <= to).Select(s => (Score?)s).LastOrDefault();

    public bool DiedIn(LocalDate from, LocalDate to) => all.Any(e => e.Episode.DischargeReason is DischargeReason.Died && e.EndedOn >= from && e.EndedOn <= to);

    /// <summary>Whole years; null when the birth date is unknown or later.</summary>
    public int? AgeOn(LocalDate day) => all[0].Episode.Traits.BirthDate is { } born && born <= day ? Period.Between(born, day, PeriodUnits.Years).Years : null;

    private Score? First(LocalDate from, LocalDate to, Func<Score, bool> counts) =>
        scores.Where(s => s.Total > Elevated && s.On >= from && s.On <= to && counts(s)).Select(s => (Score?)s).FirstOrDefault();
}
