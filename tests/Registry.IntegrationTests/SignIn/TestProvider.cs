using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using Registry.IntegrationTests.Crash;

namespace Registry.IntegrationTests.SignIn;

/// <summary>An OpenID Connect provider on the loopback that counts how often it is asked, changes its keys, and misbehaves on demand.</summary>
internal sealed class TestProvider : IAsyncDisposable
{
    private readonly List<RsaSecurityKey> keys = [];
    private readonly WebApplication app;
    private int documents;
    private int keySets;
    private int elsewhere;

    private TestProvider(int port)
    {
        Url = $"http://127.0.0.1:{port}/idp";
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.MapGet("/idp/.well-known/openid-configuration", () => Counted(ref documents, () => Results.Json(new { issuer = Says ?? Url, jwks_uri = Url + "/jwks", token_endpoint = Url + "/token" })));
        app.MapGet("/idp/jwks", () => Counted(ref keySets, () => RedirectsKeys
            ? Results.Redirect("/internal/jwks")
            : Results.Text($$"""{"keys":[{{string.Join(',', keys.Select(Public))}}]}""", "application/json")));
        app.MapGet("/internal/jwks", () => Counted(ref elsewhere, () => Results.Text($$"""{"keys":[{{string.Join(',', keys.Select(Public))}}]}""", "application/json")));
    }

    public string Url { get; }

    /// <summary>Answers 503 to everything.</summary>
    public bool IsDown { get; set; }

    /// <summary>Sends whoever asks for the keys to another address.</summary>
    public bool RedirectsKeys { get; set; }

    /// <summary>The issuer that the discovery document names, if not the true one.</summary>
    public string? Says { get; set; }

    public int Documents => documents;
    public int KeySets => keySets;

    /// <summary>How often somebody followed the redirect.</summary>
    public int Elsewhere => elsewhere;

    public static async Task<TestProvider> Start()
    {
        var provider = new TestProvider(LoopbackIssuer.FreePort());
        provider.AddKey("first");
        await provider.app.StartAsync();
        return provider;
    }

    public SigningCredentials AddKey(string id, int bits = 2048)
    {
        var key = new RsaSecurityKey(RSA.Create(bits)) { KeyId = id };
        keys.Add(key);
        return new(key, SecurityAlgorithms.RsaSha256);
    }

    public SigningCredentials KeyNamed(string id) => new(keys.Single(key => key.KeyId == id), SecurityAlgorithms.RsaSha256);

    public void WithdrawKey(string id) => keys.RemoveAll(key => key.KeyId == id);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private IResult Counted(ref int count, Func<IResult> answer)
    {
        Interlocked.Increment(ref count);
        return IsDown ? Results.StatusCode(503) : answer();
    }

    private static string Public(RsaSecurityKey key)
    {
        var rsa = key.Rsa.ExportParameters(includePrivateParameters: false);
        return $$"""{"kty":"RSA","use":"sig","kid":"{{key.KeyId}}","n":"{{Base64UrlEncoder.Encode(rsa.Modulus)}}","e":"{{Base64UrlEncoder.Encode(rsa.Exponent)}}"}""";
    }
}
