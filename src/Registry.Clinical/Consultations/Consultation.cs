using NodaTime;

namespace Registry.Clinical;

/// <summary>A psychiatric consultant discussed one patient on one day: one row per patient, never one per meeting.</summary>
public sealed class Consultation : Fact
{
    public required Id<Consultation> Id { get; init; }
    public required Id<Patient> PatientId { get; init; }
    public required Id<Episode> EpisodeId { get; init; }
    public required Id<StaffMember> ConsultantId { get; init; }
    public required LocalDate On { get; set; }

    /// <summary>Whole minutes of the care manager's time, 0-480.</summary>
    public required int Minutes { get; set; }

    /// <summary>What the consultant recommends; null when the case was only heard.</summary>
    public RecommendationKind? Recommendation { get; set; }

    /// <summary>A brief addition, at most 1,000 characters; no session content.</summary>
    public string? Note { get; set; }
    public bool EnteredInError { get; set; }
}

public enum RecommendationKind
{
    ContinueTreatment,
    ChangeMedication,
    ChangePsychotherapy,
    FurtherAssessment,
    ReferToSpecialtyCare,
    SafetyPlan,
    Other,
}
