using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

internal static class StaffEndpoints
{
    public static void MapStaff(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/clinics", Clinics).WithName("ListClinics").WithTags("Staff").Requires(Permissions.ReadStaff);
        routes.MapGet("/v1/staff", Staff).WithName("ListStaff").WithTags("Staff").Requires(Permissions.ReadStaff);
    }

    /// <summary>The clinics in which the caller has a role.</summary>
    internal static async Task<Ok<ItemsResponse<ClinicResponse>>> Clinics(Access access, RegistryDbContext db, CancellationToken ct)
    {
        var visible = access.Clinics.Select(c => new Id<Clinic>(c)).ToArray();
        var clinics = await db.Clinics.AsNoTracking().Where(c => c.OrganizationId == access.OrganizationId && visible.Contains(c.Id))
            .OrderBy(c => c.Name).ThenBy(c => c.Id).ToListAsync(ct);
        return TypedResults.Ok(new ItemsResponse<ClinicResponse>([.. clinics.Select(ClinicResponse.Of)]));
    }

    /// <summary>Care managers, consultants and treating providers whose home is one of those clinics.</summary>
    internal static async Task<Ok<ItemsResponse<StaffResponse>>> Staff(Access access, RegistryDbContext db, CancellationToken ct)
    {
        var visible = access.Clinics.Select(c => new Id<Clinic>(c)).ToArray();
        var staff = await db.Staff.AsNoTracking().Where(s => s.OrganizationId == access.OrganizationId && visible.Contains(s.ClinicId))
            .OrderBy(s => s.DisplayName).ThenBy(s => s.Id).ToListAsync(ct);
        return TypedResults.Ok(new ItemsResponse<StaffResponse>([.. staff.Select(s => new StaffResponse(s.Id, s.DisplayName, s.Role, s.ClinicId))]));
    }
}

internal sealed record ItemsResponse<T>(IReadOnlyList<T> Items);

internal sealed record ClinicResponse(Id<Clinic> Id, string Name, string TimeZone)
{
    public static ClinicResponse Of(Clinic clinic) => new(clinic.Id, clinic.Name, clinic.TimeZone);
}

internal sealed record StaffResponse(Id<StaffMember> Id, string DisplayName, StaffRole Role, Id<Clinic> ClinicId);
