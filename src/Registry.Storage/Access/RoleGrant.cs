using NodaTime;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>A principal has a role in an organization, in one of its clinics or for one caseload, for a time. Rights live here, never in the token.</summary>
/// <remarks>Grants only ever add: none takes another's rights away, and their order means nothing.</remarks>
public sealed class RoleGrant
{
    public required Id<Organization> OrganizationId { get; init; }
    public required Id<RoleGrant> Id { get; init; }
    public required Id<Principal> PrincipalId { get; init; }
    public required Role Role { get; init; }

    /// <summary>Null: every clinic of the organization.</summary>
    public Id<Clinic>? ClinicId { get; init; }

    /// <summary>The care manager whose caseload it is, of the clinic named; null: not one caseload only.</summary>
    public Id<StaffMember>? CaseloadId { get; init; }
    public required Instant ValidFrom { get; init; }

    /// <summary>The first moment at which it no longer holds; null while no end is known.</summary>
    public Instant? ValidTo { get; set; }
    public int Version { get; set; } = 1;
}

/// <summary>A part somebody plays towards the registry. What each may do is the table of permissions; which patients each reaches is <see cref="RoleReach"/>.</summary>
public enum Role
{
    CareManager,
    PsychiatricConsultant,
    TreatingProvider,
    ClinicLead,
    EhrIntegration,
    ProgramLead,
    Auditor,
    Administrator,
}
