using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>The first page after signing in: the caseloads this person may open.</summary>
internal static class HomePages
{
    internal static async Task<RazorComponentResult> Home(Access access, RegistryDbContext db, CancellationToken ct)
    {
        var caller = access.Caller!;
        var caseloads = await (
            from staff in db.Staff.AsNoTracking()
            join clinic in db.Clinics on new { staff.OrganizationId, Id = staff.ClinicId } equals new { clinic.OrganizationId, clinic.Id }
            where staff.OrganizationId == caller.OrganizationId && staff.Role == StaffRole.CareManager
            orderby clinic.Name, staff.DisplayName
            select new OpenCaseload(staff.Id, staff.DisplayName, clinic.Id, clinic.Name)).ToListAsync(ct);
        Role[] roles = access.Allows(Permissions.ReadCaseload) ? [.. Permissions.ReadCaseload.Roles] : [];
        return Page.Of<HomePage>(new()
        {
            [nameof(HomePage.Frame)] = await PageFrame.Of(access, db, ct),
            [nameof(HomePage.Caseloads)] = caseloads.FindAll(c => caller.ClinicsOfCaseload(c.CareManagerId, roles).Contains(c.ClinicId.Value)),
        });
    }
}

public sealed record OpenCaseload(Id<StaffMember> CareManagerId, string CareManager, Id<Clinic> ClinicId, string Clinic);
