using NodaTime;

namespace Registry.Clinical;

/// <summary>The written plan a patient keeps: warning signs and what to do. Documenting it begins the relapse prevention phase.</summary>
public sealed class RelapsePreventionPlan : EpisodeFact<RelapsePreventionPlan>
{
    public required Id<StaffMember> StaffMemberId { get; set; }
    public Instant? StartedAt { get; set; }

    /// <summary>Whole minutes of care management time, 0-480.</summary>
    public required int Minutes { get; set; }
}
