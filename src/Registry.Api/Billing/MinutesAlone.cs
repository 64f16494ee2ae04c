using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>A closed month is what was known when it was closed. So closing it, and writing what it counts, happen one after the other, and at moments that say in which order.</summary>
internal static class MinutesAlone
{
    /// <summary>Before facts with minutes of an episode, or what decides whether they count, are read to be written.</summary>
    public static async Task WriteMinutesAlone(this RegistryDbContext db, Id<Episode> episode, Access access, CancellationToken ct)
    {
        await Hold(db, episode, ct);
        var closed = await db.ClosedBillingMonths.Where(c => c.OrganizationId == access.OrganizationId && c.EpisodeId == episode).MaxAsync(c => (Instant?)c.ClosedAt, ct);
        if (closed is { } at) access.NotBefore(at + Duration.FromTicks(10));
    }

    /// <summary>Before a month is counted to be closed.</summary>
    public static async Task CloseMinutesAlone(this RegistryDbContext db, Id<Episode> episode, Access access, CancellationToken ct)
    {
        await Hold(db, episode, ct);
        if (await access.Transaction.Connection.LastOfMinutes(access.OrganizationId, episode, ct) is { } last) access.NotBefore(last);
    }

    private static Task Hold(RegistryDbContext db, Id<Episode> episode, CancellationToken ct) => db.HoldAlone("minutes of " + episode, ct);
}
