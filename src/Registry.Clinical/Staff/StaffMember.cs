namespace Registry.Clinical;

/// <summary>A person of the care team.</summary>
public sealed class StaffMember
{
    public required Id<Organization> OrganizationId { get; init; }
    public required Id<StaffMember> Id { get; init; }

    /// <summary>Home clinic: its zone is "today" for this person.</summary>
    public required Id<Clinic> ClinicId { get; init; }
    public required string DisplayName { get; init; }
    public required StaffRole Role { get; init; }
}

/// <summary>The part a person plays in Collaborative Care. What they may see is granted separately.</summary>
public enum StaffRole
{
    CareManager,
    PsychiatricConsultant,
    TreatingProvider,
    Other,
}
