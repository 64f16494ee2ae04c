using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;
using NodaTime;
using Registry.Api;
using Registry.Sandbox;

namespace Registry.IntegrationTests.SignIn;

/// <summary>The keys of the provider change, are asked for by strangers, and cannot be had: whoever has a good token works on.</summary>
public sealed class ProviderKeyTests : IAsyncLifetime
{
    private TestProvider provider = null!;
    private RegistryApp app = null!;

    public async Task InitializeAsync()
    {
        provider = await TestProvider.Start();
        app = new(provider.Url);
        await app.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await app.DisposeAsync();
        await provider.DisposeAsync();
    }

    [Fact]
    public async Task A_new_key_works_at_once_and_one_that_was_withdrawn_stops_within_an_hour()
    {
        var old = provider.KeyNamed("first");
        await Me(old);
        Assert.Equal((1, 1), (provider.Documents, provider.KeySets));

        var rotated = provider.AddKey("second");
        await Me(rotated);
        await Me(old);
        Assert.Equal(2, provider.KeySets);

        provider.WithdrawKey("first");
        app.Clock.Now += Duration.FromMinutes(61);
        await Me(rotated);
        await Me(old, HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_flood_of_unknown_key_ids_asks_the_provider_at_most_once_in_five_minutes()
    {
        await Me(provider.KeyNamed("first"));
        for (var round = 1; round <= 2; round++)
        {
            await Attempts.AtOnce(50, i => Me(Forged($"invented-{round}-{i}"), HttpStatusCode.Unauthorized));
            Assert.Equal(1 + round, provider.KeySets);
            app.Clock.Now += ProviderKeys.LookAgain - Duration.FromSeconds(1);
            await Me(Forged("one-more"), HttpStatusCode.Unauthorized);
            Assert.Equal(1 + round, provider.KeySets);
            app.Clock.Now += Duration.FromSeconds(1);
        }

        await Me(provider.KeyNamed("first"));
    }

    [Fact]
    public async Task While_the_provider_is_down_its_last_keys_serve_for_a_day_and_readiness_says_so()
    {
        await Me(provider.KeyNamed("first"));
        Assert.Equal((HttpStatusCode.OK, "current"), await Readiness());

        provider.IsDown = true;
        app.Clock.Now += Duration.FromHours(2);
        await Me(provider.KeyNamed("first"));
        Assert.Equal((HttpStatusCode.OK, "unreachable"), await Readiness());

        app.Clock.Now += Duration.FromHours(23);
        using (var client = Client(provider.KeyNamed("first")))
        {
            using var answer = await client.GetAsync(new Uri("/v1/me", UriKind.Relative));
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "5"), (answer.StatusCode, answer.Headers.RetryAfter!.ToString()));
            await using var db = app.Owner();
            var id = answer.Headers.GetValues("X-Request-Id").Single();
            Assert.Equal(503, (await db.AuditEntries.SingleAsync(e => e.RequestId == id)).Status);
        }

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "no-keys"), await Readiness());

        provider.IsDown = false;
        app.Clock.Now += Duration.FromSeconds(5);
        await Me(provider.KeyNamed("first"));
        Assert.Equal((HttpStatusCode.OK, "current"), await Readiness());
    }

    [Fact]
    public async Task Keys_are_never_fetched_through_a_redirect_nor_believed_from_a_document_that_names_another_issuer_nor_when_weak()
    {
        await Me(provider.KeyNamed("first"));
        var planted = provider.AddKey("planted");

        provider.RedirectsKeys = true;
        await Me(planted, HttpStatusCode.Unauthorized);
        Assert.Equal((2, 0), (provider.KeySets, provider.Elsewhere));

        (provider.RedirectsKeys, provider.Says) = (false, "https://stranger.example");
        app.Clock.Now += ProviderKeys.LookAgain;
        await Me(planted, HttpStatusCode.Unauthorized);
        Assert.Equal(3, provider.KeySets);

        provider.Says = null;
        var weak = provider.AddKey("weak", bits: 1024);
        app.Clock.Now += ProviderKeys.LookAgain;
        await Me(planted);
        await Me(weak, HttpStatusCode.Unauthorized);
        await Me(provider.KeyNamed("first"));
    }

    private static SigningCredentials Forged(string keyId) => new(new RsaSecurityKey(Stranger) { KeyId = keyId }, SecurityAlgorithms.RsaSha256);

    private static readonly System.Security.Cryptography.RSA Stranger = System.Security.Cryptography.RSA.Create(2048);

    private HttpClient Client(SigningCredentials key) => app.With(app.Issuer.Sign(app.Clock.Now, TestIssuer.ClaimsOf(Personas.CareManager), with: key));

    private async Task<JsonNode> Me(SigningCredentials key, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var client = Client(key);
        return await client.Gets("/v1/me", expected);
    }

    private async Task<(HttpStatusCode, string)> Readiness()
    {
        using var anybody = app.Anonymous();
        using var answer = await anybody.GetAsync(new Uri("/health/ready", UriKind.Relative));
        return (answer.StatusCode, (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["identityProvider"]!);
    }
}
