using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

internal static class SiteEndpoints
{
    public static void MapImplementationSites(this IEndpointRouteBuilder routes)
    {
        var sites = routes.MapGroup("/v1/implementation-sites").WithTags("Implementation");
        sites.MapGet("", List).WithName("ListImplementationSites").Requires(Permissions.ReadLearning);
        sites.MapGet("/{clinicId}", Read).WithName("ReadImplementationSite").Requires(Permissions.ReadLearning);
        sites.MapPut("/{clinicId}", Write).WithName("WriteImplementationSite").Requires(Permissions.WriteLearning);
        sites.MapPut("/{clinicId}/checklist-items/{item}", WriteItem).WithName("WriteChecklistItem").Requires(Permissions.WriteLearning);
    }

    /// <summary>The clinics that are on their way into Collaborative Care, with the stage each has reached.</summary>
    internal static async Task<Ok<ItemsResponse<SiteResponse>>> List(Access access, RegistryDbContext db, CancellationToken ct)
    {
        var mine = access.Clinics.Select(c => new Id<Clinic>(c)).ToArray();
        var sites = await db.ImplementationSites.AsNoTracking().Where(s => s.OrganizationId == access.OrganizationId && mine.Contains(s.ClinicId)).OrderBy(s => s.ClinicId).ToListAsync(ct);
        var items = (await db.ChecklistItems.AsNoTracking().Where(i => i.OrganizationId == access.OrganizationId && mine.Contains(i.ClinicId)).ToListAsync(ct)).ToLookup(i => i.ClinicId);
        var clinics = await db.Clinics.AsNoTracking().Where(c => c.OrganizationId == access.OrganizationId && mine.Contains(c.Id)).ToDictionaryAsync(c => c.Id, ct);
        foreach (var site in sites) site.LaunchedOn = clinics[site.ClinicId].LaunchedOn;
        return TypedResults.Ok(new ItemsResponse<SiteResponse>([.. sites.Select(s => SiteResponse.Of(s, items[s.ClinicId], ClinicDays.On(access.Now, clinics[s.ClinicId].TimeZone)))]));
    }

    /// <summary>A clinic's stages with their dates, and its checklists. Before anything was written the version is 0.</summary>
    internal static async Task<Results<Versioned<SiteResponse>, Refused>> Read(Id<Clinic> clinicId, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (!access.Clinics.Contains(clinicId.Value)) return new Refused(Refusals.NotFound);
        var site = await Find(clinicId, access, db, ct) ?? New(clinicId, access);
        site.LaunchedOn = await db.Clinics.Where(c => c.OrganizationId == access.OrganizationId && c.Id == clinicId).Select(c => c.LaunchedOn).SingleAsync(ct);
        return await Answer(site, access, db, ct);
    }

    /// <summary>Says when the stages began. The first time the clinic's checklists begin with the usual items.</summary>
    internal static async Task<Results<Versioned<SiteResponse>, Refused>> Write(
        Id<Clinic> clinicId, SiteRequest request, [FromHeader(Name = "If-Match")] string? ifMatch, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (!access.Clinics.Contains(clinicId.Value)) return new Refused(Refusals.NotFound);
        var site = await Find(clinicId, access, db, ct);
        if (ETags.Check(ifMatch, site?.Version ?? 0) is { } stale) return new Refused(stale);
        var checks = request.Check(await db.TodayAt(access.OrganizationId, clinicId, access.Now, ct));
        if (checks.Failed) return checks.Refused;

        if (site is null)
        {
            db.Add(site = New(clinicId, access));
            db.AddRange(DefaultChecklists.Items.Select((item, i) => Item(clinicId, item.Checklist, item.Code, item.Title, i + 1, access)));
        }

        request.CopyTo(site);
        (site.Version, site.RecordedAt, site.RecordedBy) = (site.Version + 1, access.Now, access.Caller!.PrincipalId);
        await db.Launch(access.OrganizationId, clinicId, site.LaunchedOn, ct);
        await db.SaveChangesAsync(ct);
        return await Answer(site, access, db, ct);
    }

    /// <summary>Settles an item of a clinic's checklists, or adds one of the clinic's own (its version before is 0).</summary>
    /// <param name="item">Code of the item: small letters, digits and dashes.</param>
    internal static async Task<Results<Versioned<ChecklistItemResponse>, Refused>> WriteItem(
        Id<Clinic> clinicId, string item, ChecklistItemRequest request, [FromHeader(Name = "If-Match")] string? ifMatch, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (!access.Clinics.Contains(clinicId.Value) || !IsCode(item) || await Find(clinicId, access, db, ct) is null) return new Refused(Refusals.NotFound);
        var items = db.ChecklistItems.AsTracking().Where(i => i.OrganizationId == access.OrganizationId && i.ClinicId == clinicId);
        var found = await items.SingleOrDefaultAsync(i => i.Code == item, ct);
        if (ETags.Check(ifMatch, found?.Version ?? 0) is { } stale) return new Refused(stale);
        var checks = request.Check(await db.TodayAt(access.OrganizationId, clinicId, access.Now, ct));
        if (checks.Failed) return checks.Refused;

        if (found is null) db.Add(found = Item(clinicId, request.Checklist, item, request.Title, await items.MaxAsync(i => i.Sequence, ct) + 1, access));
        else found.Version++;
        request.CopyTo(found);
        (found.RecordedAt, found.RecordedBy) = (access.Now, access.Caller!.PrincipalId);
        await db.SaveChangesAsync(ct);
        return new Versioned<ChecklistItemResponse>(ChecklistItemResponse.Of(found), found.Version);
    }

    private static Task<ImplementationSite?> Find(Id<Clinic> clinicId, Access access, RegistryDbContext db, CancellationToken ct) =>
        db.ImplementationSites.AsTracking().SingleOrDefaultAsync(s => s.OrganizationId == access.OrganizationId && s.ClinicId == clinicId, ct);

    private static async Task<Versioned<SiteResponse>> Answer(ImplementationSite site, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var items = await db.ChecklistItems.AsNoTracking().Where(i => i.OrganizationId == access.OrganizationId && i.ClinicId == site.ClinicId).ToListAsync(ct);
        return new(SiteResponse.Of(site, items, await db.TodayAt(access.OrganizationId, site.ClinicId, access.Now, ct)), site.Version);
    }

    private static ImplementationSite New(Id<Clinic> clinicId, Access access) =>
        new() { OrganizationId = access.OrganizationId, ClinicId = clinicId, Version = 0, RecordedAt = access.Now, RecordedBy = access.Caller!.PrincipalId };

    private static ChecklistItem Item(Id<Clinic> clinicId, Checklist checklist, string code, string title, int sequence, Access access) => new()
    {
        OrganizationId = access.OrganizationId,
        ClinicId = clinicId,
        Checklist = checklist,
        Code = code,
        Title = title,
        Sequence = sequence,
        Version = 1,
        RecordedAt = access.Now,
        RecordedBy = access.Caller!.PrincipalId,
    };

    private static bool IsCode(string item) =>
        item.Length is >= 2 and <= 64 && item[0] != '-' && item.All(c => c is '-' || char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c));
}
