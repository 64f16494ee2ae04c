using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>The episode that work is recorded on.</summary>
internal static class OpenEpisode
{
    /// <summary>The episode, tracked so that recording may move it on; null when the caller may not see it.</summary>
    public static async Task<Episode?> EpisodeFor(this Access access, RegistryDbContext db, Id<Episode> episodeId, CancellationToken ct)
    {
        var episode = await db.EpisodesIn(access.OrganizationId, access.Clinics).AsTracking().Include(e => e.CareManagers).SingleOrDefaultAsync(e => e.Id == episodeId, ct);
        if (episode is not null) access.Touches(episode.PatientId);
        return episode;
    }

    /// <summary>Work is dated within the episode, and not in the future. Late entries for an ended episode are welcome.</summary>
    public static async Task<Checks> Within(this Checks checks, string field, LocalDate day, Episode episode, Access access, RegistryDbContext db, CancellationToken ct) =>
        checks.Day(field, day, await db.TodayAt(access.OrganizationId, episode.ClinicId, access.Now, ct))
            .Add(day < episode.EnrolledOn || day > episode.EndedOn ? Refusals.OutsideEpisode.At(field) : null);

    /// <summary>The member of staff must be one of the caller's organization.</summary>
    public static async Task<Checks> Staff(this Checks checks, string field, Id<StaffMember>? member, Access access, RegistryDbContext db, CancellationToken ct) =>
        checks.Add(member is { } id && await db.Staff.AnyAsync(s => s.OrganizationId == access.OrganizationId && s.Id == id, ct) ? null : Refusals.UnknownReference.At(field));
}
