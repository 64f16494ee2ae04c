using Microsoft.EntityFrameworkCore;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

internal static class CaseloadHandover
{
    /// <summary>Moves every open episode of a care manager's caseload; all of them, or none.</summary>
    public static async Task<(int Moved, Refused? Refused)> Run(
        Id<StaffMember> careManagerId, HandoverRequest request, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var connection = access.Transaction.Connection;
        if (await connection.SettingsOfCareManager(access.OrganizationId, careManagerId, access.ClinicsOfCaseload(careManagerId), ct) is not { } settings) return (0, new(Refusals.NotFound));

        var taker = await db.Staff.AsNoTracking().SingleOrDefaultAsync(s => s.OrganizationId == access.OrganizationId && s.Id == request.ToCareManagerId && s.EndedAt == null, ct);
        var checks = new Checks().Day("from", request.From, ClinicDays.On(access.Now, settings.TimeZone))
            .Add(taker?.Role is StaffRole.CareManager ? null : Refusals.UnknownReference.At("toCareManagerId"));
        if (checks.Failed) return (0, checks.Refused);

        var episodes = await db.EpisodesIn(access.OrganizationId, access.Clinics).AsTracking().Include(e => e.CareTeam)
            .Where(e => e.Status != EpisodeStatus.Inactive
                && e.CareTeam.Any(a => a.Role == StaffRole.CareManager && a.UntilOn == null && a.StaffMemberId == careManagerId)).ToListAsync(ct);
        foreach (var clinic in episodes.Select(e => e.ClinicId).Distinct())
        {
            if (!await db.CareManagersOf(access.OrganizationId, clinic, access.Now).AnyAsync(s => s.Id == request.ToCareManagerId, ct)) return (0, new(Refusals.NotInClinic.At("toCareManagerId")));
        }

        foreach (var episode in episodes)
        {
            access.Touches(episode.PatientId);
            if (episode.Assign(StaffRole.CareManager, request.ToCareManagerId, request.From, access.Caller!.PrincipalId, access.Now) is { } refusal) return (0, new(refusal));
            episode.Corrected(access.Caller!.PrincipalId, access.Now);
        }

        await db.SaveChangesAsync(ct);
        return (episodes.Count, null);
    }
}
