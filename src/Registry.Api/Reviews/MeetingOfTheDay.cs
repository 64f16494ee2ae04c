using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

internal static class MeetingOfTheDay
{
    /// <summary>The open review session of a consultant over a caseload on a day; it opens with the first patient discussed.</summary>
    public static async Task<ReviewSession> Of(Id<StaffMember> careManager, Id<StaffMember> consultant, LocalDate on, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var open = await db.ReviewSessions.AsNoTracking().Where(s => s.OrganizationId == access.OrganizationId && s.CareManagerId == careManager
            && s.ConsultantId == consultant && s.On == on && s.ClosedAt == null).OrderBy(s => s.Id).FirstOrDefaultAsync(ct);
        if (open is not null) return open;

        var session = new ReviewSession { OrganizationId = access.OrganizationId, Id = Id<ReviewSession>.New(), CareManagerId = careManager, ConsultantId = consultant, On = on };
        session.Recorded(access.Caller!.PrincipalId, access.Now);
        db.ReviewSessions.Add(session);
        await db.SaveChangesAsync(ct);
        return session;
    }
}
