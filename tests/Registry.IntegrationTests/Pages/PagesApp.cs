using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using NodaTime;
using Npgsql;
using Registry.Clinical;
using Registry.IntegrationTests.Crash;
using Registry.Sandbox;
using Registry.Storage;

namespace Registry.IntegrationTests;

/// <summary>The sandbox as a newcomer has it: pages, picker and API, over a full caseload of one care manager and the published one.</summary>
public sealed class PagesApp : IAsyncLifetime
{
    /// <summary>Enough for about 120 active patients on one caseload.</summary>
    private const int Patients = 480;
    private const ulong Seed = 7;

    private readonly string folder = Directory.CreateTempSubdirectory("registry-pages-").FullName;
    private readonly List<WebApplication> apps = [];
    private TestDatabase database = null!;
    private Chromium? browser;

    internal Uri Site { get; private set; } = null!;

    /// <summary>On whose caseload the patients are; the persona of the same name.</summary>
    internal static Id<StaffMember> CareManager { get; } = SyntheticTeam.Smallest.Staff.Single(s => s.Persona == Personas.CareManager).Id;

    internal static string Caseload => $"/app/caseloads/{CareManager}";
    internal static string Clinic => $"/app/clinics/{SyntheticTeam.Smallest.Staff.Single(s => s.Persona == Personas.CareManager).ClinicId}";
    internal static string Review => $"{Caseload}/review";
    internal static string Figure3 => $"/app/caseloads/{Figure3Caseload.CareManager.Id}?asOf=2023-01-24";

    public async Task InitializeAsync()
    {
        database = await PostgresServer.Registry();
        var today = LoopbackIssuer.WallClock.GetCurrentInstant().InZone(TeamMaker.LastToBegin).Date;
        var team = SyntheticTeam.For(Patients, Seed);
        var alone = team with { Staff = [.. team.Staff.Where(s => s.Role is not StaffRole.CareManager || s.Id == CareManager)] };
        await ProgramLoader.Load(database.OwnerConnectionString, new(today, team, Figure3Caseload.Patients().Concat(SyntheticCohort.Of(alone, today, Patients, Seed))), RootKey.FromFile(RootKeyFile.In(folder)));
        Site = await Start();
    }

    public async Task DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        foreach (var app in apps) await app.DisposeAsync();
        await database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>One more of it beside the first, at an address of its own.</summary>
    /// <param name="idleMinutes">How long a session lasts without a click; the usual time when null.</param>
    internal async Task<Uri> Start(string? idleMinutes = null)
    {
        var options = new SandboxOptions { Url = new($"http://127.0.0.1:{LoopbackIssuer.FreePort()}"), Data = folder, Tokens = Path.Combine(folder, "tokens"), IdleMinutes = idleMinutes };
        var issuer = DevIssuer.Open(options.Host, options.Data, LoopbackIssuer.WallClock);
        await PersonaAccess.Grant(database.OwnerConnectionString, issuer.Url);
        issuer.WriteTokens(options.Tokens);
        var opened = await SandboxDatabase.Open(options,
            name => name.EndsWith("Owner", StringComparison.Ordinal) ? database.OwnerConnectionString : database.ConnectionString(SandboxDatabase.ServiceRole), CancellationToken.None);
        var app = SandboxApp.Build(options, opened, issuer, LoopbackIssuer.WallClock);
        apps.Add(app);
        await app.StartAsync();
        return new(options.Host);
    }

    internal async Task<BrowserPage> NewPage(int width = 1280, Uri? site = null)
    {
        browser ??= await Chromium.Start();
        return await browser.NewPage(site ?? Site, width);
    }

    /// <summary>Somebody's browser after signing in, without a window: cookies and redirects, no scripts.</summary>
    internal async Task<HttpClient> SignedIn(string persona, CookieContainer? cookies = null)
    {
        var client = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies ?? new() }) { BaseAddress = Site };
        using var picker = await client.GetAsync("/app");
        using var choice = new FormUrlEncodedContent([new("persona", persona)]);
        using var home = await client.PostAsync(picker.RequestMessage!.RequestUri, choice);
        Assert.Equal("/app", home.RequestMessage!.RequestUri!.AbsolutePath);
        return client;
    }

    /// <summary>A client of the API, with a token.</summary>
    internal HttpClient Api(string persona)
    {
        var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = Site };
        client.DefaultRequestHeaders.Authorization = new("Bearer", File.ReadAllText(Path.Combine(folder, "tokens", persona + ".jwt")));
        return client;
    }

    /// <summary>The rows of the audit trail that a condition keeps, newest first.</summary>
    internal async Task<List<(string Route, short Status, int Patients)>> Audited(string condition)
    {
        await using var connection = new NpgsqlConnection(database.OwnerConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"select route, status, cardinality(patient_ids) from audit_entry where {condition} order by at desc", connection);
        await using var rows = await command.ExecuteReaderAsync();
        var found = new List<(string, short, int)>();
        while (await rows.ReadAsync()) found.Add((rows.GetString(0), rows.GetInt16(1), rows.GetInt32(2)));
        return found;
    }

    /// <summary>The fields of the first form on a page that goes to an address beginning so.</summary>
    internal static (string Action, Dictionary<string, string> Fields) Form(string html, string action)
    {
        var form = Regex.Match(html, $"<form[^>]*action=\"({Regex.Escape(action)}[^\"]*)\".*?</form>", RegexOptions.Singleline);
        Assert.True(form.Success, html);
        var fields = Regex.Matches(form.Value, "<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"").ToDictionary(m => m.Groups[1].Value, m => WebUtility.HtmlDecode(m.Groups[2].Value));
        return (form.Groups[1].Value, fields);
    }
}

/// <summary>The tests of the pages share one sandbox and one browser.</summary>
[CollectionDefinition(Name)]
public sealed class SharedPages : ICollectionFixture<PagesApp>
{
    public const string Name = "pages";
}
