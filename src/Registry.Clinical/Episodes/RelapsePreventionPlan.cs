using NodaTime;

namespace Registry.Clinical;

/// <summary>The written plan a patient keeps: warning signs and what to do. Documenting it begins the relapse prevention phase.</summary>
public sealed class RelapsePreventionPlan : Fact
{
    public required Id<RelapsePreventionPlan> Id { get; init; }
    public required Id<Patient> PatientId { get; init; }
    public required Id<Episode> EpisodeId { get; init; }
    public required Id<StaffMember> StaffMemberId { get; init; }
    public required LocalDate On { get; set; }

    /// <summary>Whole minutes of care management time, 0-480.</summary>
    public required int Minutes { get; set; }
    public bool EnteredInError { get; set; }
}
