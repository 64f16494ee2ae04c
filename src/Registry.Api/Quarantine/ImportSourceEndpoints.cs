using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

internal static class ImportSourceEndpoints
{
    public static void MapImportSources(this IEndpointRouteBuilder routes)
    {
        var sources = routes.MapGroup("/v1/import-sources").WithTags("Imports");
        sources.MapGet("", List).WithName("ListImportSources").Requires(Permissions.ReadImports);
        sources.MapPut("/{sourceId}", Write).WithName("WriteImportSource").Requires(Permissions.WriteImports);
    }

    /// <summary>The integration clients, and what becomes of what they send under names that nobody has mapped.</summary>
    internal static async Task<Ok<ItemsResponse<ImportSourceResponse>>> List(Access access, RegistryDbContext db, CancellationToken ct)
    {
        var sources = await db.Sources(access.OrganizationId).GroupJoin(
                db.ImportSources.Where(s => s.OrganizationId == access.OrganizationId), p => p.Id, s => s.Id, (p, s) => new { p.Id, p.Subject, Settings = s })
            .SelectMany(p => p.Settings.DefaultIfEmpty(), (p, s) => new { p.Id, p.Subject, Settings = s }).OrderBy(p => p.Subject).AsNoTracking().ToListAsync(ct);
        return TypedResults.Ok(new ItemsResponse<ImportSourceResponse>(
            [.. sources.Select(p => new ImportSourceResponse(p.Id, p.Subject, ImportRulesBody.Of(p.Settings ?? new() { OrganizationId = access.OrganizationId, Id = p.Id })))]));
    }

    /// <summary>Decides anew for one integration client. What waits already goes on waiting.</summary>
    internal static async Task<Results<Ok<ImportRulesBody>, Refused>> Write(Id<Principal> sourceId, ImportRulesBody request, Access access, RegistryDbContext db, CancellationToken ct)
    {
        if (!await db.IsSource(access.OrganizationId, sourceId, ct)) return new Refused(Refusals.NotFound);
        var source = await db.ImportSources.AsTracking().SingleOrDefaultAsync(s => s.OrganizationId == access.OrganizationId && s.Id == sourceId, ct);
        if (source is null) db.ImportSources.Add(source = new() { OrganizationId = access.OrganizationId, Id = sourceId });
        (source.UnmappedCodes, source.UnknownForms, source.MayLoadForms) = (request.UnmappedCodes, request.UnknownForms, request.MayLoadForms);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(ImportRulesBody.Of(source));
    }

    public static Task<bool> IsSource(this RegistryDbContext db, Id<Organization> organization, Id<Principal> id, CancellationToken ct) =>
        db.Sources(organization).AnyAsync(p => p.Id == id, ct);

    private static IQueryable<Principal> Sources(this RegistryDbContext db, Id<Organization> organization) => db.Principals.Where(p =>
        p.OrganizationId == organization && db.RoleGrants.Any(g => g.OrganizationId == organization && g.PrincipalId == p.Id && g.Role == Role.EhrIntegration));
}

/// <param name="UnmappedCodes">keep-surveys (default): a whole number in a survey, under a code of the sender's own, waits to be mapped; keep-numbers: any whole number does; refuse: none.</param>
/// <param name="UnknownForms">keep (default): a finished response to a form that nobody has loaded waits; refuse: it is answered as none of ours.</param>
/// <param name="MayLoadForms">Whether the client may load Questionnaires, which decide how its responses are read.</param>
internal sealed record ImportRulesBody(UnmappedCodes UnmappedCodes, UnknownForms UnknownForms, bool MayLoadForms)
{
    public static ImportRulesBody Of(ImportSource source) => new(source.UnmappedCodes, source.UnknownForms, source.MayLoadForms);
}

/// <param name="Subject">The client's name at the issuer of its tokens.</param>
internal sealed record ImportSourceResponse(Id<Principal> Id, string Subject, ImportRulesBody Policy);
