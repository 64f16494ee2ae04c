using Microsoft.EntityFrameworkCore;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>What an export to somebody outside leaves out: patients who restricted it, and episodes under 42 CFR Part 2 that no consent opens to the recipient.</summary>
internal sealed class ExportRules
{
    private readonly HashSet<Id<Patient>> restricted;
    private readonly HashSet<Id<Episode>> labelled;
    private readonly HashSet<Id<Episode>> withheld;

    private ExportRules(HashSet<Id<Patient>> restricted, HashSet<Id<Episode>> labelled, HashSet<Id<Episode>> withheld) =>
        (this.restricted, this.labelled, this.withheld) = (restricted, labelled, withheld);

    public static async Task<ExportRules> For(RecipientKind recipient, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var (organization, today) = (access.OrganizationId, access.Now.InUtc().Date);
        var against = Restriction.Against(recipient).ToArray();
        var restrictions = await db.Restrictions.AsNoTracking().Where(r => r.OrganizationId == organization && against.Contains(r.Kind)).ToListAsync(ct);
        var episodes = await db.Episodes.AsNoTracking().Where(e => e.OrganizationId == organization && e.IsPart2).Select(e => new { e.Id, e.PatientId }).ToListAsync(ct);
        var patients = episodes.Select(e => e.PatientId).Distinct().ToArray();
        var consents = Part2.IsOpenedByConsent(recipient)
            ? await db.Part2Consents.AsNoTracking().Where(c => c.OrganizationId == organization && patients.Contains(c.PatientId)).ToListAsync(ct) : [];
        var consenting = consents.Where(c => c.HoldsOn(today)).Select(c => c.PatientId).ToHashSet();
        return new([.. restrictions.Where(r => r.HoldsOn(today)).Select(r => r.PatientId)], [.. episodes.Select(e => e.Id)],
            [.. episodes.Where(e => !consenting.Contains(e.PatientId)).Select(e => e.Id)]);
    }

    public bool Allow(EpisodeFacts episode) => !restricted.Contains(episode.PatientId) && !withheld.Contains(episode.EpisodeId);

    /// <summary>The notice goes with it.</summary>
    public bool IsPart2(EpisodeFacts episode) => labelled.Contains(episode.EpisodeId);
}
