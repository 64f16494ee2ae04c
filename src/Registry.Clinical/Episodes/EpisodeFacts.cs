using NodaTime;

namespace Registry.Clinical;

/// <summary>Everything the rules may look at about one episode of care: facts only, nothing derived.</summary>
/// <remarks>
/// Lists are in clinical order (day, then moment, then when recorded) and hold only facts that count: a retracted, cancelled
/// or unfinished score is not here. They may reach beyond the day asked about; every rule applies its own <c>asOf</c>.
/// </remarks>
public sealed class EpisodeFacts
{
    private readonly Score[] scores = [];
    private readonly ContactFact[] contacts = [];

    public required Id<Episode> EpisodeId { get; init; }
    public required Id<Patient> PatientId { get; init; }

    /// <summary>Day of the initial assessment (I/A), or of the referral while the status is referred.</summary>
    public required LocalDate EnrolledOn { get; init; }

    /// <summary>The day of discharge; the episode is no longer active from this day on.</summary>
    public LocalDate? EndedOn { get; init; }

    /// <summary>The scale the headline outcome is judged by, fixed at enrolment.</summary>
    public required Instrument PrimaryScale { get; init; }

    /// <summary>Dated transitions, oldest first; the first is the opening of the episode.</summary>
    public required IReadOnlyList<StatusChange> StatusChanges { get; init; }

    /// <summary>Scores of the patient from 14 days before enrolment on, every instrument.</summary>
    public IReadOnlyList<Score> Scores { get => scores; init => scores = value as Score[] ?? [.. value]; }
    public IReadOnlyList<ContactFact> Contacts { get => contacts; init => contacts = value as ContactFact[] ?? [.. value]; }

    /// <summary>The two long lists again, for reading many episodes a second: elements are looked at in place.</summary>
    internal ReadOnlySpan<Score> ScoresInPlace => scores;
    internal ReadOnlySpan<ContactFact> ContactsInPlace => contacts;
    public IReadOnlyList<ConsultationFact> Consultations { get; init; } = [];
    public IReadOnlyList<PlanFact> RelapsePreventionPlans { get; init; } = [];

    /// <summary>Care management minutes without a contact, consultation or plan of their own.</summary>
    public IReadOnlyList<MinutesFact> MinutesEntries { get; init; } = [];
    public IReadOnlyList<TreatmentChangeFact> TreatmentChanges { get; init; } = [];
    public IReadOnlyList<ManualFlagFact> ManualFlags { get; init; } = [];
    public IReadOnlyList<ConsultationRequestFact> ConsultationRequests { get; init; } = [];
    public IReadOnlyList<RecommendationFact> Recommendations { get; init; } = [];
    public IReadOnlyList<ReminderFact> Reminders { get; init; } = [];
    public IReadOnlyList<AcknowledgementFact> Acknowledgements { get; init; } = [];
    public IReadOnlyList<DataQualityFact> DataQualityProblems { get; init; } = [];

    /// <summary>Answers of 1 or more to a self-harm item that came without a total that counts: alone, on an unfinished form, or with a total that was refused.</summary>
    public IReadOnlyList<SelfHarmAnswer> SelfHarmAnswers { get; init; } = [];

    /// <summary>Baselines chosen by a person instead of the rule, oldest first; the latest one by the day asked about is in force.</summary>
    public IReadOnlyList<BaselineOverrideFact> BaselineOverrides { get; init; } = [];

    /// <summary>What billing asks for besides minutes.</summary>
    public PrerequisiteFacts Prerequisites { get; init; }

    /// <summary>The last day of Collaborative Care in an earlier episode, when there was one: "initial month" needs a gap after it.</summary>
    public LocalDate? PreviousCareEndedOn { get; init; }

    public EpisodeStatus StatusOn(LocalDate asOf)
    {
        var status = StatusChanges[0].Status;
        foreach (var change in StatusChanges)
        {
            if (change.On <= asOf) status = change.Status;
        }

        return status;
    }
}

/// <summary>From this day on the episode has this status.</summary>
public readonly record struct StatusChange(LocalDate On, EpisodeStatus Status);

/// <summary>One counted score.</summary>
/// <param name="AssessmentId">The administration it comes from: the input a flag can be checked against.</param>
/// <param name="On">Calendar day as written by the sender, in the patient's local time.</param>
/// <param name="At">The moment, when known; orders two scores of one day.</param>
/// <param name="Total">Whole points within the instrument's range.</param>
/// <param name="Item9">The answer to the instrument's self-harm item (PHQ-9 item 9, 0-3), of a risk screener its tier (0-3); null means unknown, never "no".</param>
public readonly record struct Score(Guid AssessmentId, Instrument Instrument, LocalDate On, Instant? At, int Total, int? Item9)
{
    /// <summary>The total was filled up for missing items: shown and flagged, but no partial form enters a published measure.</summary>
    public bool IsProrated { get; init; }

    /// <summary>The day it arrived from another system or from the patient, when somebody has to look at it; null when the team took it.</summary>
    public LocalDate? ReceivedOn { get; init; }

    /// <summary>The day somebody marked it as reviewed.</summary>
    public LocalDate? ReviewedOn { get; init; }
}

/// <summary>An answer to the self-harm item of an instrument, without a score.</summary>
/// <param name="Answer">1 or more; an answer of 0 on such a form reassures nobody and is not here.</param>
public readonly record struct SelfHarmAnswer(Guid AssessmentId, Instrument Instrument, LocalDate On, int Answer)
{
    /// <summary>The day it arrived from another system or from the patient; null when the team took it.</summary>
    public LocalDate? ReceivedOn { get; init; }
}

public readonly record struct ContactFact(ContactPurpose Purpose, ContactMode Mode, LocalDate On, int Minutes, bool Kept)
{
    /// <summary>
    /// Synchronous, with the patient or a caregiver, and treatment was delivered: what counts as a session and as the last contact.
    /// Messages, attempts, no-shows and scheduling are not. Source: NYS CoCM reporting, domain reference 5.0.
    /// </summary>
    public bool IsClinical => Kept
        && Mode is not ContactMode.Message
        && Purpose is ContactPurpose.InitialAssessment or ContactPurpose.FollowUp
            or ContactPurpose.RelapsePrevention or ContactPurpose.Collateral;

    /// <summary>The team tried and did not reach the patient. Attempts never count as contact; they are shown beside what is overdue.</summary>
    public bool IsAttempt => Purpose is ContactPurpose.OutreachAttempt or ContactPurpose.NoShow
        || (!Kept && Purpose is not (ContactPurpose.Scheduling or ContactPurpose.Message or ContactPurpose.CareCoordination));

    /// <summary>For billing: which record, by whom, and from when.</summary>
    public WorkStamp Stamp { get; init; }
}

/// <summary>The psychiatric consultant discussed this patient on this day. Minutes are the care manager's.</summary>
public readonly record struct ConsultationFact(LocalDate On, int Minutes, bool HasRecommendation)
{
    public WorkStamp Stamp { get; init; }
}

public readonly record struct PlanFact(LocalDate On, int Minutes)
{
    public WorkStamp Stamp { get; init; }
}
