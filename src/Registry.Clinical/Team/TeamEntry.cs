using NodaTime;

namespace Registry.Clinical;

/// <summary>What the team notes beside contacts and consultations. All kinds share one table, so that a caseload reads them in one scan.</summary>
public abstract class TeamEntry : EpisodeFact<TeamEntry>
{
    /// <summary>A brief addition, at most 1,000 characters; no session content.</summary>
    public string? Note { get; set; }
}

/// <summary>Minutes of care management without a contact, consultation or plan of their own.</summary>
public sealed class MinutesEntry : TeamEntry
{
    public required Id<StaffMember> StaffMemberId { get; set; }
    public required WorkKind Work { get; set; }
    public required WorkBy By { get; set; }
    public Instant? StartedAt { get; set; }
    public required int Minutes { get; set; }

    /// <summary>Part of a service billed on its own.</summary>
    public bool BilledElsewhere { get; set; }

    /// <summary>Patients who shared the time, this one included.</summary>
    public int Attendees { get; set; } = 1;
}

/// <summary>A treatment began, changed or ended on this day.</summary>
public sealed class TreatmentChange : TeamEntry
{
    public required TreatmentKind Treatment { get; set; }
    public required TreatmentChangeKind Change { get; set; }

    /// <summary>What it is: a medication with its dose, a kind of psychotherapy; at most 200 characters.</summary>
    public required string Description { get; set; }
}

public enum TreatmentKind
{
    Medication,
    Psychotherapy,
    Other,
}

public enum TreatmentChangeKind
{
    Started,
    Changed,
    Stopped,
}

/// <summary>A person flagged the patient, for safety or for discussion; only a person clears it.</summary>
public sealed class ManualFlag : TeamEntry
{
    public required ManualFlagKind Flag { get; set; }
    public LocalDate? ClearedOn { get; set; }
}

/// <summary>The team asks the psychiatric consultant about this patient.</summary>
public sealed class ConsultationRequest : TeamEntry
{
    public required ConsultationReason Reason { get; set; }
    public LocalDate? WithdrawnOn { get; set; }
}

public enum ConsultationReason
{
    New,
    NotImproving,
    Diagnostic,
    Medication,
    Safety,
    Other,
}

/// <summary>A follow-up day somebody set.</summary>
public sealed class Reminder : TeamEntry
{
    public required LocalDate DueOn { get; set; }
    public LocalDate? DoneOn { get; set; }
}

/// <summary>Somebody saw a flag, said what was done about it, or asked to see it again later.</summary>
public sealed class FlagAcknowledgement : TeamEntry
{
    public required string FlagId { get; set; }

    /// <summary>What was done; for the safety flag of item 9 this clears it, the mere seeing does not.</summary>
    public FlagDisposition? Disposition { get; set; }
    public LocalDate? SnoozedUntil { get; set; }
    public Id<Assessment>? AssessmentId { get; set; }

    /// <summary>For a flag that is raised per instrument; null for all of them.</summary>
    public Instrument? Instrument { get; set; }
}

public enum FlagDisposition
{
    RiskAssessed,
    SafetyPlanMade,
    ReferredToEmergencyCare,
    ContactedPatient,
    DiscussedWithProvider,
    NoActionNeeded,
    Other,
}

/// <summary>A person chose the baseline instead of the rule, and said why in the note.</summary>
public sealed class BaselineOverride : TeamEntry
{
    public required Id<Assessment> AssessmentId { get; set; }
}

/// <summary>A brief note: a fact the others have no place for. Never psychotherapy notes.</summary>
public sealed class BriefNote : TeamEntry;
