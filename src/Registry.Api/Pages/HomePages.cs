using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>The first page after signing in: the caseloads and clinics this person may open.</summary>
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
        var clinics = (access.Allows(Permissions.ReadMetrics) ? caller.ClinicsAs([.. Permissions.ReadMetrics.Roles]) : []).ToHashSet();
        var program = await db.Clinics.AsNoTracking().Where(c => c.OrganizationId == caller.OrganizationId).OrderBy(c => c.Name).Select(c => new { c.Id, c.Name }).ToListAsync(ct);
        var whole = access.Allows(Permissions.ReadClinicMetrics) ? MetricsReading.WholeClinics(access) : [];
        return Page.Of<HomePage>(new()
        {
            [nameof(HomePage.Clinics)] = program.Where(c => clinics.Contains(c.Id.Value)).Select(c => new OpenClinic(c.Id, c.Name, whole.Contains(c.Id.Value))).ToList(),
            [nameof(HomePage.SeesOrganization)] = program.TrueForAll(c => clinics.Contains(c.Id.Value)),
            [nameof(HomePage.Frame)] = await PageFrame.Of(access, db, ct),
            [nameof(HomePage.Caseloads)] = caseloads.FindAll(c => caller.ClinicsOfCaseload(c.CareManagerId, roles).Contains(c.ClinicId.Value)),
        });
    }
}

public sealed record OpenCaseload(Id<StaffMember> CareManagerId, string CareManager, Id<Clinic> ClinicId, string Clinic);

/// <param name="HasEquity">The clinic's own, for who may see its patients.</param>
public sealed record OpenClinic(Id<Clinic> Id, string Name, bool HasEquity);
