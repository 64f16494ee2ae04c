using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.IntegrationTests;

/// <summary>Whoever is given a patient sees the patient; nobody is given to somebody of another clinic and lost from every list.</summary>
public sealed class AssignmentTests(RegistryApp app) : IClassFixture<RegistryApp>
{
    [Fact]
    public async Task A_care_manager_of_another_clinic_is_given_nobody()
    {
        using var careManager = app.As("care-manager");
        using var lead = app.As("clinic-lead");
        var stranger = (await OfSouth()).ToString();
        var patient = await careManager.KnowsPatient(app);
        var refused = await careManager.Posts($"/v1/patients/{patient}/episodes", new { enrolledOn = "2025-05-01", careManagerId = stranger }, HttpStatusCode.UnprocessableEntity);
        Assert.Equal(("not-in-clinic", "#/careManagerId"), Why(refused));

        var episode = await careManager.Enrols(app, patient, "2025-05-01");
        refused = await lead.Sends(HttpMethod.Post, $"/v1/episodes/{episode}/assignments", new { role = "care-manager", staffId = stranger, from = "2025-06-01" }, HttpStatusCode.UnprocessableEntity, "\"1\"");
        Assert.Equal(("not-in-clinic", "#/staffId"), Why(refused));
        refused = await lead.Sends(HttpMethod.Post, $"/v1/caseloads/{app.Home.CareManager}/handover", new { toCareManagerId = stranger, from = "2025-06-01" }, HttpStatusCode.UnprocessableEntity);
        Assert.Equal(("not-in-clinic", "#/toCareManagerId"), Why(refused));
        Assert.Contains(patient, (await careManager.Gets($"/v1/caseloads/{app.Home.CareManager}?limit=200"))["items"]!.AsArray().Select(i => (string)i!["patientId"]!));
    }

    [Fact]
    public async Task One_whose_grants_reach_the_clinic_is_given_its_patients()
    {
        using var careManager = app.As("care-manager");
        var member = await OfSouth();
        await using (var db = app.Owner())
        {
            var principal = new Principal { OrganizationId = app.Home.Organization, Id = Id<Principal>.New(), Issuer = app.Issuer.Url, Subject = "of-both", StaffMemberId = member };
            db.Add(principal);
            db.Add(new RoleGrant { OrganizationId = app.Home.Organization, Id = Id<RoleGrant>.New(), PrincipalId = principal.Id, Role = Role.CareManager, ClinicId = app.Home.North, ValidFrom = app.Clock.Now });
            await db.SaveChangesAsync();
        }

        await careManager.Posts($"/v1/patients/{await careManager.KnowsPatient(app)}/episodes", new { enrolledOn = "2025-05-01", careManagerId = member.ToString() });
        await using var after = app.Owner();
        await after.RoleGrants.Where(g => g.ClinicId == app.Home.North && after.Principals.Any(p => p.Id == g.PrincipalId && p.StaffMemberId == member)).ExecuteDeleteAsync();
    }

    [Fact]
    public async Task A_patient_given_to_the_wrong_colleague_is_given_on_the_same_day()
    {
        using var careManager = app.As("care-manager");
        using var lead = app.As("clinic-lead");
        var (colleague, path) = (await app.SecondCareManager("same-day"), $"/v1/episodes/{await careManager.Enrols(app, await careManager.KnowsPatient(app), "2025-05-01")}");
        object To(Id<StaffMember> member) => new { role = "care-manager", staffId = member.ToString(), from = "2025-06-10" };
        await lead.Sends(HttpMethod.Post, path + "/assignments", To(colleague), HttpStatusCode.OK, "\"1\"");
        var again = await lead.Sends(HttpMethod.Post, path + "/assignments", To(app.Home.CareManager), HttpStatusCode.OK, "\"2\"");

        Assert.Equal([("2025-05-01", "2025-06-10"), ("2025-06-10", "2025-06-10"), ("2025-06-10", null)],
            again["careTeam"]!.AsArray().Select(a => ((string)a!["fromOn"]!, (string?)a["untilOn"])).OrderBy(a => a.Item1, StringComparer.Ordinal).ThenBy(a => a.Item2 ?? "9", StringComparer.Ordinal));
        Assert.Contains(path[^36..], (await careManager.Gets($"/v1/caseloads/{app.Home.CareManager}?limit=200"))["items"]!.AsArray().Select(i => (string)i!["episodeId"]!));
        var before = await lead.Sends(HttpMethod.Post, path + "/assignments", new { role = "care-manager", staffId = colleague.ToString(), from = "2025-06-09" }, HttpStatusCode.UnprocessableEntity, "\"3\"");
        Assert.Equal(("before-assignment", "#/from"), Why(before));
    }

    private async Task<Id<StaffMember>> OfSouth()
    {
        await using var db = app.Owner();
        return await db.Staff.Where(s => s.OrganizationId == app.Home.Organization && s.ClinicId == app.Home.South && s.Role == StaffRole.CareManager).Select(s => s.Id).FirstAsync();
    }

    private static (string, string) Why(JsonNode problem) => ((string)problem["code"]!, (string)problem["errors"]![0]!["pointer"]!);
}
