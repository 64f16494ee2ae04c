using Microsoft.EntityFrameworkCore;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

internal static class Episodes
{
    /// <summary>An episode the caller may see, with its statuses and care team, tracked so that work on it may move it on.</summary>
    public static async Task<Episode?> Find(Id<Episode> episodeId, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var episode = await db.EpisodesIn(access.OrganizationId, access.Clinics).AsTracking().Include(e => e.CareTeam).SingleOrDefaultAsync(e => e.Id == episodeId, ct);
        if (episode is not null) access.Touches(episode.PatientId);
        return episode;
    }
}
