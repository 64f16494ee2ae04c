using NodaTime;

namespace Registry.Clinical;

/// <summary>A person of the care team.</summary>
public sealed class StaffMember
{
    public required Id<Organization> OrganizationId { get; init; }
    public required Id<StaffMember> Id { get; init; }

    /// <summary>Home clinic: its zone is "today" for this person.</summary>
    public required Id<Clinic> ClinicId { get; set; }
    public required string DisplayName { get; set; }
    public required StaffRole Role { get; init; }

    /// <summary>Left; no patient is given to them any more. What they did stays theirs.</summary>
    public Instant? EndedAt { get; set; }
    public int Version { get; set; } = 1;
}

/// <summary>The part a person plays in Collaborative Care. What they may see is granted separately.</summary>
public enum StaffRole
{
    CareManager,
    PsychiatricConsultant,
    TreatingProvider,
    Other,
}
