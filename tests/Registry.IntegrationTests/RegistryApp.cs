using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using NodaTime;
using Npgsql;
using Registry.Api;
using Registry.Sandbox;
using Registry.Storage;

namespace Registry.IntegrationTests;

/// <summary>The service on a database of its own, reached over HTTP with signed tokens, as a client would reach it.</summary>
public sealed class RegistryApp : IAsyncLifetime
{
    private readonly SyntheticProgram? program;
    private readonly string publicBase = "https://registry.test";
    private readonly bool asksForKeys;
    private readonly ConcurrentQueue<string> log = new();
    private readonly DocumentedAnswers answers = new();
    private readonly List<OrganizationKeys> keys = [];
    private TestDatabase database = null!;
    private WebApplication app = null!;

    public RegistryApp()
    {
    }

    /// <summary>With a synthetic program in place of the two organizations, and under another address.</summary>
    internal RegistryApp(SyntheticProgram program, string publicBase) => (this.program, this.publicBase) = (program, publicBase);

    /// <summary>With a provider that is asked for its keys.</summary>
    internal RegistryApp(string provider) => (Issuer, asksForKeys) = (new() { Url = provider }, true);

    internal TestClock Clock { get; } = new();
    internal TestIssuer Issuer { get; } = new();

    /// <summary>Own organization of every persona.</summary>
    internal EmptyRegistry Home { get; private set; } = null!;

    /// <summary>Another organization in the same database, with accounts "foreign-…" of its own.</summary>
    internal EmptyRegistry Elsewhere { get; private set; } = null!;

    internal Uri Address { get; private set; } = null!;
    internal IServiceProvider Services => app.Services;

    /// <summary>Everything that was logged, to be searched for what must not be there.</summary>
    internal IEnumerable<string> Log => log;

    public async Task InitializeAsync()
    {
        database = await PostgresServer.Clone("registry", async owner =>
        {
            await using (var connection = new NpgsqlConnection(owner))
            {
                await connection.OpenAsync();
                await using var roles = new NpgsqlCommand(RegistryMigrations.RolesScript, connection);
                await roles.ExecuteNonQueryAsync();
            }

            await RegistryMigrations.Apply(owner);
        });
        if (program is not null)
        {
            await ProgramLoader.Load(database.OwnerConnectionString, program, TestRootKey.Key);
            await PersonaAccess.Grant(database.OwnerConnectionString, Issuer.Url);
        }
        else
        {
            await using var db = Owner();
            Home = await EmptyRegistry.Add(db, Issuer.Url, Clock.Now, "Home Health", Personas.All);
            Elsewhere = await EmptyRegistry.Add(db, Issuer.Url, Clock.Now, "Elsewhere Health", Personas.All.Select(p => p with { Subject = "foreign-" + p.Subject }));
        }

        app = await Serve();
        foreach (var organization in program is { } loaded ? [loaded.Team.Organization.Id] : new[] { Home.Organization, Elsewhere.Organization })
            keys.Add(await app.Services.GetRequiredService<KeyRing>().Of(organization));
        Address = AddressOf(app);
    }

    /// <summary>Another process of the service on the same database, with something of it altered.</summary>
    internal async Task<WebApplication> Serve(Action<IServiceCollection>? alter = null, string environment = "Development")
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Registry"] = database.ConnectionString("registry_service"),
            ["Identity:Authority"] = Issuer.Url,
            ["Identity:Audience"] = TestIssuer.Audience,
            ["Registry:PublicBase"] = publicBase,
            ["Keys:RootFile"] = TestRootKey.File,
            ["Pages:ClientId"] = "registry-pages",
            ["Webhooks:SigningKey"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            ["Outbound:AllowPrivateAddresses"] = "true", // receivers of tests listen on the loopback
            ["CdsHooks:PatientPage"] = "https://registry.test/patients/{patientId}",
            // A test does in a minute what people do in a month.
            ["Limits:PerPrincipal"] = "1000000",
            ["Limits:PerClient"] = "1000000",
            ["Limits:PerOrganization"] = "1000000",
            ["Limits:PerAddress"] = "1000000",
            ["Limits:ChartsPerHour"] = "1000000",
        });
        builder.Logging.ClearProviders().AddProvider(new CapturedLog(log)).SetMinimumLevel(LogLevel.Debug);
        builder.AddRegistry(RegistrySettings.Read(builder.Configuration).Settings!, Clock);
        alter?.Invoke(builder.Services);
        if (!asksForKeys) builder.Services.PostConfigure<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme, HandKeysOver);
        var made = builder.Build();
        made.Use(next => http => answers.Watch(http, next));
        made.MapRegistry();
        await made.StartAsync();
        return made;
    }

    internal static Uri AddressOf(WebApplication served) => new(served.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    private void HandKeysOver(JwtBearerOptions bearer)
    {
        var provider = new OpenIdConnectConfiguration { Issuer = Issuer.Url, AuthorizationEndpoint = Issuer.Url + "/authorize", TokenEndpoint = Issuer.Url + "/token", JwksUri = Issuer.Url + "/jwks" };
        provider.SigningKeys.Add(Issuer.PublicKey);
        bearer.ConfigurationManager = new StaticConfigurationManager<OpenIdConnectConfiguration>(provider);
    }

    public async Task DisposeAsync()
    {
        await app.DisposeAsync();
        await database.DisposeAsync();
        answers.Check();
    }

    /// <summary>A client signed in as one of the personas: "care-manager", "ehr-integration", …</summary>
    internal HttpClient As(string persona, bool foreign = false)
    {
        var known = Personas.Named(persona)!;
        return As(foreign ? known with { Subject = "foreign-" + known.Subject } : known);
    }

    /// <summary>A client that signs in again whenever its token is about to end, as clients do.</summary>
    internal HttpClient As(Persona persona, Uri? at = null) => new(new TokenRenewal(this, persona, Checked())) { BaseAddress = at ?? Address };

    /// <param name="at">Another process of the service.</param>
    internal HttpClient With(string token, Uri? at = null)
    {
        var client = Anonymous();
        client.BaseAddress = at ?? Address;
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>The cookie of a persona who has signed in to the pages; a client may carry it beside a token, since each opens its own door.</summary>
    internal string CookieOf(Persona persona, WebApplication? at = null)
    {
        var cookie = (at ?? app).Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(PageSignIn.Session);
        var identity = new ClaimsIdentity([new("iss", Issuer.Url), new("sub", persona.Subject), new("amr", "otp"), new("scope", persona.Scopes)], PageSignIn.Provider);
        (at ?? app).Services.GetRequiredService<PageSessions>().Begin(identity);
        return $"{cookie.Cookie.Name}={cookie.TicketDataFormat.Protect(new(new ClaimsPrincipal(identity), PageSignIn.Session))}";
    }

    /// <summary>Somebody signed in to the pages.</summary>
    internal HttpClient Looks(Persona persona)
    {
        var client = Anonymous();
        client.DefaultRequestHeaders.Add("Cookie", CookieOf(persona));
        return client;
    }

    internal HttpClient Anonymous() => new(Checked()) { BaseAddress = Address };

    private static CheckedAnswers Checked() => new(new IdempotencyKeys(new SocketsHttpHandler { AllowAutoRedirect = false }));

    /// <summary>The tables, with the owner's rights: for arranging and for checking what is really stored.</summary>
    internal RegistryDbContext Owner() =>
        new(new DbContextOptionsBuilder<RegistryDbContext>().UseNpgsql(AsOwner(), contextOwnsConnection: true).Options);

    /// <summary>The owner's connection, with which what is encrypted can be read.</summary>
    internal NpgsqlConnection AsOwner()
    {
        var connection = new NpgsqlConnection(database.OwnerConnectionString);
        foreach (var known in keys) connection.Use(known);
        return connection;
    }

    internal NpgsqlConnection AsService() => new(database.ConnectionString("registry_service"));

    private sealed class TokenRenewal(RegistryApp app, Persona persona, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        private readonly Lock renewing = new();
        private (Instant At, string Token) last;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Authorization ??= new("Bearer", Token());
            return base.SendAsync(request, cancellationToken);
        }

        private string Token()
        {
            var now = app.Clock.Now;
            lock (renewing)
            {
                if (last.Token is null || now < last.At || now - last.At > Duration.FromMinutes(50)) last = (now, app.Issuer.TokenFor(persona, now));
                return last.Token;
            }
        }
    }

    /// <summary>Every creating request gets a key of its own, unless the test gives one.</summary>
    private sealed class IdempotencyKeys(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method == HttpMethod.Post && !request.Headers.Contains("Idempotency-Key") && request.RequestUri!.AbsolutePath.StartsWith("/v1", StringComparison.Ordinal))
            {
                request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
            }

            return base.SendAsync(request, cancellationToken);
        }
    }
}
