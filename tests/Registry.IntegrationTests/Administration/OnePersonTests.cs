using System.Net;
using Npgsql;
using Registry.Clinical;
using Registry.Sandbox;
using Registry.Storage;

namespace Registry.IntegrationTests.Administration;

/// <summary>Whoever has two logins is one person: the second one is nobody else.</summary>
public sealed class OnePersonTests(RegistryApp app) : IClassFixture<RegistryApp>
{
    [Fact]
    public async Task A_second_login_is_no_second_person()
    {
        var (one, other) = (Id<Principal>.New(), Id<Principal>.New());
        var staff = Id<StaffMember>.New();
        await using (var db = app.Owner())
        {
            db.Add(new StaffMember { OrganizationId = app.Home.Organization, Id = staff, ClinicId = app.Home.North, DisplayName = "Twice Here", Role = StaffRole.CareManager });
            foreach (var (principal, subject) in new[] { (one, "twice-one"), (other, "twice-other") })
            {
                db.Add(new Principal { OrganizationId = app.Home.Organization, Id = principal, Issuer = app.Issuer.Url, Subject = subject, StaffMemberId = staff });
                foreach (var role in new[] { Role.Administrator, Role.Auditor })
                    db.Add(new RoleGrant { OrganizationId = app.Home.Organization, Id = Id<RoleGrant>.New(), PrincipalId = principal, Role = role, ValidFrom = app.Clock.Now });
            }

            await db.SaveChangesAsync();
        }

        using var first = app.With(app.Issuer.TokenFor(Personas.Administrator with { Subject = "twice-one" }, app.Clock.Now));
        using var second = app.With(app.Issuer.TokenFor(Personas.Administrator with { Subject = "twice-other" }, app.Clock.Now));
        var asked = (string)(await first.Posts("/v1/admin/approvals", new { kind = "administrator-grant", subjectId = $"{other}", reason = "One person." }))["id"]!;
        await second.Sends(HttpMethod.Post, $"/v1/admin/approvals/{asked}/approval", null, HttpStatusCode.Forbidden, "\"1\"");

        // Nor where the service forgets to ask.
        await Refused(one, $"update approval set approved_by = '{other}', approved_at = now(), version = 2 where id = '{asked}'");
        await Refused(one, $"insert into role_grant (organization_id, id, principal_id, role, valid_from, version) values ('{app.Home.Organization}', gen_random_uuid(), '{other}', 'administrator', now(), 1)");
        await Refused(one, $"""
            with opened as (
              insert into emergency_access (organization_id, id, principal_id, reason, explanation_encrypted, opened_at, expires_at)
              values ('{app.Home.Organization}', '{asked}', '{one}', 'crisis-call', '\x00', now(), now() + interval '30 minutes')) select 1;
            insert into emergency_review (organization_id, emergency_access_id, verdict, reviewed_by, reviewed_at) values ('{app.Home.Organization}', '{asked}', 'justified', '{other}', now())
            """);
        // Another administrator is somebody else.
        await app.As("administrator").Sends(HttpMethod.Post, $"/v1/admin/approvals/{asked}/approval", null, HttpStatusCode.OK, "\"1\"");
    }

    private async Task Refused(Id<Principal> by, string sql)
    {
        await using var service = app.AsService();
        await service.OpenAsync();
        await using var command = new NpgsqlCommand($"select set_config('registry.organization', '{app.Home.Organization}', true), set_config('registry.principal', '{by}', true); {sql}", service);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
        Assert.Contains("by_somebody_else", refused.MessageText, StringComparison.Ordinal);
    }
}
