using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using NodaTime;
using Registry.Sandbox;

namespace Registry.IntegrationTests.Sandbox;

public sealed class DevIssuerTests : IDisposable
{
    private readonly ScratchFolder scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public async Task A_token_is_valid_for_whoever_follows_discovery()
    {
        var issuer = Issuer();
        await using var app = await Listening(issuer);
        var documents = new HttpDocumentRetriever { RequireHttps = false };

        var discovery = await OpenIdConnectConfigurationRetriever.GetAsync(
            // The issuer names the address it was told; this test listens where there was room.
            $"{Address(app)}/dev/idp/.well-known/openid-configuration", new Redirected(documents, issuer.Url, $"{Address(app)}/dev/idp"), default);
        var result = await Validate(issuer.TokenFor(Personas.CareManager), issuer, discovery.SigningKeys);

        Assert.Equal(issuer.Url, discovery.Issuer);
        Assert.True(result.IsValid, result.Exception?.Message);
    }

    [Fact]
    public async Task A_persons_token_says_who_what_at_most_and_how_they_signed_in()
    {
        var issuer = Issuer();
        var result = await Validate(issuer.TokenFor(Personas.PsychiatricConsultant), issuer);
        var token = (JsonWebToken)result.SecurityToken;

        Assert.Equal("dev-psychiatric-consultant", token.Subject);
        Assert.Equal(["pwd", "otp"], token.Claims.Where(c => c.Type == "amr").Select(c => c.Value));
        Assert.Contains("caseload:read", token.GetPayloadValue<string>("scope").Split(' '));
        Assert.Equal(TimeSpan.FromHours(1), token.ValidTo - token.IssuedAt);
        Assert.DoesNotContain(token.Claims, claim => claim.Type is "role" or "roles" or "clinic");
        Assert.NotEqual(token.Id, ((JsonWebToken)(await Validate(issuer.TokenFor(Personas.PsychiatricConsultant), issuer)).SecurityToken).Id);
    }

    [Fact]
    public async Task A_clients_token_has_no_second_factor_and_is_its_own_subject()
    {
        var issuer = Issuer();
        var token = (JsonWebToken)(await Validate(issuer.TokenFor(Personas.EhrIntegration), issuer)).SecurityToken;

        Assert.Equal(token.Subject, token.GetPayloadValue<string>("client_id"));
        Assert.DoesNotContain(token.Claims, claim => claim.Type == "amr");
        Assert.Equal("system/Patient.crus system/Observation.crus system/QuestionnaireResponse.crs system/Questionnaire.crs system/EpisodeOfCare.crs system/Encounter.crs system/Flag.rs system/Group.rs system/Measure.rs system/MeasureReport.rs", token.GetPayloadValue<string>("scope"));
    }

    [Fact]
    public async Task An_expired_token_and_one_of_another_issuer_are_refused()
    {
        var issuer = Issuer();
        var old = DevIssuer.Open("http://127.0.0.1:5080", scratch.Path, new FixedClock(Now - Duration.FromHours(9)));
        using var elsewhere = new ScratchFolder();
        var forger = DevIssuer.Open("http://127.0.0.1:5080", elsewhere.Path, new FixedClock(Now));

        Assert.IsType<SecurityTokenExpiredException>((await Validate(old.TokenFor(Personas.Auditor), issuer)).Exception);
        Assert.IsType<SecurityTokenSignatureKeyNotFoundException>((await Validate(forger.TokenFor(Personas.Auditor), issuer)).Exception);
    }

    [Fact]
    public void The_key_outlives_a_restart_and_only_its_owner_can_read_it()
    {
        var first = Issuer().Keys().Keys[0].Id;

        Assert.Equal(first, Issuer().Keys().Keys[0].Id);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, Mode(scratch.Below("issuer-key.pem")));
        Assert.Single(Directory.EnumerateFiles(scratch.Path));
    }

    [Fact]
    public void Every_persona_gets_a_token_file_that_only_its_owner_can_read_also_when_one_was_there()
    {
        Directory.CreateDirectory(scratch.Below("tokens"));
        File.WriteAllText(scratch.Below("tokens", "auditor.jwt"), "old");

        Issuer().WriteTokens(scratch.Below("tokens"));

        var files = Directory.EnumerateFiles(scratch.Below("tokens")).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(
            ["administrator.jwt", "auditor.jwt", "care-manager.jwt", "clinic-lead.jwt", "ehr-integration.jwt", "program-lead.jwt", "psychiatric-consultant.jwt", "second-administrator.jwt", "treating-provider.jwt"],
            files.Select(Path.GetFileName));
        Assert.All(files, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, Mode(file)));
        Assert.All(files, file => Assert.Equal(3, File.ReadAllText(file).Split('.').Length));
    }

    [Fact]
    public async Task A_token_can_be_had_by_name_and_an_unknown_name_is_told_the_known_ones()
    {
        var issuer = Issuer();
        await using var app = await Listening(issuer);
        using var client = new HttpClient { BaseAddress = new(Address(app)) };

        var granted = await client.PostAsJsonAsync("/dev/token", new { @as = "care-manager" });
        var body = await granted.Content.ReadFromJsonAsync<Dictionary<string, object>>();
        Assert.True((await Validate(body!["access_token"].ToString()!, issuer)).IsValid);

        var refused = await client.PostAsJsonAsync("/dev/token", new { @as = "root" });
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("psychiatric-consultant", await refused.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Outside_development_it_refuses_to_exist()
    {
        await using var app = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" }).Build();

        Assert.Throws<InvalidOperationException>(() => app.MapDevIssuer(Issuer(), new FixedClock(Now)));
    }

    private static readonly Instant Now = Instant.FromUtc(2026, 11, 20, 9, 0);

    private DevIssuer Issuer(string host = "http://127.0.0.1:5080") => DevIssuer.Open(host, scratch.Path, new FixedClock(Now));

    private static async Task<TokenValidationResult> Validate(string token, DevIssuer issuer, IEnumerable<SecurityKey>? keys = null)
    {
        keys ??= new JsonWebKeySet(System.Text.Json.JsonSerializer.Serialize(issuer.Keys())).GetSigningKeys();
        return await new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = issuer.Url,
            ValidAudience = "registry",
            ValidTypes = ["at+jwt"],
            ValidAlgorithms = ["RS256"],
            IssuerSigningKeys = keys,
            LifetimeValidator = (_, expires, _, _) => expires > Now.ToDateTimeUtc() ? true : throw new SecurityTokenExpiredException("expired"),
        });
    }

    private static async Task<WebApplication> Listening(DevIssuer issuer)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapDevIssuer(issuer, new FixedClock(Now));
        await app.StartAsync();
        return app;
    }

    private static string Address(WebApplication app) =>
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    private static UnixFileMode Mode(string file) => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(file);

    private sealed class Redirected(IDocumentRetriever documents, string from, string to) : IDocumentRetriever
    {
        public Task<string> GetDocumentAsync(string address, CancellationToken cancel) =>
            documents.GetDocumentAsync(address.Replace(from, to, StringComparison.Ordinal), cancel);
    }

    private sealed class FixedClock(Instant now) : IClock
    {
        public Instant GetCurrentInstant() => now;
    }
}
