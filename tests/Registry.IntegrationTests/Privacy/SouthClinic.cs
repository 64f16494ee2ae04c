using NodaTime;
using Registry.Clinical;
using Registry.Sandbox;
using Registry.Storage;

namespace Registry.IntegrationTests.Privacy;

/// <summary>Colleagues of the South Clinic, whose patients the personas of the North Clinic do not reach.</summary>
internal static class SouthClinic
{
    /// <summary>A client signed in as somebody with one role in the South Clinic; a new account each time.</summary>
    public static async Task<(HttpClient Client, Id<StaffMember> Staff)> SouthernColleague(this RegistryApp app, Role role = Role.CareManager)
    {
        var (home, staff, principal, subject) = (app.Home, Id<StaffMember>.New(), Id<Principal>.New(), $"south-{Guid.CreateVersion7():N}");
        await using var db = app.Owner();
        db.Add(new StaffMember { OrganizationId = home.Organization, Id = staff, ClinicId = home.South, DisplayName = "Sonny Southwell", Role = StaffRole.CareManager });
        db.Add(new Principal { OrganizationId = home.Organization, Id = principal, Issuer = app.Issuer.Url, Subject = subject, StaffMemberId = staff });
        db.Add(new RoleGrant
        {
            OrganizationId = home.Organization, Id = Id<RoleGrant>.New(), PrincipalId = principal, Role = role, ClinicId = home.South, ValidFrom = Instant.FromUtc(2025, 1, 1, 0, 0),
        });
        await db.SaveChangesAsync();
        var persona = Personas.All.First(p => p.Role == role) with { Subject = subject };
        return (app.With(app.Issuer.TokenFor(persona, app.Clock.Now)), staff);
    }

    /// <summary>A patient in care in the South Clinic, with a score and a contact.</summary>
    public static async Task<(string Patient, string Episode, string Mrn)> SouthernPatient(this RegistryApp app)
    {
        var (client, staff) = await app.SouthernColleague();
        var mrn = $"SOUTH-{Guid.CreateVersion7():N}";
        var patient = (string)(await client.Posts("/v1/patients", new
        {
            clinicId = app.Home.South.ToString(), familyName = "Faraway", givenName = "Fern", birthDate = "1991-04-05", identifiers = new[] { new { system = "urn:mrn", value = mrn } },
        }))["id"]!;
        var episode = (string)(await client.Posts($"/v1/patients/{patient}/episodes", new { enrolledOn = "2025-05-01", careManagerId = staff.ToString() }))["id"]!;
        await client.Scores(patient, "phq-9", "2025-05-01", 21);
        await client.Contacts(episode, "follow-up", "2025-05-08", 20);
        client.Dispose();
        return (patient, episode, mrn);
    }
}
