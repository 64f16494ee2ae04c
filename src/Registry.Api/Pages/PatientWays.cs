using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>Where one goes from an episode: back to the caseload it is on, and to the patient's other episodes.</summary>
/// <param name="Caseload">Of the care manager of that day; null when the caller may not open it.</param>
/// <param name="Review">The same caseload, for who may review it.</param>
/// <param name="Others">Those begun by that day and in the caller's reach, newest first.</param>
public sealed record PatientWays(Id<StaffMember>? Caseload, Id<StaffMember>? Review, IReadOnlyList<OtherEpisode> Others)
{
    internal static async Task<PatientWays> Of(EpisodeFacts facts, LocalDate asOf, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var episodes = await db.EpisodesIn(access.OrganizationId, access.Clinics).AsNoTracking().Include(e => e.CareTeam)
            .Where(e => e.PatientId == facts.PatientId).OrderByDescending(e => e.EnrolledOn).ThenByDescending(e => e.Id).ToListAsync(ct);
        var careManager = episodes.Single(e => e.Id == facts.EpisodeId).CareTeam
            .Find(a => a.Role is StaffRole.CareManager && a.FromOn <= asOf && !(a.UntilOn <= asOf))?.StaffMemberId;
        return new(
            await Opens(careManager, Permissions.ReadCaseload, access, ct), await Opens(careManager, Permissions.ReviewCaseload, access, ct),
            [.. episodes.Where(e => e.Id != facts.EpisodeId).Select(e => OtherEpisode.Of(e, asOf)).OfType<OtherEpisode>()]);
    }

    /// <summary>The link leads nowhere that would be refused.</summary>
    private static async Task<Id<StaffMember>?> Opens(Id<StaffMember>? careManager, Permission permission, Access access, CancellationToken ct) =>
        careManager is { } known && access.Allows(permission)
        && await access.Transaction.Connection.SettingsOfCareManager(access.OrganizationId, known, access.Caller!.ClinicsOfCaseload(known, [.. permission.Roles]), ct) is not null ? known : null;
}

/// <summary>Another episode of the patient as it stood on a day.</summary>
public sealed record OtherEpisode(Id<Episode> Id, LocalDate From, LocalDate? Until, EpisodeStatus Status, DischargeReason? Reason)
{
    internal static OtherEpisode? Of(Episode episode, LocalDate asOf) =>
        episode.StatusChanges.LastOrDefault(c => c.On <= asOf) is not { } last ? null
        : last.Status is EpisodeStatus.Inactive ? new(episode.Id, episode.StatusChanges[0].On, last.On, last.Status, episode.DischargeReason)
        : new(episode.Id, episode.StatusChanges[0].On, null, last.Status, null);
}
