using NodaTime;

namespace Registry.Clinical;

/// <summary>Which record, by whom and from when: what minutes are checked against. Without a start an overlap cannot be seen.</summary>
public readonly record struct WorkStamp(Guid Id, Guid StaffId = default, Instant? StartedAt = null);

/// <summary>Medication, psychotherapy or another treatment was begun, changed or ended on this day.</summary>
public readonly record struct TreatmentChangeFact(LocalDate On);

public enum ManualFlagKind
{
    Safety,
    Discussion,
}

/// <summary>A person flagged the patient; only a person clears it.</summary>
public readonly record struct ManualFlagFact(ManualFlagKind Kind, LocalDate RaisedOn, LocalDate? ClearedOn = null);

/// <summary>The team asked for a psychiatric consultation.</summary>
/// <param name="Reason">Code: "new", "not-improving", "diagnostic", "medication", "safety", "other".</param>
public readonly record struct ConsultationRequestFact(LocalDate On, string Reason, LocalDate? WithdrawnOn = null);

/// <summary>What became of a consultant's recommendation; the treating provider decides.</summary>
public enum RecommendationState
{
    Open,
    Accepted,
    Declined,
    Done,
}

/// <param name="SettledOn">The day it was answered: accepted or declined, or done without having been accepted before. Until then the recommendation is open.</param>
public readonly record struct RecommendationFact(Guid Id, LocalDate On, RecommendationState State = RecommendationState.Open, LocalDate? SettledOn = null)
{
    /// <summary>Open at the end of that day, whatever became of it later.</summary>
    public bool IsOpenOn(LocalDate asOf) => On <= asOf && (State is RecommendationState.Open || SettledOn > asOf);
}

/// <summary>A follow-up day the care manager set.</summary>
public readonly record struct ReminderFact(LocalDate SetOn, LocalDate DueOn, LocalDate? DoneOn = null);

/// <summary>Somebody saw a flag, said what was done, or asked to see it again later.</summary>
/// <param name="Disposition">What was done about it (code). For the safety flag of item 9 this, and not the mere seeing, clears it.</param>
/// <param name="SnoozedUntil">The day on which it shows again. Safety flags do not snooze.</param>
/// <param name="AssessmentId">The one score this is about, when it is about one.</param>
/// <param name="Instrument">Code of the instrument, for a flag that is raised per instrument; null for all of them.</param>
public readonly record struct AcknowledgementFact(
    string FlagId, LocalDate On, string? Disposition = null, LocalDate? SnoozedUntil = null, Guid? AssessmentId = null, string? Instrument = null);

/// <summary>Something about the received facts needs a person: "out-of-range", "total-items-mismatch", "future-date", "duplicate", "waiting-for-mapping".</summary>
public readonly record struct DataQualityFact(string Problem, LocalDate FoundOn, LocalDate? ResolvedOn = null, Guid? AssessmentId = null);

/// <summary>A person chose this administration as the baseline, and said why.</summary>
public readonly record struct BaselineOverrideFact(Guid AssessmentId, LocalDate On, string Reason);

/// <summary>What billing asks for besides minutes; a null day is "not on record".</summary>
/// <param name="ConsentOn">Consent to Collaborative Care, verbal or written, documented.</param>
/// <param name="ConsentWithdrawnOn">Minutes after this day no longer count.</param>
/// <param name="InitiatingVisitOn">E/M, wellness or transition visit with the billing practitioner.</param>
/// <param name="LastSeenByPractitionerOn">Seen within a year before enrolment, no initiating visit is needed.</param>
/// <param name="CarePlanOn">The individual treatment plan.</param>
/// <param name="TreatingProviderSince">A treating provider, under whom it is billed, is named from this day.</param>
public readonly record struct PrerequisiteFacts(
    LocalDate? ConsentOn = null,
    LocalDate? ConsentWithdrawnOn = null,
    LocalDate? InitiatingVisitOn = null,
    LocalDate? LastSeenByPractitionerOn = null,
    LocalDate? CarePlanOn = null,
    LocalDate? TreatingProviderSince = null);

/// <summary>What care management minutes were spent on. Domain reference 6.3.</summary>
public enum WorkKind
{
    PatientContact,
    Outreach,
    Consultation,
    CarePlanning,
    CareCoordination,
    RegistryWork,

    /// <summary>Scheduling, mailing: never counts.</summary>
    Administrative,
}

/// <summary>Whose time it is. Care management time counts; whether the others' does is the payer's rule.</summary>
public enum WorkBy
{
    CareManager,
    PsychiatricConsultant,
    TreatingProvider,
}

/// <summary>Minutes entered on their own.</summary>
public readonly record struct MinutesFact(LocalDate On, int Minutes, WorkKind Kind)
{
    public WorkStamp Stamp { get; init; }
    public WorkBy By { get; init; }

    /// <summary>Part of a service billed on its own (psychotherapy, E/M, CCM, tobacco).</summary>
    public bool BilledElsewhere { get; init; }

    /// <summary>Patients who shared this time; 0 and 1 mean this one alone.</summary>
    public int Attendees { get; init; }
}
