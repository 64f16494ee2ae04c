using NodaTime;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>A principal has a role in a clinic, or in every clinic of the organization, for a time. Rights live here, never in the token.</summary>
public sealed class RoleGrant
{
    public required Id<Organization> OrganizationId { get; init; }
    public required Id<RoleGrant> Id { get; init; }
    public required Id<Principal> PrincipalId { get; init; }
    public required Role Role { get; init; }

    /// <summary>Null: every clinic of the organization.</summary>
    public Id<Clinic>? ClinicId { get; init; }
    public required Instant ValidFrom { get; init; }
    public Instant? ValidTo { get; init; }
}

public enum Role
{
    CareManager,
    PsychiatricConsultant,
    EhrIntegration,
    ProgramLead,
    Auditor,
    Administrator,
}
