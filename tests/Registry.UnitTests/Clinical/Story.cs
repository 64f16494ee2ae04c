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

    public EpisodeFacts Facts => new()
    {
        EpisodeId = new(new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)),
        PatientId = new(new Guid(11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1)),
        EnrolledOn = EnrolledOn,
        EndedOn = ended,
        PrimaryScale = primary,
        StatusChanges = [.. changes],
        Scores = [.. scores.OrderBy(score => score.On)],
        Contacts = [.. contacts.OrderBy(contact => contact.On)],
        Consultations = [.. consultations.OrderBy(consultation => consultation.On)],
        RelapsePreventionPlans = [.. plans.OrderBy(plan => plan.On)],
    };

    public IReadOnlyList<RaisedFlag> Flags(int day, OutcomeProfile? profile = null, FlagParameters? parameters = null) =>
        Registry.Clinical.Flags.Raised(Facts, On(day), parameters ?? FlagParameters.Default, profile ?? OutcomeProfile.Nys2025);

    public RaisedFlag? Flag(string id, int day, OutcomeProfile? profile = null) => Flags(day, profile).FirstOrDefault(flag => flag.Id == id);
}
