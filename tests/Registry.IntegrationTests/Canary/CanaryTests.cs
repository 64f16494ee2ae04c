using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using NodaTime;
using Registry.Api;
using Registry.IntegrationTests.Events;
using Xunit.Abstractions;

namespace Registry.IntegrationTests.Canary;

/// <summary>A patient of whom every field is a word that stands nowhere else, taken through every route and every failure: the word is in no log, trace, metric, header or error.</summary>
public sealed class CanaryTests(CanaryApp fixture, ITestOutputHelper output) : IClassFixture<CanaryApp>
{
    private readonly RegistryApp app = fixture.App;

    [Fact]
    public async Task Whatever_is_asked_and_whatever_fails_nothing_of_the_patient_is_anywhere_but_in_answers()
    {
        using var watch = new CanaryWatch();
        await using var served = await app.Serve(services => Watched(services, watch), "Production");
        watch.Own = RegistryApp.AddressOf(served);
        using var round = new CanaryRound(app, served, new("canary"));

        await round.Visit();
        var refused = round.Answers.Where(a => a.Value.Status is 0 or >= 300 && !a.Key.IsNowhere).Select(a => $"{a.Key.Method} {a.Key.Pattern} as {a.Key.Caller?.Name}: {a.Value}").ToList();
        var (whole, shown) = (round.Answers.Count - refused.Count, round.Shown);
        await round.Break();
        foreach (var fault in Faults.All)
        {
            await using (await Faults.Cause(app, fault)) await round.Visit(route => route.Caller is not null && (route.Writes || fault.HitsReads));
        }

        await using (await Faults.Cause(app, Faults.Slow)) await round.GiveUp(TimeSpan.FromMilliseconds(60));
        await app.SendsEvents();
        watch.Settle();

        output.WriteLine($"{round.Answers.Count} routes, {whole} of them answered in full, {shown} answers showed the patient, {watch.Lines} lines watched;\n{string.Join('\n', refused)}");
        Assert.True(round.Leaks.Count == 0, string.Join('\n', round.Leaks));
        Assert.True(watch.Leaks().Count == 0, string.Join('\n', watch.Leaks()));
        Assert.DoesNotContain(round.Answers, a => a.Value.Status == 0);
        Assert.True(whole >= round.Answers.Count * 2 / 3, string.Join('\n', refused));
        Assert.True(shown > 40, $"{shown}");
    }

    [Fact]
    public async Task A_leak_of_each_kind_would_be_noticed()
    {
        using var watch = new CanaryWatch();
        var leak = new Leak();
        await using var served = await app.Serve(services =>
        {
            Watched(services, watch);
            services.AddSingleton<IStartupFilter>(leak);
        });
        watch.Own = RegistryApp.AddressOf(served);
        foreach (var kind in (string[])["log", "scope", "exception", "trace", "metric", "header", "body"])
        {
            leak.Kind = kind;
            using var round = new CanaryRound(app, served, new("planted" + kind));
            await round.Visit(route => route.Operation is "CreatePatient");
            watch.Settle();
            // The marks of a kind say so, whatever the kinds before it still have to say.
            Assert.True(watch.Leaks("planted" + kind).Concat(round.Leaks).Any(), kind);
        }
    }

    private static void Watched(IServiceCollection services, CanaryWatch watch)
    {
        services.RemoveAll<ILoggerProvider>();
        services.AddSingleton<ILoggerProvider>(watch);
        services.Configure<LoggerFilterOptions>(options => options.MinLevel = LogLevel.Trace);
    }

    /// <summary>What somebody might add with the best of intentions.</summary>
    private sealed class Leak : IStartupFilter
    {
        public string Kind { get; set; } = "";

        private static readonly Meter Meter = new("Registry.Planted");
        private static readonly Counter<int> Patients = Meter.CreateCounter<int>("patients");

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (http, rest) =>
            {
                http.Request.EnableBuffering();
                using var reader = new StreamReader(http.Request.Body, Encoding.UTF8, leaveOpen: true);
                var body = await reader.ReadToEndAsync();
                http.Request.Body.Position = 0;
                await Plant(http, body, rest);
            });
            next(app);
        };

#pragma warning disable RS0030, CA1848, CA1873, CA2254 // That this is forbidden elsewhere is the point.
        private async Task Plant(HttpContext http, string body, RequestDelegate rest)
        {
            var log = http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Registry.Planted");
            using var scope = Kind == "scope" ? log.BeginScope(new Dictionary<string, object> { ["body"] = body }) : null;
            if (Kind == "log") log.LogTrace(body);
            if (Kind == "scope") log.LogTrace("a request");
            if (Kind == "exception") log.LogTrace(new InvalidOperationException(body), "failed");
            if (Kind == "trace") Activity.Current?.SetTag("body", body);
            if (Kind == "metric") Patients.Add(1, new KeyValuePair<string, object?>("name", body));
            if (Kind == "header") http.Response.Headers["X-Seen"] = body[..Math.Min(body.Length, 200)].ReplaceLineEndings("");
            if (Kind == "body")
            {
                http.Response.StatusCode = 400;
                await http.Response.WriteAsync(body);
                return;
            }

            await rest(http);
        }
#pragma warning restore RS0030, CA1848, CA1873, CA2254
    }
}

/// <summary>A registry at a time for which the documentation's examples are made, with a webhook whose receiver is down.</summary>
public sealed class CanaryApp : IAsyncLifetime
{
    internal RegistryApp App { get; } = new();

    public async Task InitializeAsync()
    {
        App.Clock.Now = Instant.FromUtc(2026, 11, 20, 15, 0);
        await App.InitializeAsync();
        using var administrator = App.As("administrator");
        await administrator.Posts("/v1/webhooks", new { url = "http://127.0.0.1:9/down", kinds = new[] { "score-stored", "flag-raised" } });
    }

    public Task DisposeAsync() => App.DisposeAsync();
}
