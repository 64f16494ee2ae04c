using NodaTime;
using Registry.Api;

namespace Registry.Sandbox;

/// <summary>The API in Development, with the issuer beside it.</summary>
internal static class SandboxApp
{
    public static WebApplication Build(SandboxOptions options, SandboxDatabase database, DevIssuer issuer, IClock clock)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = Environments.Development });
        builder.WebHost.UseUrls(options.Url.ToString());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Registry"] = database.Service,
            ["Identity:Authority"] = issuer.Url,
            ["Identity:Audience"] = DevIssuer.Audience,
            ["Pages:ClientId"] = SignInEndpoints.ClientId,
            ["Pages:IdleMinutes"] = options.IdleMinutes,
            ["Registry:PublicBase"] = options.Host,
            ["Audit:CheckpointFolder"] = AuditWitnessFiles.Folder(options.Data),
            ["Audit:CheckpointKey"] = AuditWitnessFiles.Key(options.Data),
            ["Keys:RootFile"] = RootKeyFile.In(options.Data),
            ["Webhooks:SigningKey"] = SigningKey.OfWebhooksIn(options.Data),
            ["Outbound:AllowPrivateAddresses"] = "true",
        });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None); // one sentence says it better than this trace
        var (settings, problem) = RegistrySettings.Read(builder.Configuration);
        builder.AddRegistry(settings ?? throw Wrong(options, problem), clock);
        builder.Services.AddEventWorkers();
        var app = builder.Build();
        app.MapRegistry();
        app.MapDevIssuer(issuer, clock);
        app.MapLanding(options);
        return app;
    }

    private static SandboxException Wrong(SandboxOptions options, string? problem) => problem!.StartsWith("Pages:", StringComparison.Ordinal)
        ? SandboxException.Configuration($"--idle {options.IdleMinutes}: {problem}")
        : SandboxException.Configuration($"--urls {options.Url}: {problem} To be reached from elsewhere, listen on http://0.0.0.0:{options.Url.Port}.");

    /// <summary>An address that is taken is a wrong option, not a crash.</summary>
    public static async Task Start(WebApplication app, SandboxOptions options, CancellationToken ct)
    {
        try
        {
            await app.StartAsync(ct);
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            throw SandboxException.Configuration($"--urls {options.Url}: {e.Message}");
        }
    }
}
