using NodaTime;

namespace Registry.Clinical;

/// <summary>One episode as it stood at the end of one day: what the table prints and every flag looks at, found in one pass over the facts.</summary>
/// <remarks>Facts dated after <see cref="AsOf"/> are invisible here, and so to every rule.</remarks>
public sealed class EpisodeSummary
{
    private readonly LocalDate firstOfMonth;
    private List<ScoreTrack>? others;
    private List<Score>? duplicates;

    private EpisodeSummary(EpisodeFacts facts, LocalDate asOf, FlagParameters parameters, OutcomeProfile profile)
    {
        (Facts, AsOf, Parameters, Profile) = (facts, asOf, parameters, profile);
        firstOfMonth = new(asOf.Year, asOf.Month, 1);
        var chosen = ChosenBaseline(facts, asOf);
        Phq9 = new(facts, facts.PrimaryScale.Continues(Instruments.Phq9) ? facts.PrimaryScale : Instruments.Phq9, chosen);
        Gad7 = new(facts, Instruments.Gad7, chosen);
        Pcl5 = new(facts, Instruments.Pcl5, chosen);
        Primary = TrackOf(facts.PrimaryScale) ?? Other(facts.PrimaryScale, chosen);
        Day = Period.DaysBetween(facts.EnrolledOn, asOf);
    }

    public EpisodeFacts Facts { get; }
    public LocalDate AsOf { get; }
    public FlagParameters Parameters { get; }
    public OutcomeProfile Profile { get; }

    public EpisodeStatus Status { get; private set; }

    /// <summary>The day from which the status has been what it is.</summary>
    public LocalDate StatusSince { get; private set; }

    /// <summary>Whole days since the initial assessment; negative before it.</summary>
    public int Day { get; }

    /// <summary>PHQ-9, and PHQ-9M of the young.</summary>
    public ScoreTrack Phq9 { get; }
    public ScoreTrack Gad7 { get; }
    public ScoreTrack Pcl5 { get; }

    /// <summary>The scale the headline outcome is judged by; one of the three above unless the episode tracks another.</summary>
    public ScoreTrack Primary { get; }

    /// <summary>Tracks of instruments outside the caseload table that were given; empty for most episodes.</summary>
    public IReadOnlyList<ScoreTrack> Others => others ?? (IReadOnlyList<ScoreTrack>)[];

    /// <summary>The first day on which an imported score had waited too long for review; null when none waits.</summary>
    public LocalDate? ReviewOverdueSince { get; private set; }

    /// <summary>Scores that say again what another of the same instrument and day says: perhaps one sitting that two systems sent.</summary>
    public IReadOnlyList<Score> Duplicates => duplicates ?? (IReadOnlyList<Score>)[];

    /// <summary>Clinical contacts, the initial assessment included, consultations not.</summary>
    public int Sessions { get; private set; }
    public LocalDate? LastContact { get; private set; }

    /// <summary>The last clinical contact other than the initial assessment.</summary>
    public LocalDate? LastFollowUp { get; private set; }

    /// <summary>The first clinical contact on a later day than the initial assessment.</summary>
    public LocalDate? FirstFollowUp { get; private set; }

    /// <summary>Tries that reached nobody on a later day than the last clinical contact.</summary>
    public int AttemptsSinceContact
    {
        get
        {
            var attempts = 0;
            foreach (ref readonly var contact in Facts.ContactsInPlace)
            {
                if (contact.IsAttempt && contact.On <= AsOf && !(contact.On <= LastContact)) attempts++;
            }

            return attempts;
        }
    }

    public LocalDate? LastConsult { get; private set; }

    /// <summary>The last consultation that left a recommendation.</summary>
    public LocalDate? LastAdvice { get; private set; }

    public LocalDate? LastPlan { get; private set; }

    /// <summary>Minutes logged from the first of the month of <see cref="AsOf"/> to that day: contacts, consultations, plans and entries of their own.</summary>
    public int MinutesThisMonth { get; private set; }

    public static EpisodeSummary Of(EpisodeFacts facts, LocalDate asOf, FlagParameters parameters, OutcomeProfile profile)
    {
        var summary = new EpisodeSummary(facts, asOf, parameters, profile);
        summary.ReadStatus();
        summary.ReadScores();
        summary.ReadContacts();
        summary.ReadConsultations();
        summary.ReadPlans();
        summary.ReadMinutes();
        return summary;
    }

    /// <summary>On a caseload that day: in treatment or relapse prevention, and already begun.</summary>
    public bool IsActive => StatusSince <= AsOf && Status is (EpisodeStatus.Treatment or EpisodeStatus.RelapsePrevention);

    /// <summary>The day from which it has been on a caseload: a flag about care cannot be older than the care.</summary>
    internal LocalDate ActiveSince
    {
        get
        {
            var (since, active) = (StatusSince, false);
            foreach (var change in Facts.StatusChanges)
            {
                if (change.On > AsOf) break;
                var nowActive = change.Status is EpisodeStatus.Treatment or EpisodeStatus.RelapsePrevention;
                if (nowActive && !active) since = change.On;
                active = nowActive;
            }

            return since;
        }
    }

    /// <summary>The track of an instrument; null when it is none of the table's and was never given.</summary>
    public ScoreTrack? TrackOf(Instrument instrument) =>
        instrument.Continues(Instruments.Phq9) ? Phq9
        : ReferenceEquals(instrument, Instruments.Gad7) ? Gad7
        : ReferenceEquals(instrument, Instruments.Pcl5) ? Pcl5
        : OtherOf(instrument);

    /// <summary>Whole days from <paramref name="day"/> to the day asked about.</summary>
    public int DaysSince(LocalDate day) => Period.DaysBetween(day, AsOf);

    /// <summary>The first day without a break on which <paramref name="anchor"/> was older than the limit of the status of that day.</summary>
    /// <remarks>Asked only when it is older today. A change of status moves the limit, so each stretch of status is looked at, latest first.</remarks>
    internal LocalDate OlderThanLimitSince(LocalDate anchor, Func<EpisodeStatus, int?> limit)
    {
        var since = AsOf;
        var end = AsOf;
        for (var i = Facts.StatusChanges.Count - 1; i >= 0; i--)
        {
            var (start, status) = Facts.StatusChanges[i];
            if (start > end) continue;
            if (limit(status) is not { } days) break;
            var raisedFrom = anchor.PlusDays(days + 1);
            if (raisedFrom > end) break;
            since = raisedFrom > start ? raisedFrom : start;
            if (since > start) break;
            end = start.PlusDays(-1);
        }

        return since;
    }

    /// <summary>A score counts for this episode from 14 days before enrolment until the day of discharge.</summary>
    public static bool IsWithin(EpisodeFacts facts, LocalDate day) =>
        day >= facts.EnrolledOn.PlusDays(-ScoreTrack.DaysAroundEnrolment) && !(day > facts.EndedOn);

    private void ReadStatus()
    {
        var changes = Facts.StatusChanges;
        (StatusSince, Status) = (changes[0].On, changes[0].Status);
        for (var i = 1; i < changes.Count && changes[i].On <= AsOf; i++)
        {
            if (changes[i].Status != Status) (StatusSince, Status) = (changes[i].On, changes[i].Status);
        }
    }

    private void ReadScores()
    {
        var scores = Facts.ScoresInPlace;
        var from = Facts.EnrolledOn.PlusDays(-ScoreTrack.DaysAroundEnrolment);
        var until = Facts.EndedOn is { } ended && ended < AsOf ? ended : AsOf;
        for (var i = 0; i < scores.Length; i++)
        {
            ref readonly var score = ref scores[i];
            if (score.On < from || score.On > until) continue;
            var track = TrackOf(score.Instrument) ?? Other(score.Instrument, chosen: null);
            if (Day >= 0 && track.Last is { } before && before.On == score.On && before.Total == score.Total && before.Instrument == score.Instrument) (duplicates ??= []).Add(score);
            track.Add(i, score);
            if (score.ReceivedOn is { } received && !(score.ReviewedOn <= AsOf)) AwaitsReview(score, received);
        }
    }

    private void AwaitsReview(in Score score, LocalDate received)
    {
        var overdueSince = SafetyTiers.IsConcern(score.Instrument, score.Item9) ? received : Days.AddBusinessDays(received, Parameters.ScoreReviewBusinessDays).PlusDays(1);
        if (overdueSince <= AsOf) ReviewOverdueSince = Days.Earlier(ReviewOverdueSince, overdueSince);
    }

    private ScoreTrack? OtherOf(Instrument instrument)
    {
        for (var i = 0; i < others?.Count; i++)
        {
            if (ReferenceEquals(others[i].Instrument, instrument)) return others[i];
        }

        return null;
    }

    private ScoreTrack Other(Instrument instrument, Guid? chosen)
    {
        var track = new ScoreTrack(Facts, instrument, chosen);
        (others ??= []).Add(track);
        return track;
    }

    private static Guid? ChosenBaseline(EpisodeFacts facts, LocalDate asOf)
    {
        Guid? chosen = null;
        for (var i = 0; i < facts.BaselineOverrides.Count; i++)
        {
            var choice = facts.BaselineOverrides[i];
            if (choice.On <= asOf) chosen = choice.AssessmentId;
        }

        return chosen;
    }

    private void ReadContacts()
    {
        foreach (ref readonly var contact in Facts.ContactsInPlace)
        {
            if (contact.On > AsOf) continue;
            CountMinutes(contact.On, contact.Minutes);
            if (contact.IsClinical) Count(contact);
        }
    }

    private void Count(in ContactFact contact)
    {
        Sessions++;
        LastContact = Later(LastContact, contact.On);
        if (contact.Purpose is not ContactPurpose.InitialAssessment) LastFollowUp = Later(LastFollowUp, contact.On);
        if (contact.On > Facts.EnrolledOn && !(FirstFollowUp <= contact.On)) FirstFollowUp = contact.On;
    }

    private void ReadConsultations()
    {
        var consultations = Facts.Consultations;
        for (var i = 0; i < consultations.Count; i++)
        {
            var consultation = consultations[i];
            if (consultation.On > AsOf) continue;
            CountMinutes(consultation.On, consultation.Minutes);
            LastConsult = Later(LastConsult, consultation.On);
            if (consultation.HasRecommendation) LastAdvice = Later(LastAdvice, consultation.On);
        }
    }

    private void ReadPlans()
    {
        var plans = Facts.RelapsePreventionPlans;
        for (var i = 0; i < plans.Count; i++)
        {
            var plan = plans[i];
            if (plan.On > AsOf) continue;
            CountMinutes(plan.On, plan.Minutes);
            LastPlan = Later(LastPlan, plan.On);
        }
    }

    private void ReadMinutes()
    {
        var entries = Facts.MinutesEntries;
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i].On <= AsOf) CountMinutes(entries[i].On, entries[i].Minutes);
        }
    }

    private void CountMinutes(LocalDate on, int minutes)
    {
        if (on >= firstOfMonth) MinutesThisMonth += minutes;
    }

    private static LocalDate Later(LocalDate? known, LocalDate day) => known > day ? known.Value : day;
}
