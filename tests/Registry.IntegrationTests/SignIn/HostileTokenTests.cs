using System.Net;
using System.Net.Http.Headers;
using Microsoft.EntityFrameworkCore;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.IntegrationTests.SignIn;

/// <summary>Who is not signed in: every way to pretend is answered 401, recorded once, and told nothing.</summary>
public sealed class HostileTokenTests(RegistryApp app) : IClassFixture<RegistryApp>
{
    [Fact]
    public async Task A_hostile_token_is_refused_recorded_once_and_not_repeated()
    {
        var tokens = new HostileTokens(app).All();
        var wrong = new List<string>();
        foreach (var (what, token) in tokens)
        {
            using var client = app.Anonymous();
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/me");
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
            using var answer = await client.SendAsync(request);
            var text = $"{answer.Headers}{await answer.Content.ReadAsStringAsync()}";
            var entries = await Entries(answer.Headers.GetValues("X-Request-Id").Single());
            if (answer.StatusCode is not HttpStatusCode.Unauthorized || text.Contains(HostileTokens.Marker, StringComparison.Ordinal)
                || entries is not [{ Status: 401, PrincipalId: null, TokenId: null, Outcome: AuditOutcome.Refused }])
                wrong.Add($"{what}: {(int)answer.StatusCode}, {entries.Count} entries, {text}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(tokens.Count >= 24);
        Assert.DoesNotContain(app.Log, line => line.Contains(HostileTokens.Marker, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("GET /v1/me HTTP/1.1\r\nHost: registry\r\nAuthorization: Bearer {0}\r\nAuthorization: Bearer {0}\r\nConnection: close\r\n\r\n")]
    [InlineData("GET /v1/me HTTP/1.1\r\nHost: registry\r\nAuthorization: Bearer {0}, Bearer {0}\r\nConnection: close\r\n\r\n")]
    [InlineData("GET /v1/me?access_token={0} HTTP/1.1\r\nHost: registry\r\nConnection: close\r\n\r\n")]
    [InlineData("GET /v1/me?access_token={0} HTTP/1.1\r\nHost: registry\r\nAuthorization: Bearer {0}\r\nConnection: close\r\n\r\n")]
    [InlineData("GET /v1/me HTTP/1.1\r\nHost: registry\r\nAuthorization: Basic {0}\r\nConnection: close\r\n\r\n")]
    [InlineData("GET /v1/me HTTP/1.1\r\nHost: registry\r\nAuthorization: {0}\r\nConnection: close\r\n\r\n")]
    [InlineData("GET /v1/me HTTP/1.1\r\nHost: registry\r\nX-Authorization: Bearer {0}\r\nCookie: access_token={0}\r\nConnection: close\r\n\r\n")]
    public async Task A_good_token_in_the_wrong_place_signs_nobody_in(string request)
    {
        var answer = await RawHttp.Send(app.Address, string.Format(null, request, new HostileTokens(app).Good()));

        Assert.Equal(401, RawHttp.Status(answer));
        Assert.Single(await Entries(RawHttp.Header(answer, "X-Request-Id")));
    }

    [Fact]
    public async Task A_good_token_signs_in_whatever_the_case_of_its_scheme_and_within_half_a_minute_of_its_times()
    {
        var tokens = new HostileTokens(app);
        var now = app.Clock.Now.ToUnixTimeSeconds();
        foreach (var (scheme, token) in new[]
        {
            ("Bearer", tokens.Good()), ("bearer", tokens.Good()),
            ("Bearer", tokens.Good(c => c["exp"] = now - 25)), ("Bearer", tokens.Good(c => c["nbf"] = now + 25)), ("Bearer", tokens.Good(c => c["exp"] = now + 3600)),
            ("Bearer", tokens.Good(c => c["aud"] = new System.Text.Json.Nodes.JsonArray(TestIssuer.Audience))),
        })
        {
            using var client = app.Anonymous();
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(scheme, token);
            await client.Gets("/v1/me");
        }
    }

    [Fact]
    public async Task The_same_subject_of_another_issuer_is_another_principal()
    {
        var stranger = new HostileTokens(app).Good(c => c["iss"] = app.Issuer.Url + "-of-somebody-else");
        using var client = app.With(stranger);
        await client.Gets("/v1/me", HttpStatusCode.Unauthorized);

        // The database tells them apart too: one subject may be a principal once for each issuer, and only once.
        await using var db = app.Owner();
        var known = await db.Principals.AsNoTracking().FirstAsync(p => p.Issuer == app.Issuer.Url && p.StaffMemberId != null);
        db.Add(new Principal { OrganizationId = known.OrganizationId, Id = Id<Principal>.New(), Issuer = "https://other.example", Subject = known.Subject, StaffMemberId = known.StaffMemberId });
        await db.SaveChangesAsync();
        db.Add(new Principal { OrganizationId = known.OrganizationId, Id = Id<Principal>.New(), Issuer = known.Issuer, Subject = known.Subject, StaffMemberId = known.StaffMemberId });
        await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync());
    }

    private async Task<List<AuditEntry>> Entries(string requestId)
    {
        await using var db = app.Owner();
        return await db.AuditEntries.AsNoTracking().Where(e => e.RequestId == requestId).ToListAsync();
    }
}
