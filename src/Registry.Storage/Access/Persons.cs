using Microsoft.EntityFrameworkCore;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>Two logins may be one person's: whatever takes a second person asks here, and the row policies by_somebody_else ask again.</summary>
public static class Persons
{
    public static async Task<bool> AreOnePerson(this RegistryDbContext db, Id<Organization> organization, Id<Principal> one, Id<Principal> other, CancellationToken ct) =>
        one == other || await db.Principals.Where(p => p.OrganizationId == organization && (p.Id == one || p.Id == other) && p.StaffMemberId != null).Select(p => p.StaffMemberId).ToListAsync(ct) is [var first, var second] && first == second;
}
