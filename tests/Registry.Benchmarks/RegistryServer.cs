using NodaTime;
using Registry.Sandbox;

namespace Registry.Benchmarks;

/// <summary>The registry in a process of its own, and an issuer whose tokens it takes.</summary>
internal sealed class RegistryServer : IAsyncDisposable
{
    private readonly WebApplication idp;

    private RegistryServer(DevIssuer issuer, WebApplication idp, HttpServer process) => (Issuer, this.idp, Process) = (issuer, idp, process);

    public DevIssuer Issuer { get; }
    public HttpServer Process { get; }

    public static async Task<RegistryServer> Start(BenchmarkDatabase database, IClock clock)
    {
        var (port, issuerPort) = (HttpServer.FreePort(), HttpServer.FreePort());
        var issuer = DevIssuer.Open($"http://127.0.0.1:{issuerPort}", database.Folder, clock);
        await PersonaAccess.Grant(database.Owner, issuer.Url);
        var idp = await StartIssuer(issuer, issuerPort, clock);
        return new(issuer, idp, await HttpServer.Start("Registry.Api.dll", port, ["serve"], new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}",
            ["ConnectionStrings__Registry"] = database.Shared,
            ["Identity__Authority"] = issuer.Url,
            ["Identity__Audience"] = DevIssuer.Audience,
            ["Outbound__AllowPrivateAddresses"] = "true", // the issuer listens on the loopback
            ["Limits__PerPrincipal"] = "1000000",
            ["Limits__PerClient"] = "1000000",
            ["Limits__PerOrganization"] = "1000000",
            ["Limits__ChartsPerHour"] = "1000000",
            ["Registry__PublicBase"] = $"http://127.0.0.1:{port}",
            ["Keys__RootFile"] = RootKeyFile.In(database.Folder),
            ["Logging__LogLevel__Default"] = "Warning",
        }));
    }

    public async ValueTask DisposeAsync()
    {
        Process.Dispose();
        await idp.DisposeAsync();
    }

    private static async Task<WebApplication> StartIssuer(DevIssuer issuer, int port, IClock clock)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = Environments.Development });
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Logging.ClearProviders();
        builder.Services.AddAuthorization();
        var app = builder.Build();
        app.MapDevIssuer(issuer, clock);
        await app.StartAsync();
        return app;
    }
}
