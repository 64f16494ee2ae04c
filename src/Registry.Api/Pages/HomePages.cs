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
        var consulted = caller.ClinicsAs(Role.PsychiatricConsultant).Select(c => new Id<Clinic>(c)).ToArray();
        var caseloads = await (
            from staff in db.Staff.AsNoTracking()
            join clinic in db.Clinics on new { staff.OrganizationId, Id = staff.ClinicId } equals new { clinic.OrganizationId, clinic.Id }
            where staff.OrganizationId == caller.OrganizationId && staff.Role == StaffRole.CareManager
                && (staff.Id == caller.StaffMemberId || consulted.Contains(staff.ClinicId))
            orderby clinic.Name, staff.DisplayName
            select new OpenCaseload(staff.Id, staff.DisplayName, clinic.Name)).ToListAsync(ct);
        return Page.Of<HomePage>(new() { [nameof(HomePage.Frame)] = await PageFrame.Of(access, db, ct), [nameof(HomePage.Caseloads)] = caseloads });
    }
}

public sealed record OpenCaseload(Id<StaffMember> CareManagerId, string CareManager, string Clinic);
