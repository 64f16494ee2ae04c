using Microsoft.Extensions.DependencyInjection;
using System.Net;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Npgsql;
using Registry.Clinical;
using Registry.IntegrationTests.Bulk;
using Registry.Sandbox;
using Registry.Storage;

namespace Registry.IntegrationTests.Administration;

/// <summary>Who may sign in and what they may do, managed over /v1/admin; hostile cases 4 and 5, and what takes two people.</summary>
public sealed class ProvisioningTests(RegistryApp app) : IClassFixture<RegistryApp>
{
    private static readonly HttpStatusCode Forbidden = HttpStatusCode.Forbidden;

    [Fact]
    public async Task A_new_colleague_comes_to_work_and_whoever_leaves_is_refused_from_the_next_request_on()
    {
        using var admin = app.As("administrator");
        var clinic = await admin.Posts("/v1/admin/clinics", new { name = "Harbor Clinic", timeZone = "America/New_York" });
        var member = await admin.Posts("/v1/admin/staff", new { displayName = "Nola Newcombe", role = "care-manager", clinicId = (string)clinic["id"]! });
        var principal = await admin.Posts("/v1/admin/principals", new { issuer = app.Issuer.Url, subject = "nola", staffMemberId = (string)member["id"]! });
        using var nola = app.With(app.Issuer.TokenFor(Personas.CareManager with { Subject = "nola" }, app.Clock.Now));
        var caseload = $"/v1/caseloads/{member["id"]}";
        await nola.Gets(caseload, Forbidden);

        var grant = await admin.Posts("/v1/admin/grants", new { principalId = (string)principal["id"]!, role = "care-manager", clinicId = (string)clinic["id"]! });
        await nola.Gets(caseload);
        await admin.Changes($"/v1/admin/principals/{principal["id"]}/disablement", 1);
        await nola.Gets(caseload, Forbidden);
        await admin.Changes($"/v1/admin/principals/{principal["id"]}/enablement", 2);
        await nola.Gets(caseload);
        await admin.Changes($"/v1/admin/grants/{grant["id"]}/end", 1);
        await nola.Gets(caseload, Forbidden);

        await admin.Posts("/v1/admin/grants", new { principalId = (string)principal["id"]!, role = "care-manager", clinicId = (string)clinic["id"]! });
        await nola.Gets(caseload);
        await admin.Changes($"/v1/admin/staff/{member["id"]}/end", 1);
        await nola.Gets(caseload, Forbidden);
        Assert.Equal(2, ((await admin.Gets($"/v1/admin/grants?principalId={principal["id"]}"))["items"]!.AsArray()).Count);

        await admin.Changes($"/v1/admin/clinics/{clinic["id"]}/end", 1);
        await admin.Posts("/v1/admin/staff", new { displayName = "Too Late", role = "care-manager", clinicId = (string)clinic["id"]! }, HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task A_change_needs_the_version_that_was_read()
    {
        using var admin = app.As("administrator");
        var clinic = await admin.Posts("/v1/admin/clinics", new { name = "Twice Clinic", timeZone = "America/Chicago" });
        var path = $"/v1/admin/clinics/{clinic["id"]}";
        await admin.Sends(HttpMethod.Put, path, new { name = "Once Clinic" }, HttpStatusCode.PreconditionRequired);
        await admin.Sends(HttpMethod.Put, path, new { name = "Once Clinic" }, HttpStatusCode.OK, "\"1\"");
        await admin.Sends(HttpMethod.Put, path, new { name = "Never Clinic" }, HttpStatusCode.PreconditionFailed, "\"1\"");
        await admin.Posts("/v1/admin/clinics", new { name = "No Clinic", timeZone = "Mars/Olympus" }, HttpStatusCode.UnprocessableEntity);
    }

    [Theory]
    [InlineData("/v1/settings")]
    [InlineData("/v1/retention-policy")]
    public async Task What_the_organization_chose_is_chosen_anew_in_the_version_that_was_read(string path)
    {
        using var admin = app.As("administrator");
        var read = await admin.Tries(HttpMethod.Get, path);
        object chosen = path == "/v1/settings" ? read.Body! : new { yearsAfterLastActivity = 7, minorsUntilAge = 28, auditYears = 6 };
        Assert.Equal(HttpStatusCode.PreconditionRequired, (await admin.Tries(HttpMethod.Put, path, chosen)).Status);
        var written = await admin.Tries(HttpMethod.Put, path, chosen, read.ETag);
        Assert.Equal(HttpStatusCode.OK, written.Status);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await admin.Tries(HttpMethod.Put, path, chosen, read.ETag)).Status);
        Assert.Equal(written.ETag, (await admin.Tries(HttpMethod.Get, path)).ETag);
        Assert.NotEqual(read.ETag, written.ETag);
    }

    [Fact]
    public async Task Nobody_changes_his_own_rights()
    {
        using var admin = app.As("administrator");
        var self = await Principal(Personas.Administrator.Subject);
        await admin.Posts("/v1/admin/grants", new { principalId = self.ToString(), role = "care-manager" }, Forbidden);
        await admin.Posts("/v1/admin/grants", new { principalId = self.ToString(), role = "auditor", clinicId = app.Home.North.ToString() }, Forbidden);
        await admin.Changes($"/v1/admin/principals/{self}/disablement", 1, Forbidden);
        await admin.Sends(HttpMethod.Put, $"/v1/admin/principals/{self}", new { mayCreatePatients = true, mayExport = true }, Forbidden, "\"1\"");
    }

    [Fact]
    public async Task The_database_itself_lets_nobody_grant_himself_a_role()
    {
        await using var connection = app.AsService();
        var caller = (await new RegistryTransaction(connection, app.Services.GetRequiredService<KeyRing>()).Begin(app.Issuer.Url, Personas.Administrator.Subject, [Role.Administrator], default))!;
        await using var grant = new NpgsqlCommand(
            "insert into role_grant (organization_id, id, principal_id, role, valid_from) values ($1, gen_random_uuid(), $2, 'auditor', now())", connection)
        {
            Parameters = { new() { Value = caller.OrganizationId.Value }, new() { Value = caller.PrincipalId.Value } },
        };
        var refused = await Assert.ThrowsAsync<PostgresException>(() => grant.ExecuteNonQueryAsync());
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    public async Task An_administrator_of_one_clinic_grants_there_and_nowhere_else()
    {
        using var south = await app.AdministratorOfTheSouthClinic();
        var ehr = (await Principal(Personas.ProgramLead.Subject)).ToString();
        await south.Posts("/v1/admin/grants", new { principalId = ehr, role = "program-lead" }, Forbidden);
        await south.Posts("/v1/admin/grants", new { principalId = ehr, role = "program-lead", clinicId = app.Home.North.ToString() }, Forbidden);
        await south.Posts("/v1/admin/clinics", new { name = "Mine", timeZone = "America/Chicago" }, Forbidden);
        await south.Posts("/v1/admin/principals", new { issuer = app.Issuer.Url, subject = "anybody" }, Forbidden);
        await south.Posts("/v1/admin/approvals", new { kind = "key-rotation", reason = "None." }, Forbidden);
        await south.Posts("/v1/admin/staff", new { displayName = "Northerner", role = "other", clinicId = app.Home.North.ToString() }, Forbidden);
        await south.Posts("/v1/admin/grants", new { principalId = ehr, role = "program-lead", clinicId = app.Home.South.ToString() });
        await south.Posts("/v1/admin/staff", new { displayName = "Southerner", role = "other", clinicId = app.Home.South.ToString() });
    }

    [Fact]
    public async Task A_person_has_no_role_of_a_program_and_a_care_manager_is_a_member_of_staff()
    {
        using var admin = app.As("administrator");
        foreach (var (subject, role) in new[] { (Personas.CareManager.Subject, "ehr-integration"), (Personas.EhrIntegration.Subject, "auditor"), (Personas.Auditor.Subject, "care-manager") })
        {
            var refused = await admin.Posts("/v1/admin/grants", new { principalId = (await Principal(subject)).ToString(), role }, HttpStatusCode.UnprocessableEntity);
            Assert.Equal("#/role", (string?)refused["errors"]![0]!["pointer"]);
        }
    }

    [Fact]
    public async Task Somebody_always_remains_an_administrator_even_if_two_end_each_other_at_once()
    {
        for (var round = 0; round < 5; round++)
        {
            var (one, other) = ($"first-{round}", $"second-{round}");
            await using var db = app.Owner();
            var home = await EmptyRegistry.Add(db, app.Issuer.Url, app.Clock.Now, $"Pair Health {round}",
                [Personas.Administrator with { Subject = one }, Personas.SecondAdministrator with { Subject = other }]);
            var grants = await db.RoleGrants.AsNoTracking().Where(g => g.OrganizationId == home.Organization).Join(db.Principals, g => g.PrincipalId, p => p.Id, (g, p) => new { g.Id, p.Subject }).ToListAsync();
            string EndOf(string subject) => $"/v1/admin/grants/{grants.Single(g => g.Subject == subject).Id}/end";
            var answers = await Attempts.AtOnce(2, async i =>
            {
                using var client = app.With(app.Issuer.TokenFor(Personas.Administrator with { Subject = i == 0 ? one : other }, app.Clock.Now));
                using var request = new HttpRequestMessage(HttpMethod.Post, EndOf(i == 0 ? other : one));
                request.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
                return (await client.SendAsync(request)).StatusCode;
            });

            Assert.Single(answers, HttpStatusCode.OK);
            Assert.Single(answers, status => status is HttpStatusCode.Forbidden or HttpStatusCode.Conflict or HttpStatusCode.NotFound);
            var left = answers[0] is HttpStatusCode.OK ? one : other;
            using var last = app.With(app.Issuer.TokenFor(Personas.Administrator with { Subject = left }, app.Clock.Now));
            await last.Changes(EndOf(left), 1, HttpStatusCode.Conflict);
        }
    }

    [Fact]
    public async Task Each_change_of_rights_is_told_once()
    {
        using var admin = app.As("administrator");
        await using var db = app.Owner();
        var webhook = new Webhook
        {
            OrganizationId = app.Home.Organization, Id = Id<Webhook>.New(), Url = "https://receiver.example/rights", Kinds = [Kebab.Of(EventKind.RightsChanged)], ClinicIds = [],
            State = WebhookState.Paused, CreatedAt = app.Clock.Now,
        };
        db.Add(webhook);
        await db.SaveChangesAsync();
        var principal = (string)(await admin.Posts("/v1/admin/principals", new { issuer = app.Issuer.Url, subject = "told-of" }))["id"]!;
        var grant = (string)(await admin.Posts("/v1/admin/grants", new { principalId = principal, role = "auditor" }))["id"]!;
        await admin.Changes($"/v1/admin/grants/{grant}/end", 1);
        await admin.Changes($"/v1/admin/grants/{grant}/end", 2, HttpStatusCode.Conflict);
        await admin.Changes($"/v1/admin/principals/{principal}/disablement", 1);

        var told = await db.WebhookDeliveries.AsNoTracking().Where(d => d.WebhookId == webhook.Id).OrderBy(d => d.Sequence).ToListAsync();
        Assert.Equal([$"grants/{grant}", $"grants/{grant}", $"principals/{principal}"], told.Where(d => d.Resource!.EndsWith(grant, StringComparison.Ordinal) || d.Resource.EndsWith(principal, StringComparison.Ordinal)).Select(d => d.Resource));
        Assert.Equal(told.Count, told.Select(d => d.EventId).Distinct().Count());
        Assert.All(told, d => Assert.Equal(EventKind.RightsChanged, d.Kind));
    }

    [Fact]
    public async Task A_client_exports_everybody_only_after_two_administrators_let_it_and_each_approval_serves_once()
    {
        using var admin = app.As("administrator");
        using var second = app.As("second-administrator");
        var client = (string)(await admin.Posts("/v1/admin/principals", new { issuer = app.Issuer.Url, subject = "warehouse" }))["id"]!;
        await admin.Posts("/v1/admin/grants", new { principalId = client, role = "ehr-integration" });
        using var warehouse = app.With(app.Issuer.TokenFor(Personas.EhrIntegration with { Subject = "warehouse" }, app.Clock.Now));
        await warehouse.Gets("/fhir/$export", Forbidden);

        var approval = (string)(await admin.Posts("/v1/admin/approvals", new { kind = "bulk-export", subjectId = client, reason = "Warehouse." }))["id"]!;
        var allow = new { mayCreatePatients = false, mayExport = true, approvalId = approval };
        Task Allow(HttpStatusCode expected, int version) => admin.Sends(HttpMethod.Put, $"/v1/admin/principals/{client}", allow, expected, $"\"{version}\"");
        await Allow(Forbidden, 1);
        await admin.Changes($"/v1/admin/approvals/{approval}/approval", 1, Forbidden);
        await second.Changes($"/v1/admin/approvals/{approval}/approval", 1);
        await second.Changes($"/v1/admin/approvals/{approval}/approval", 2, HttpStatusCode.Conflict);
        await Allow(HttpStatusCode.OK, 1);
        await warehouse.Orders("/fhir/$export");

        await admin.Sends(HttpMethod.Put, $"/v1/admin/principals/{client}", new { mayCreatePatients = false, mayExport = false }, HttpStatusCode.OK, "\"2\"");
        await warehouse.Gets("/fhir/$export", Forbidden);
        await Allow(Forbidden, 3);
    }

    [Fact]
    public async Task An_approval_lasts_a_day_and_is_good_for_what_it_names_alone()
    {
        using var admin = app.As("administrator");
        using var second = app.As("second-administrator");
        var (one, other) = (await NewClient("one-client"), await NewClient("other-client"));
        var approval = (string)(await admin.Posts("/v1/admin/approvals", new { kind = "bulk-export", subjectId = one, reason = "One." }))["id"]!;
        await second.Changes($"/v1/admin/approvals/{approval}/approval", 1);
        await admin.Sends(HttpMethod.Put, $"/v1/admin/principals/{other}", new { mayCreatePatients = false, mayExport = true, approvalId = approval }, Forbidden, "\"1\"");
        await admin.Posts("/v1/admin/approvals", new { kind = "key-rotation", subjectId = one, reason = "Keys." }, HttpStatusCode.UnprocessableEntity);
        var late = (string)(await admin.Posts("/v1/admin/approvals", new { kind = "bulk-export", subjectId = other, reason = "Other." }))["id"]!;

        app.Clock.Now += Approval.Lasts;
        try
        {
            using var tomorrow = app.As("administrator");
            using var secondTomorrow = app.As("second-administrator");
            await tomorrow.Sends(HttpMethod.Put, $"/v1/admin/principals/{one}", new { mayCreatePatients = false, mayExport = true, approvalId = approval }, Forbidden, "\"1\"");
            await secondTomorrow.Changes($"/v1/admin/approvals/{late}/approval", 1, HttpStatusCode.Conflict);
        }
        finally
        {
            app.Clock.Now -= Approval.Lasts;
        }

        async Task<string> NewClient(string subject) => (string)(await admin.Posts("/v1/admin/principals", new { issuer = app.Issuer.Url, subject }))["id"]!;
    }

    private async Task<Id<Principal>> Principal(string subject)
    {
        await using var db = app.Owner();
        return await db.Principals.Where(p => p.OrganizationId == app.Home.Organization && p.Subject == subject).Select(p => p.Id).SingleAsync();
    }
}

internal static class AdministrationIntents
{
    /// <summary>A change that has no body, of the version given.</summary>
    public static Task Changes(this HttpClient client, string path, int version, HttpStatusCode expected = HttpStatusCode.OK) =>
        client.Sends(HttpMethod.Post, path, null, expected, $"\"{version}\"");
}
