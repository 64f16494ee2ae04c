using System.Net;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Registry.Clinical;
using Registry.IntegrationTests.Privacy;
using Registry.Sandbox;
using Registry.Storage;

namespace Registry.IntegrationTests.Administration;

/// <summary>Somebody who signs in by two accounts is one person, wherever it takes two and wherever nobody may do it for himself.</summary>
public sealed class TwoAccountsTests(RegistryApp app) : IClassFixture<RegistryApp>
{
    private const HttpStatusCode Forbidden = HttpStatusCode.Forbidden;

    [Fact]
    public async Task An_administrator_gives_no_right_to_another_account_of_his_own()
    {
        var (one, self) = await Account(Role.Administrator);
        var (_, member) = await Account(Role.Auditor);
        var other = await Second(self, Role.Administrator);
        var change = new { mayCreatePatients = true, mayExport = false };

        await one.Posts("/v1/admin/principals", new { issuer = app.Issuer.Url, subject = "third-login", staffMemberId = self.ToString() }, Forbidden);
        await one.Posts("/v1/admin/grants", new { principalId = other.Id.ToString(), role = "care-manager" }, Forbidden);
        await one.Sends(HttpMethod.Put, $"/v1/admin/principals/{other.Id}", change, Forbidden, "\"1\"");
        await one.Changes($"/v1/admin/principals/{other.Id}/enablement", 1, Forbidden);
        await one.Posts("/v1/admin/principals", new { issuer = app.Issuer.Url, subject = "of-a-colleague", staffMemberId = member.ToString() });
    }

    [Fact]
    public async Task An_administrator_of_the_whole_organization_takes_two()
    {
        using var one = app.As("administrator");
        using var second = app.As("second-administrator");
        var created = await one.Posts("/v1/admin/principals", new { issuer = app.Issuer.Url, subject = "puppet" });
        object Grant(string? approval) => new { principalId = (string)created["id"]!, role = "administrator", approvalId = approval };
        var refused = await one.Posts("/v1/admin/grants", Grant(null), Forbidden);
        Assert.Equal(("approval-needed", "#/approvalId"), ((string)refused["code"]!, (string)refused["errors"]![0]!["pointer"]!));

        var approval = (string)(await one.Posts("/v1/admin/approvals", new { kind = "administrator-grant", subjectId = (string)created["id"]!, reason = "Stands in." }))["id"]!;
        await one.Posts("/v1/admin/grants", Grant(approval), Forbidden);
        await second.Changes($"/v1/admin/approvals/{approval}/approval", 1);
        await one.Posts("/v1/admin/grants", Grant(approval));
        await one.Posts("/v1/admin/grants", Grant(approval), Forbidden);
    }

    [Fact]
    public async Task Nobody_approves_by_another_account_what_he_asked_for_himself()
    {
        var (one, self) = await Account(Role.Administrator);
        var other = await Second(self, Role.Administrator);
        var approval = $"/v1/admin/approvals/{(await one.Posts("/v1/admin/approvals", new { kind = "key-rotation", reason = "Once a year." }))["id"]}/approval";
        await other.Client.Changes(approval, 1, Forbidden);
        using var colleague = app.As("second-administrator");
        await colleague.Changes(approval, 1);
    }

    [Fact]
    public async Task Nobody_lets_a_data_set_out_by_another_account_than_it_was_ordered_with()
    {
        var (lead, self) = await Account(Role.ClinicLead);
        var other = await Second(self, Role.Auditor);
        var order = await lead.Posts("/v1/data-sets", new { kind = "limited", recipient = "researcher", recipientName = "University", why = "Study 12", agreementId = "DUA-7" });
        await other.Client.Sends(HttpMethod.Post, $"/v1/data-sets/{order["id"]}/approval", null, Forbidden);
        using var auditor = app.As("auditor");
        await auditor.Sends(HttpMethod.Post, $"/v1/data-sets/{order["id"]}/approval", null, HttpStatusCode.Created);
    }

    [Fact]
    public async Task Nobody_reviews_his_own_emergency_access_by_another_account_and_two_accounts_open_no_more_than_one()
    {
        var (one, self) = await Account(Role.CareManager);
        var (again, reviewer) = (await Second(self, Role.CareManager), await Second(self, Role.Auditor));
        var opened = await one.Posts("/v1/emergency-accesses", Asking("NOBODY-1"));
        await reviewer.Client.Posts($"/v1/emergency-accesses/{opened["id"]}/review", new { verdict = "justified" }, Forbidden);
        await again.Client.Posts("/v1/emergency-accesses", Asking("NOBODY-2"));
        await one.Posts("/v1/emergency-accesses", Asking("NOBODY-3"));
        await again.Client.Posts("/v1/emergency-accesses", Asking("NOBODY-4"), HttpStatusCode.TooManyRequests);
        using var auditor = app.As("auditor");
        await auditor.Posts($"/v1/emergency-accesses/{opened["id"]}/review", new { verdict = "justified" });
    }

    private static object Asking(string mrn) => new { system = "urn:mrn", value = mrn, reason = "suicide-risk", explanation = "Called the crisis line." };

    private async Task<(HttpClient Client, Id<StaffMember> Staff)> Account(Role role)
    {
        var staff = Id<StaffMember>.New();
        await using var db = app.Owner();
        db.Add(new StaffMember { OrganizationId = app.Home.Organization, Id = staff, ClinicId = app.Home.North, DisplayName = "Twyla Twologin", Role = StaffRole.CareManager });
        await db.SaveChangesAsync();
        return ((await Second(staff, role)).Client, staff);
    }

    private async Task<(HttpClient Client, Id<Principal> Id)> Second(Id<StaffMember> staff, Role role)
    {
        var (home, principal, subject) = (app.Home, Id<Principal>.New(), $"account-{Guid.CreateVersion7():N}");
        await using var db = app.Owner();
        db.Add(new Principal { OrganizationId = home.Organization, Id = principal, Issuer = app.Issuer.Url, Subject = subject, StaffMemberId = staff });
        db.Add(new RoleGrant { OrganizationId = home.Organization, Id = Id<RoleGrant>.New(), PrincipalId = principal, Role = role, ClinicId = role is Role.ClinicLead ? home.North : null, ValidFrom = app.Clock.Now });
        await db.SaveChangesAsync();
        var persona = Personas.All.First(p => p.Role == role);
        return (app.With(app.Issuer.TokenFor(persona with { Subject = subject }, app.Clock.Now)), principal);
    }
}
