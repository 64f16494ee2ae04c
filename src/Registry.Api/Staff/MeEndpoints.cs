using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

internal static class MeEndpoints
{
    public static void MapMe(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/me", Me).WithName("Me").WithTags("Me").Requires(Permissions.WhoAmI);

    /// <summary>Who the caller is to the registry: staff member, roles and clinics.</summary>
    /// <remarks>The staff id of a care manager is the id of their caseload.</remarks>
    internal static async Task<Ok<MeResponse>> Me(Access access, RegistryDbContext db, CancellationToken ct)
    {
        var caller = access.Caller!;
        var organization = await db.Organizations.AsNoTracking().SingleAsync(o => o.Id == caller.OrganizationId, ct);
        var member = caller.StaffMemberId is { } id
            ? await db.Staff.AsNoTracking().SingleAsync(s => s.OrganizationId == caller.OrganizationId && s.Id == id, ct)
            : null;
        var visible = access.Clinics.Select(c => new Id<Clinic>(c)).ToArray();
        var clinics = await db.Clinics.AsNoTracking().Where(c => c.OrganizationId == caller.OrganizationId && visible.Contains(c.Id)).OrderBy(c => c.Name).ToListAsync(ct);

        return TypedResults.Ok(new MeResponse(organization.Id, organization.Name, member?.Id, member?.DisplayName,
            [.. caller.Grants.Select(g => g.Role).Distinct().Order()], [.. clinics.Select(ClinicResponse.Of)]));
    }
}

internal sealed record MeResponse(
    Id<Organization> OrganizationId, string OrganizationName, Id<StaffMember>? StaffId, string? DisplayName,
    IReadOnlyList<Role> Roles, IReadOnlyList<ClinicResponse> Clinics);
