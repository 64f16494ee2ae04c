using System.Reflection;
using NodaTime;
using Npgsql;
using Registry.Api;
using Registry.Storage;

// Exit codes: 0 done, 2 bad configuration (named), 3 database unreachable or not migrated, 4 audit trail tampered with.
#pragma warning disable RS0030 // The one place where the wall clock enters the service.
IClock clock = SystemClock.Instance;
#pragma warning restore RS0030

var words = args.Where(a => !a.StartsWith('-')).ToList();
var verb = words.FirstOrDefault() ?? "serve";
var builder = WebApplication.CreateBuilder([.. args.Except(words)]);
return verb switch
{
    "serve" => await Serve(builder, clock),
    "migrate" => await Migrate(builder.Configuration),
    "health" => await Health(builder.Configuration),
    "access" => Access(),
    "keys" => await KeysVerb.Run([.. words.Skip(1)], builder.Configuration, clock, Console.Out, Console.Error),
    "audit" => await AuditVerb.Run([.. words.Skip(1)], builder.Configuration, clock, Console.Out, Console.Error),
    "retention" => await RetentionVerb.Run([.. words.Skip(1)], builder.Configuration, clock, Console.Out, Console.Error),
    _ => Stop(2, "Unknown verb. Registry.Api takes: serve (default), migrate, health, access, audit verify, keys erase, retention list, retention erase, retention audit."),
};

static async Task<int> Serve(WebApplicationBuilder builder, IClock clock)
{
    // The OpenAPI document is made at build time by starting this program without a configuration or a database.
    var describing = Assembly.GetEntryAssembly()?.GetName().Name == "GetDocument.Insider";
    if (Databases.WhyRuntimeUnfit(Environment.Version) is { } unfit) return Stop(2, unfit);
    var (settings, problem) = describing ? (RegistrySettings.ForDescription, null) : RegistrySettings.Read(builder.Configuration);
    if (settings is null) return Stop(2, problem!);
    if (!describing && builder.Environment.IsProduction() && TransportRules.WhyUnfitForProduction(settings) is { } exposed) return Stop(2, exposed);

    builder.AddRegistry(settings, clock);
    if (!describing) builder.Services.AddEventWorkers();
    await using var app = builder.Build();
    app.MapRegistry();
    if (!describing && await Databases.WhyNotReady(app.Services.GetRequiredService<NpgsqlDataSource>(), app.Services.GetRequiredService<KeyRing>()) is { } reason) return Stop(3, reason);
    await app.RunAsync();
    return 0;
}

static async Task<int> Migrate(IConfiguration configuration)
{
    var owner = configuration.GetConnectionString("RegistryOwner");
    if (string.IsNullOrWhiteSpace(owner)) return Stop(2, "ConnectionStrings:RegistryOwner is missing: the database, signed in to as registry_owner.");
    try
    {
        Console.WriteLine($"migrations applied: {await RegistryMigrations.Apply(owner)}");
        return 0;
    }
    catch (NpgsqlException e)
    {
        // What a migration itself raises is a sentence for the operator; other texts of the database may quote values.
        return Stop(3, e is PostgresException { SqlState: PostgresErrorCodes.RaiseException } own ? own.MessageText : $"The database could not be migrated ({e.SqlState ?? "not reachable"}).");
    }
}

// For a container's health check: its image has no shell and no curl.
static async Task<int> Health(IConfiguration configuration)
{
    var port = configuration["urls"] is { } urls ? new Uri(urls.Split(';')[0]).Port : configuration.GetValue("http_ports", 8080);
    try
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(4) };
        using var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{port}/health/ready"));
        return answer.IsSuccessStatusCode ? 0 : Stop(3, "The service runs and is not ready.");
    }
    catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
    {
        return Stop(3, "The service does not answer.");
    }
}

// Who may do what, as text: deploy/access.md.
static int Access()
{
    Console.Write(AccessTableText.Write(AccessTable.Standard));
    return 0;
}

static int Stop(int code, string sentence)
{
    Console.Error.WriteLine(sentence);
    return code;
}
