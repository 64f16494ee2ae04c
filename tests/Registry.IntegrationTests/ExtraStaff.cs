using Microsoft.EntityFrameworkCore;
using Registry.Clinical;
using Registry.Sandbox;
using Registry.Storage;

namespace Registry.IntegrationTests;

/// <summary>More who may sign in than the personas.</summary>
internal static class ExtraStaff
{
    public const string Subject = "second-care-manager";

    /// <summary>Adds another care manager with an account, who covers the persona's caseload, and the persona theirs; once a fixture for each subject.</summary>
    public static async Task<Id<StaffMember>> SecondCareManager(this RegistryApp app, string subject = Subject)
    {
        var home = app.Home;
        var (staff, principal) = (Id<StaffMember>.New(), Id<Principal>.New());
        await using var db = app.Owner();
        db.Add(new StaffMember { OrganizationId = home.Organization, Id = staff, ClinicId = home.North, DisplayName = "Sam Testwright", Role = StaffRole.CareManager });
        db.Add(new Principal { OrganizationId = home.Organization, Id = principal, Issuer = app.Issuer.Url, Subject = subject, StaffMemberId = staff });
        db.Add(new RoleGrant { OrganizationId = home.Organization, Id = Id<RoleGrant>.New(), PrincipalId = principal, Role = Role.CareManager, ClinicId = home.North, ValidFrom = app.Clock.Now });
        var persona = await db.Principals.SingleAsync(p => p.OrganizationId == home.Organization && p.Subject == Personas.CareManager.Subject);
        foreach (var (who, caseload) in new[] { (principal, home.CareManager), (persona.Id, staff) })
        {
            db.Add(new RoleGrant
            {
                OrganizationId = home.Organization, Id = Id<RoleGrant>.New(), PrincipalId = who, Role = Role.CareManager, ClinicId = home.North, CaseloadId = caseload, ValidFrom = app.Clock.Now,
            });
        }

        await db.SaveChangesAsync();
        return staff;
    }

    /// <summary>An EHR of the same organization whose rights end at the South Clinic, where the fixture's patients are not; once a fixture.</summary>
    public static Task<HttpClient> EhrOfTheSouthClinic(this RegistryApp app) => app.OfTheSouthClinic(Personas.EhrIntegration with { Subject = "south-only" }, Role.EhrIntegration, mayExport: true);

    /// <summary>An administrator of the South Clinic alone; once a fixture.</summary>
    public static Task<HttpClient> AdministratorOfTheSouthClinic(this RegistryApp app) => app.OfTheSouthClinic(Personas.Administrator with { Subject = "south-administrator" }, Role.Administrator);

    private static async Task<HttpClient> OfTheSouthClinic(this RegistryApp app, Persona persona, Role role, bool mayExport = false)
    {
        var (home, principal) = (app.Home, Id<Principal>.New());
        await using var db = app.Owner();
        db.Add(new Principal { OrganizationId = home.Organization, Id = principal, Issuer = app.Issuer.Url, Subject = persona.Subject, MayExport = mayExport });
        db.Add(new RoleGrant { OrganizationId = home.Organization, Id = Id<RoleGrant>.New(), PrincipalId = principal, Role = role, ClinicId = home.South, ValidFrom = app.Clock.Now });
        await db.SaveChangesAsync();
        return app.With(app.Issuer.TokenFor(persona, app.Clock.Now));
    }

    /// <summary>A client signed in as that care manager.</summary>
    public static HttpClient AsSecondCareManager(this RegistryApp app, string subject = Subject) =>
        app.With(app.Issuer.TokenFor(Personas.CareManager with { Subject = subject }, app.Clock.Now));
}
