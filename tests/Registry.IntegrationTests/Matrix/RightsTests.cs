using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Registry.Api;
using Registry.Clinical;
using Registry.Sandbox;
using Registry.Storage;

namespace Registry.IntegrationTests.Matrix;

/// <summary>What tokens and grants can and cannot do.</summary>
public sealed class RightsTests(RegistryApp app) : IClassFixture<RegistryApp>
{
    [Theory]
    [InlineData("dev-care-manager", "staff:read system/Patient.r", HttpStatusCode.BadRequest)]
    [InlineData("dev-ehr-integration", "user/Patient.r system/Patient.r", HttpStatusCode.BadRequest)]
    [InlineData("dev-care-manager", "system/Patient.r", HttpStatusCode.Forbidden)]
    [InlineData("dev-ehr-integration", "staff:read", HttpStatusCode.Forbidden)]
    [InlineData("somebody-else", "staff:read", HttpStatusCode.Forbidden)]
    [InlineData("dev-care-manager", "staff:read", HttpStatusCode.OK)]
    public async Task A_token_is_a_persons_or_a_programs_and_of_somebody_known(string subject, string scopes, HttpStatusCode expected)
    {
        using var client = app.With(app.Issuer.TokenFor(Personas.CareManager with { Subject = subject, Scopes = scopes }, app.Clock.Now));
        await client.Gets("/v1/me", expected);
    }

    [Fact]
    public async Task A_persons_token_imports_nothing_and_a_programs_reads_no_caseload()
    {
        using var person = app.As("care-manager");
        using var program = app.As("ehr-integration");
        await person.Sends(HttpMethod.Post, "/fhir/$import", new { resourceType = "Bundle", type = "collection" }, HttpStatusCode.Forbidden);
        await program.Gets($"/v1/caseloads/{app.Home.CareManager}", HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_grant_that_ends_ends_with_the_next_request()
    {
        await app.SecondCareManager("leaving");
        using var leaving = app.AsSecondCareManager("leaving");
        await leaving.Gets("/v1/clinics");

        await using (var db = app.Owner())
        {
            var principal = await db.Principals.SingleAsync(p => p.Subject == "leaving");
            foreach (var grant in await db.RoleGrants.AsTracking().Where(g => g.PrincipalId == principal.Id).ToListAsync())
            {
                grant.ValidTo = NodaTime.Instant.FromUtc(2026, 1, 1, 0, 0);
            }

            await db.SaveChangesAsync();
        }

        await leaving.Gets("/v1/clinics", HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_care_manager_without_a_caseload_sees_only_patients_who_are_on_none()
    {
        using var careManager = app.As("care-manager");
        var (waiting, enrolled) = (await careManager.KnowsPatient(app), await careManager.KnowsPatient(app));
        await careManager.Enrols(app, enrolled, "2025-05-01");
        await using (var db = app.Owner())
        {
            var (home, principal) = (app.Home, Id<Principal>.New());
            db.Add(new Principal { OrganizationId = home.Organization, Id = principal, Issuer = app.Issuer.Url, Subject = "unlinked" });
            db.Add(new RoleGrant { OrganizationId = home.Organization, Id = Id<RoleGrant>.New(), PrincipalId = principal, Role = Role.CareManager, ClinicId = home.North, ValidFrom = app.Clock.Now });
            await db.SaveChangesAsync();
        }

        using var unlinked = app.AsSecondCareManager("unlinked");
        await unlinked.Gets($"/v1/patients/{waiting}");
        await unlinked.Gets($"/v1/patients/{enrolled}", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_consultant_sees_initials_and_age_and_no_identifier()
    {
        using var careManager = app.As("care-manager");
        var patient = await careManager.KnowsPatient(app, mrn: "MRN-778899", family: "Quillfeather", given: "Zelda", birthDate: "1984-02-29");
        var episode = await careManager.Enrols(app, patient, "2025-05-01");
        using var consultant = app.As("psychiatric-consultant");
        foreach (var path in new[] { $"/v1/patients/{patient}", $"/v1/caseloads/{app.Home.CareManager}", $"/v1/caseloads/{app.Home.CareManager}/review", $"/v1/episodes/{episode}/view" })
        {
            var text = (await consultant.Gets(path)).ToJsonString();
            Assert.All(["Quillfeather", "Zelda", "MRN-778899", "1984"], word => Assert.DoesNotContain(word, text, StringComparison.Ordinal));
        }

        var view = await consultant.Gets($"/v1/episodes/{episode}/view");
        Assert.Equal("Z.Q., 41", (string)view["row"]!["displayName"]!);
    }

    [Fact]
    public async Task A_bundle_with_one_foreign_patient_among_own_changes_nothing()
    {
        var own = await app.As("care-manager").KnowsPatient(app);
        var foreign = await ForeignPatient();
        using var ehr = app.As("ehr-integration");
        var bundle = new JsonObject { ["resourceType"] = "Bundle", ["type"] = "transaction", ["entry"] = new JsonArray([.. new[] { own, foreign }.Select(patient => new JsonObject
        {
            ["resource"] = Intents.Observation(patient, "phq-9", "2025-05-02", 9), ["request"] = new JsonObject { ["method"] = "POST", ["url"] = "Observation" },
        })]) };
        await using var db = app.Owner();
        var before = await db.Assessments.CountAsync();

        await ehr.Sends(HttpMethod.Post, "/fhir/", bundle, HttpStatusCode.UnprocessableEntity);

        Assert.Equal(before, await db.Assessments.CountAsync());
    }

    [Fact]
    public void The_documented_access_table_is_the_one_that_decides() =>
        Assert.Equal(AccessTableText.Write(AccessTable.Standard), File.ReadAllText(Path.Combine(Repository.Root, "deploy", "access.md")).ReplaceLineEndings("\n"));

    [Fact]
    public void Another_line_of_the_runtime_is_refused()
    {
        Assert.Null(Api.Databases.WhyRuntimeUnfit(new(10, 0, 12)));
        Assert.Contains("10", Api.Databases.WhyRuntimeUnfit(new(9, 0, 1)), StringComparison.Ordinal);
        Assert.NotNull(Api.Databases.WhyRuntimeUnfit(new(11, 0, 0)));
    }

    private async Task<string> ForeignPatient()
    {
        using var foreign = app.As("care-manager", foreign: true);
        return (string)(await foreign.Posts("/v1/patients", new
        {
            clinicId = app.Elsewhere.North.ToString(), familyName = "Farshaw", givenName = "Fay", birthDate = (string?)null, identifiers = new[] { new { system = "urn:mrn", value = Guid.CreateVersion7().ToString("N") } },
        }))["id"]!;
    }
}
