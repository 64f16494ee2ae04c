using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using Registry.Sandbox;

namespace Registry.IntegrationTests.Crash;

/// <summary>An OpenID Connect provider on the loopback, so that a service in another process finds discovery and keys as it would at a clinic.</summary>
internal sealed class LoopbackIssuer : IAsyncDisposable
{
#pragma warning disable RS0030 // The other process judges tokens by the wall clock.
    public static readonly IClock WallClock = SystemClock.Instance;
#pragma warning restore RS0030

    private readonly WebApplication app;
    private readonly DevIssuer issuer;

    private LoopbackIssuer(WebApplication app, DevIssuer issuer) => (this.app, this.issuer) = (app, issuer);

    public string Url => issuer.Url;

    public static async Task<LoopbackIssuer> Start(string keyFolder)
    {
        var host = $"http://127.0.0.1:{FreePort()}";
        var issuer = DevIssuer.Open(host, keyFolder, WallClock);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.WebHost.UseUrls(host);
        builder.Logging.ClearProviders();
        builder.Services.AddAuthorization();
        var app = builder.Build();
        app.MapDevIssuer(issuer, WallClock);
        await app.StartAsync();
        return new(app, issuer);
    }

    public string TokenFor(Persona persona) => issuer.TokenFor(persona);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
