using Registry.Clinical;

namespace Registry.Storage;

/// <summary>Who is calling, and the rights that the database grants them at this moment.</summary>
public sealed record Caller(
    Id<Organization> OrganizationId,
    Id<Principal> PrincipalId,
    Id<StaffMember>? StaffMemberId,
    bool MayCreatePatients,
    Id<Clinic>? DefaultClinicId,
    IReadOnlyList<Grant> Grants)
{
    /// <summary>The identifier systems that may tell who a patient is; null for every system.</summary>
    public IReadOnlyList<string>? PatientIdentifierSystems { get; init; }

    /// <summary>Of the default clinic: which day it is for a patient who comes to be there.</summary>
    public string? DefaultTimeZone { get; init; }

    /// <summary>Whether an integration client may take out everybody's records at once.</summary>
    public bool MayExport { get; init; }

    /// <summary>Patients out of reach whose record the caller opened in an emergency, and may read for now.</summary>
    public IReadOnlyList<OpenedRecord> Opened { get; init; } = [];

    public bool IsIdentifying(string system) => PatientIdentifierSystems?.Contains(system) is not false;

    public bool Has(Role role) => Grants.Any(g => g.Role == role);

    /// <summary>The clinics in which the caller has one of these roles, for some patients or for all.</summary>
    public Guid[] ClinicsAs(params IReadOnlyCollection<Role> roles) =>
        [.. Grants.Where(g => roles.Contains(g.Role)).Select(g => g.ClinicId.Value).Distinct()];

    /// <summary>The clinics in which one of these roles lets the caller open this care manager's caseload.</summary>
    public Guid[] ClinicsOfCaseload(Id<StaffMember> careManager, IReadOnlyCollection<Role> roles) =>
        [.. Grants.Where(g => roles.Contains(g.Role) && g.Opens(careManager, this)).Select(g => g.ClinicId.Value).Distinct()];

    /// <summary>Whether one of these roles reaches a patient. The database's policies say the same of its rows.</summary>
    public bool Reaches(Target target, IReadOnlyCollection<Role> roles) =>
        target.Organization == OrganizationId && Grants.Any(g => roles.Contains(g.Role) && g.Reaches(target, this));
}

/// <summary>A role in one clinic; a grant for the whole organization appears once for each of its clinics.</summary>
/// <param name="CaseloadId">Null: not for one caseload only.</param>
public readonly record struct Grant(Role Role, Id<Clinic> ClinicId, Id<StaffMember>? CaseloadId)
{
    internal bool Opens(Id<StaffMember> careManager, Caller caller) => CaseloadId is { } one ? one == careManager : RoleReach.Of(Role) switch
    {
        RowReach.OwnCaseload => caller.StaffMemberId == careManager,
        RowReach.Clinic => true,
        _ => false,
    };

    internal bool Reaches(Target target, Caller caller)
    {
        if (ClinicId != target.Clinic) return false;
        if (CaseloadId is { } one) return target.CareManagers.Contains(one);
        return RoleReach.Of(Role) switch
        {
            RowReach.Clinic => true,
            RowReach.OwnCaseload => target.CareManagers.Count == 0 || caller.StaffMemberId is { } self && target.CareManagers.Contains(self),
            RowReach.OwnPatients => caller.StaffMemberId is { } self && target.TreatingProviders.Contains(self),
            _ => false,
        };
    }
}
