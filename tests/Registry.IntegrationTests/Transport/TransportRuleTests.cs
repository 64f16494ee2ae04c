using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Registry.Api;
using Registry.IntegrationTests.Crash;

namespace Registry.IntegrationTests.Transport;

/// <summary>In production nothing travels unencrypted: not between clients and the registry, not to the database, not to the provider.</summary>
public sealed class TransportRuleTests
{
    [Theory]
    [InlineData("https://idp.example", false, true)]
    [InlineData("http://idp.example", false, false)]
    [InlineData("http://idp.example", true, false)]
    [InlineData("http://127.0.0.1:5080/dev/idp", false, false)]
    [InlineData("http://127.0.0.1:5080/dev/idp", true, true)] // a sandbox says so
    [InlineData("idp.example", true, false)]
    [InlineData("file:///etc/keys", true, false)]
    public void Only_an_https_provider_can_be_configured_but_on_the_loopback_of_a_sandbox(string authority, bool isSandbox, bool accepted)
    {
        var (settings, problem) = Settings(authority, isSandbox);
        Assert.Equal(accepted, settings is not null);
        if (!accepted) Assert.Contains("Identity:Authority", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host=db.example;Username=registry_service", false)]
    [InlineData("Host=db.example;SSL Mode=Disable", false)]
    [InlineData("Host=db.example;SSL Mode=Prefer", false)]
    [InlineData("Host=db.example;SSL Mode=Require", false)]
    [InlineData("Host=db.example;SSL Mode=VerifyCA", false)]
    [InlineData("Host=db.example;SSL Mode=VerifyFull", true)]
    [InlineData("Host=/var/run/postgresql", true)]
    [InlineData("Host=127.0.0.1", true)]
    [InlineData("Host=localhost,db.example", false)] // as safe as the least of them
    [InlineData("Host=10.0.0.7:5432", false)]
    public void Production_does_not_start_with_a_database_that_anybody_could_pose_as(string database, bool starts)
    {
        var reason = TransportRules.WhyUnfitForProduction(Settings("https://idp.example", false, database).Settings!);
        Assert.Equal(starts, reason is null);
        if (!starts) Assert.Contains("VerifyFull", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Production_does_not_start_under_an_address_that_is_not_https() =>
        Assert.Contains("Registry:PublicBase", TransportRules.WhyUnfitForProduction(Settings("https://idp.example", false, publicBase: "http://registry.example").Settings!), StringComparison.Ordinal);

    [Fact]
    public async Task The_service_itself_stops_with_exit_code_2_and_says_why()
    {
        using var service = new ServiceProcess("Host=db.invalid;SSL Mode=Require", "https://idp.invalid");
        var (code, said) = await service.RunsOut();
        Assert.Equal(2, code);
        Assert.Contains("VerifyFull", said, StringComparison.Ordinal);
    }

    /// <summary>What comes over the network by plain HTTP is refused, and not redirected: its token has been seen already.</summary>
    [Theory]
    [InlineData("203.0.113.7", "http", 400)]
    [InlineData("203.0.113.7", "https", 200)]
    [InlineData("127.0.0.1", "http", 200)] // never left the machine
    public async Task Plain_http_from_elsewhere_is_refused(string from, string scheme, int status)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        // As behind a proxy on this machine that is trusted to say where a call came from, and how.
        builder.Services.Configure<ForwardedHeadersOptions>(o => o.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto);
        builder.Services.ConfigureHttpJsonOptions(_ => { });
        await using var app = builder.Build();
        app.UseForwardedHeaders();
        app.UseEncryptionOnly();
        app.MapGet("/", () => Results.Ok());
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = RegistryApp.AddressOf(app) };
        client.DefaultRequestHeaders.Add("X-Forwarded-For", from);
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", scheme);
        using var answer = await client.GetAsync(new Uri("/", UriKind.Relative));
        Assert.Equal(status, (int)answer.StatusCode);
        if (status == 400) Assert.Contains("https-required", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Null(answer.Headers.Location);
    }

    [Theory]
#pragma warning disable SYSLIB0039, CA5397, CA5398 // What must not be accepted has to be offered.
    [InlineData(SslProtocols.Tls11, false)]
    [InlineData(SslProtocols.Tls12, true)]
    [InlineData(SslProtocols.Tls13, true)]
#pragma warning restore SYSLIB0039, CA5397, CA5398
    public async Task Only_TLS_of_1_2_and_later_is_spoken(SslProtocols offered, bool accepted)
    {
        using var certificate = SelfSigned();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            TransportRules.Limit(kestrel);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate));
        });
        await using var app = builder.Build();
        app.MapGet("/", () => Results.Ok());
        await app.StartAsync();
        var address = RegistryApp.AddressOf(app);
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
#pragma warning disable CA5359 // A certificate made a moment ago; which protocol is spoken is the question here.
        await using var tls = new SslStream(client.GetStream(), false, (_, _, _, _) => true);
#pragma warning restore CA5359
        var failure = await Record.ExceptionAsync(() => tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost", EnabledSslProtocols = offered }));
        Assert.Equal(accepted, failure is null);
        if (accepted) Assert.Equal(offered, tls.SslProtocol);
        else Assert.IsAssignableFrom<Exception>(failure);
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var made = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(80));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }

    private static (RegistrySettings? Settings, string? Problem) Settings(string authority, bool isSandbox, string database = "Host=/run/none", string publicBase = "https://registry.test") =>
        RegistrySettings.Read(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Registry"] = database,
            ["Identity:Authority"] = authority,
            ["Identity:Audience"] = "registry",
            ["Registry:PublicBase"] = publicBase,
            ["Keys:RootFile"] = TestRootKey.File,
            ["Outbound:AllowPrivateAddresses"] = $"{isSandbox}",
        }).Build());
}
