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

    public bool IsIdentifying(string system) => PatientIdentifierSystems?.Contains(system) is not false;

    public bool Has(Role role) => Grants.Any(g => g.Role == role);

    /// <summary>The clinics in which the caller has one of these roles.</summary>
    public Guid[] ClinicsAs(params IReadOnlyCollection<Role> roles) =>
        [.. Grants.Where(g => roles.Contains(g.Role)).Select(g => g.ClinicId.Value).Distinct()];
}

/// <summary>A role in one clinic; a grant for the whole organization appears once for each of its clinics.</summary>
public readonly record struct Grant(Role Role, Id<Clinic> ClinicId);
