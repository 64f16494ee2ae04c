using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Registry.Api;
using Registry.Clinical;
using Registry.Sandbox;
using Registry.Storage;

namespace Registry.IntegrationTests.Administration;

/// <summary>Hostile case 5: whatever an administrator calls in whatever order, never are the administrator's own rights more than before.</summary>
public sealed class OwnRightsTests(RegistryApp app) : IClassFixture<RegistryApp>
{
    private static readonly JsonSerializerOptions Json = Written();

    [Fact]
    public async Task No_sequence_of_calls_adds_to_the_callers_own_rights()
    {
        using var south = await app.AdministratorOfTheSouthClinic();
        using var whole = app.As("administrator");
        var rounds = Effort.Of("REGISTRY_ROUNDS", 120);
        var random = new Random(20261122);
        var accepted = 0;
        foreach (var (client, subject) in new[] { (whole, Personas.Administrator.Subject), (south, "south-administrator") })
        {
            var before = await RightsOf(subject);
            for (var i = 0; i < rounds; i++)
            {
                var (request, said) = await Any(random, subject);
                using (request)
                using (var answer = await client.SendAsync(request))
                {
                    Assert.True((int)answer.StatusCode < 500, said);
                    if (answer.IsSuccessStatusCode) accepted++;
                }

                var after = await RightsOf(subject);
                Assert.True(after.IsSubsetOf(before), $"{subject}, call {i}: {said}");
                before = after;
            }
        }

        Assert.True(accepted > rounds / 10, $"Only {accepted} calls were accepted: the walk tries nothing.");
    }

    /// <summary>One call of any kind, about the caller or about anybody, well formed and of the present version.</summary>
    private async Task<(HttpRequestMessage, string)> Any(Random random, string self)
    {
        await using var db = app.Owner();
        var organization = app.Home.Organization;
        var principals = await db.Principals.AsNoTracking().Where(p => p.OrganizationId == organization).ToListAsync();
        var grants = await db.RoleGrants.AsNoTracking().Where(g => g.OrganizationId == organization).ToListAsync();
        var staff = await db.Staff.AsNoTracking().Where(s => s.OrganizationId == organization).ToListAsync();
        var approvals = await db.Approvals.AsNoTracking().Where(a => a.OrganizationId == organization).ToListAsync();
        var own = principals.Single(p => p.Subject == self);
        var principal = random.Next(2) == 0 ? own : principals[random.Next(principals.Count)];
        var grant = random.Next(2) == 0 && grants.Where(g => g.PrincipalId == own.Id).ToList() is { Count: > 0 } mine ? mine[random.Next(mine.Count)] : grants[random.Next(grants.Count)];
        var member = staff[random.Next(staff.Count)];
        Id<Clinic>? clinic = random.Next(3) switch { 0 => null, 1 => app.Home.North, _ => app.Home.South };
        var role = Kebab.All<Role>().ElementAt(random.Next(Kebab.All<Role>().Count()));
        var approval = approvals.Count > 0 ? approvals[random.Next(approvals.Count)] : null;
        // The last administrators are left alone here, or the walk would soon be over.
        var mayEnd = grant.Role is not Role.Administrator || grant.PrincipalId == own.Id && grant.ClinicId is not null;
        return random.Next(8) switch
        {
            0 or 1 => Call(HttpMethod.Post, "grants", new { principalId = principal.Id, role, clinicId = clinic }),
            2 when mayEnd => Call(HttpMethod.Post, $"grants/{grant.Id}/end", null, grant.Version),
            3 => Call(HttpMethod.Put, $"principals/{principal.Id}", new { mayCreatePatients = true, mayExport = random.Next(2) == 0, approvalId = approval?.Id }, principal.Version),
            4 => Call(HttpMethod.Post, $"principals/{principal.Id}/enablement", null, principal.Version),
            5 => Call(HttpMethod.Post, "approvals", new { kind = "bulk-export", subjectId = principal.Id, reason = "A walk." }),
            6 when approval is not null => Call(HttpMethod.Post, $"approvals/{approval.Id}/approval", null, approval.Version),
            7 => Call(HttpMethod.Put, $"staff/{member.Id}", new { displayName = member.DisplayName, clinicId = clinic ?? member.ClinicId }, member.Version),
            _ => Call(HttpMethod.Post, "principals", new { issuer = app.Issuer.Url, subject = $"walk-{Guid.CreateVersion7():N}", staffMemberId = own.StaffMemberId }),
        };
    }

    private static (HttpRequestMessage, string) Call(HttpMethod method, string path, object? body, int? version = null)
    {
        var request = new HttpRequestMessage(method, $"/v1/admin/{path}");
        if (body is not null) request.Content = JsonContent.Create(body, options: Json);
        if (version is { } read) request.Headers.TryAddWithoutValidation("If-Match", $"\"{read}\"");
        if (method == HttpMethod.Post) request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        return (request, $"{method} {path}");
    }

    private static JsonSerializerOptions Written()
    {
        var json = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        RegistryJson.Apply(json);
        return json;
    }

    /// <summary>What somebody may: the grants that hold, and what the principal's own row allows.</summary>
    private async Task<HashSet<string>> RightsOf(string subject)
    {
        await using var db = app.Owner();
        var principal = await db.Principals.AsNoTracking().SingleAsync(p => p.OrganizationId == app.Home.Organization && p.Subject == subject);
        var grants = await db.RoleGrants.AsNoTracking().Where(g => g.OrganizationId == app.Home.Organization && g.PrincipalId == principal.Id).ToListAsync();
        var now = (await db.Database.SqlQuery<DateTime>($"select clock_timestamp() as \"Value\"").SingleAsync()).ToUniversalTime();
        return
        [
            .. grants.Where(g => g.ValidTo is null || g.ValidTo.Value.ToDateTimeUtc() > now).Select(g => $"{g.Role} {g.ClinicId} {g.CaseloadId} until {g.ValidTo}"),
            $"staff {principal.StaffMemberId}",
            .. principal.MayCreatePatients ? ["creates patients"] : Array.Empty<string>(),
            .. principal.MayExport ? ["exports"] : Array.Empty<string>(),
            .. principal.DisabledAt is null ? ["calls"] : Array.Empty<string>(),
        ];
    }
}
