using NodaTime;
using Registry.Clinical;

namespace Registry.UnitTests.Clinical;

/// <summary>One episode told by days since enrolment; day 0 is the initial assessment.</summary>
internal sealed class Story
{
    private readonly List<Score> scores = [];
    private readonly List<ContactFact> contacts = [];
    private readonly List<ConsultationFact> consultations = [];
    private readonly List<PlanFact> plans = [];
    private readonly List<StatusChange> changes = [];
    private readonly List<MinutesFact> minutes = [];
    private readonly List<TreatmentChangeFact> treatmentChanges = [];
    private readonly List<ManualFlagFact> manualFlags = [];
    private readonly List<ConsultationRequestFact> requests = [];
    private readonly List<RecommendationFact> recommendations = [];
    private readonly List<ReminderFact> reminders = [];
    private readonly List<AcknowledgementFact> acknowledgements = [];
    private readonly List<DataQualityFact> problems = [];
    private readonly List<SelfHarmAnswer> selfHarmAnswers = [];
    private readonly List<BaselineOverrideFact> overrides = [];
    private PrerequisiteFacts prerequisites;
    private LocalDate? previousCareEnded;
    private Instrument primary = Instruments.Phq9;
    private LocalDate? ended;

    private Story(LocalDate enrolledOn) => EnrolledOn = enrolledOn;

    public LocalDate EnrolledOn { get; }

    public static Story Enrolled(LocalDate on, int minutes = 50)
    {
        var story = new Story(on);
        story.changes.Add(new(on, EpisodeStatus.Treatment));
        story.contacts.Add(new(ContactPurpose.InitialAssessment, ContactMode.InPerson, on, minutes, Kept: true));
        return story;
    }

    public static Story Referred(LocalDate on)
    {
        var story = new Story(on);
        story.changes.Add(new(on, EpisodeStatus.Referred));
        return story;
    }

    public Story JudgedBy(Instrument instrument)
    {
        primary = instrument;
        return this;
    }

    public Story Phq9(int day, int total, int? item9 = null) => Scored(Instruments.Phq9, day, total, item9);
    public Story Gad7(int day, int total) => Scored(Instruments.Gad7, day, total);
    public Story Pcl5(int day, int total) => Scored(Instruments.Pcl5, day, total);

    public Story Scored(Instrument instrument, int day, int total, int? item9 = null, bool prorated = false)
    {
        scores.Add(new(Guid.CreateVersion7(), instrument, On(day), null, total, item9) { IsProrated = prorated });
        return this;
    }

    /// <summary>A score that another system or the patient sent.</summary>
    public Story Received(Instrument instrument, int day, int total, int receivedDay, int? reviewedDay = null, int? item9 = null)
    {
        scores.Add(new(Guid.CreateVersion7(), instrument, On(day), null, total, item9) { ReceivedOn = On(receivedDay), ReviewedOn = On(reviewedDay) });
        return this;
    }

    public Story Screened(int day, SafetyTier tier)
    {
        scores.Add(new(Guid.CreateVersion7(), Instruments.Cssrs, On(day), null, 0, tier switch { SafetyTier.Unknown => null, SafetyTier.None => 0, _ => 1 + (tier - SafetyTier.S1) }));
        return this;
    }

    /// <summary>The self-harm item answered without a total that counts.</summary>
    public Story AnsweredOnly(int day, int answer, Instrument? instrument = null, int? receivedDay = null)
    {
        selfHarmAnswers.Add(new(Guid.CreateVersion7(), instrument ?? Instruments.Phq9, On(day), answer) { ReceivedOn = On(receivedDay) });
        return this;
    }

    public Guid LastAnswerOnly => selfHarmAnswers[^1].AssessmentId;

    public Guid LastAssessment => scores[^1].AssessmentId;

    public Story Minutes(int day, int count, WorkKind kind = WorkKind.RegistryWork) => Worked(new(On(day), count, kind));

    public Story Worked(MinutesFact entry)
    {
        minutes.Add(entry);
        return this;
    }

    public Story TreatmentChanged(int day)
    {
        treatmentChanges.Add(new(On(day)));
        return this;
    }

    public Story ManuallyFlagged(ManualFlagKind kind, int day, int? clearedDay = null)
    {
        manualFlags.Add(new(kind, On(day), On(clearedDay)));
        return this;
    }

    public Story ConsultRequested(int day, int? withdrawnDay = null, string reason = "medication")
    {
        requests.Add(new(On(day), reason, On(withdrawnDay)));
        return this;
    }

    public Story Recommended(int day, RecommendationState state = RecommendationState.Open, int? settledDay = null)
    {
        recommendations.Add(new(Guid.CreateVersion7(), On(day), state, On(settledDay)));
        return this;
    }

    public Story Reminded(int setDay, int dueDay, int? doneDay = null)
    {
        reminders.Add(new(On(setDay), On(dueDay), On(doneDay)));
        return this;
    }

    public Story Acknowledged(string flag, int day, string? disposition = null, int? snoozedUntil = null, Guid? assessment = null, string? instrument = null)
    {
        acknowledgements.Add(new(flag, On(day), disposition, On(snoozedUntil), assessment, instrument));
        return this;
    }

    public Story Doubtful(int day, int? resolvedDay = null, string problem = "duplicate")
    {
        problems.Add(new(problem, On(day), On(resolvedDay)));
        return this;
    }

    public Story BaselineChosen(int day, Guid assessment)
    {
        overrides.Add(new(assessment, On(day), "the first form was filled in for another person"));
        return this;
    }

    public Story With(PrerequisiteFacts facts)
    {
        prerequisites = facts;
        return this;
    }

    /// <summary>Everything billing asks for, from the day of enrolment on.</summary>
    public Story Ready() => With(new(ConsentOn: EnrolledOn, InitiatingVisitOn: EnrolledOn, CarePlanOn: EnrolledOn, TreatingProviderSince: EnrolledOn));

    public Story AfterCareThatEnded(LocalDate on)
    {
        previousCareEnded = on;
        return this;
    }

    public Story Contact(int day, int minutes = 20, ContactPurpose purpose = ContactPurpose.FollowUp, ContactMode mode = ContactMode.Phone, bool kept = true)
    {
        contacts.Add(new(purpose, mode, On(day), minutes, kept));
        return this;
    }

    public Story Attempt(int day) => Contact(day, 3, ContactPurpose.OutreachAttempt, kept: false);

    public Story NoShow(int day) => Contact(day, 0, ContactPurpose.NoShow, kept: false);

    public Story Consult(int day, bool recommendation = true, int minutes = 10)
    {
        consultations.Add(new(On(day), minutes, recommendation));
        return this;
    }

    public Story Plan(int day, int minutes = 20)
    {
        plans.Add(new(On(day), minutes));
        return this;
    }

    public Story RelapsePrevention(int day) => Became(day, EpisodeStatus.RelapsePrevention);

    public Story Became(int day, EpisodeStatus status)
    {
        changes.Add(new(On(day), status));
        if (status is EpisodeStatus.Inactive) ended = On(day);
        return this;
    }

    public LocalDate On(int day) => EnrolledOn.PlusDays(day);

    private LocalDate? On(int? day) => day is { } known ? On(known) : null;

    public EpisodeFacts Facts => FactsOf(patient: 0);

    /// <summary>The story of another patient, or another episode of the same one.</summary>
    public EpisodeFacts FactsOf(int patient, int episode = 0) => new()
    {
        EpisodeId = new(new Guid(1 + patient, 2, (short)(3 + episode), 4, 5, 6, 7, 8, 9, 10, 11)),
        PatientId = new(new Guid(11 + patient, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1)),
        EnrolledOn = EnrolledOn,
        EndedOn = ended,
        PrimaryScale = primary,
        StatusChanges = [.. changes],
        Scores = [.. scores.OrderBy(score => score.On)],
        Contacts = [.. contacts.OrderBy(contact => contact.On)],
        Consultations = [.. consultations.OrderBy(consultation => consultation.On)],
        RelapsePreventionPlans = [.. plans.OrderBy(plan => plan.On)],
        MinutesEntries = [.. minutes],
        TreatmentChanges = [.. treatmentChanges],
        ManualFlags = [.. manualFlags],
        ConsultationRequests = [.. requests],
        Recommendations = [.. recommendations],
        Reminders = [.. reminders],
        Acknowledgements = [.. acknowledgements],
        SelfHarmAnswers = [.. selfHarmAnswers],
            DataQualityProblems = [.. problems],
        BaselineOverrides = [.. overrides],
        Prerequisites = prerequisites,
        PreviousCareEndedOn = previousCareEnded,
    };

    public IReadOnlyList<RaisedFlag> Flags(int day, OutcomeProfile? profile = null, FlagParameters? parameters = null) =>
        Registry.Clinical.Flags.Raised(Facts, On(day), parameters ?? FlagParameters.Default, profile ?? OutcomeProfile.Nys2025);

    public RaisedFlag? Flag(string id, int day, OutcomeProfile? profile = null, FlagParameters? parameters = null) =>
        Flags(day, profile, parameters).FirstOrDefault(flag => flag.Id == id);

    public bool Raises(string id, int day, OutcomeProfile? profile = null, FlagParameters? parameters = null) => Flag(id, day, profile, parameters) is not null;
}
