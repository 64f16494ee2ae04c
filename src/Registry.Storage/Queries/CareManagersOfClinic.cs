using NodaTime;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>Who can look after patients of a clinic: care managers at home there, and those whose grants reach it.</summary>
public static class CareManagersOfClinic
{
    /// <remarks>Anybody else would be given patients whom they cannot see.</remarks>
    public static IQueryable<StaffMember> CareManagersOf(this RegistryDbContext db, Id<Organization> organization, Id<Clinic> clinic, Instant now) =>
        db.Staff.Where(s => s.OrganizationId == organization && s.Role == StaffRole.CareManager && s.EndedAt == null
            && (s.ClinicId == clinic || db.RoleGrants.Any(g => g.OrganizationId == organization && g.Role == Role.CareManager
                && (g.ClinicId == null || g.ClinicId == clinic) && (g.CaseloadId == null || g.CaseloadId == s.Id) && g.ValidFrom <= now && !(g.ValidTo <= now)
                && db.Principals.Any(p => p.OrganizationId == organization && p.Id == g.PrincipalId && p.StaffMemberId == s.Id))));
}
