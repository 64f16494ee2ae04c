using Microsoft.EntityFrameworkCore;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>The only rows that one organization sees of another: charters it was invited to, and while both take part, sites and their suppressed figures.</summary>
public static class CollaborativeQuery
{
    /// <summary>Those the organization keeps or was invited to. Whoever takes part was invited.</summary>
    public static IQueryable<Collaborative> CollaborativesKnownTo(this RegistryDbContext db, Id<Organization> reader) =>
        db.Collaboratives.AsNoTracking().Include(c => c.Measures.OrderBy(m => m.Sequence))
            .Where(c => c.OrganizationId == reader || db.CollaborativeInvitations.Any(i => i.OrganizationId == c.OrganizationId && i.CollaborativeId == c.Id && i.InvitedOrganizationId == reader));

    /// <summary>A collaborative in which the organization takes part now; null otherwise.</summary>
    public static async Task<Collaborative?> CollaborativeOfMember(this RegistryDbContext db, Id<Organization> member, Id<Collaborative> collaborative, CancellationToken ct) =>
        await db.CollaborativeMembers.AnyAsync(m => m.OrganizationId == member && m.CollaborativeId == collaborative && m.LeftAt == null, ct)
            ? await db.CollaborativesKnownTo(member).SingleOrDefaultAsync(c => c.Id == collaborative, ct) : null;

    /// <summary>While the reader takes part: the sites of every organization that does.</summary>
    public static IQueryable<CollaborativeSite> SitesSharedWith(this RegistryDbContext db, Id<Organization> reader, Id<Collaborative> collaborative) =>
        db.CollaborativeSites.AsNoTracking().Where(s => s.CollaborativeId == collaborative && s.IsShared
            && db.CollaborativeMembers.Any(m => m.OrganizationId == reader && m.CollaborativeId == collaborative && m.LeftAt == null));

    /// <summary>What those sites have submitted.</summary>
    public static IQueryable<SharedSubmission> SubmissionsSharedWith(this RegistryDbContext db, Id<Organization> reader, Id<Collaborative> collaborative) =>
        from submission in db.SharedSubmissions.AsNoTracking()
        join site in db.SitesSharedWith(reader, collaborative)
            on new { submission.OrganizationId, submission.CollaborativeId, submission.ClinicId } equals new { site.OrganizationId, site.CollaborativeId, site.ClinicId }
        select submission;
}
