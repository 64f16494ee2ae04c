using Microsoft.EntityFrameworkCore;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>Two people are two members of staff: whoever signs in by two accounts is one person.</summary>
internal static class Persons
{
    /// <summary>The accounts of the person who calls: all those of the member of staff, or the caller's alone where there is none.</summary>
    public static IQueryable<Id<Principal>> AccountsOfCaller(this RegistryDbContext db, Access access)
    {
        var (principal, staff) = (access.Caller!.PrincipalId, access.Caller.StaffMemberId);
        return db.Principals.Where(p => p.OrganizationId == access.OrganizationId && (p.Id == principal || p.StaffMemberId != null && p.StaffMemberId == staff)).Select(p => p.Id);
    }

    public static async Task<bool> IsCaller(this RegistryDbContext db, Id<Principal> principal, Access access, CancellationToken ct) =>
        principal == access.Caller!.PrincipalId || await db.AccountsOfCaller(access).ContainsAsync(principal, ct);
}
