using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;
using Xunit.Abstractions;

namespace Registry.IntegrationTests.Bulk;

/// <summary>Exports are taken while eight writers add, correct and withdraw scores: a chain of them is the registry, without a gap and without a thing told too early.</summary>
public sealed class ExportUnderWritersTests(RegistryApp app, ITestOutputHelper output) : IClassFixture<RegistryApp>
{
    private const int Writers = 8;
    private const int Links = 6;

    private readonly ConcurrentQueue<(string Resource, int Version, Instant Recorded)> acknowledged = new();

    [Fact]
    public async Task A_chain_of_exports_misses_nothing_that_was_recorded_before_its_end_and_tells_nothing_after_it()
    {
        app.Clock.Run();
        using var ehr = app.As("ehr-integration");
        var patients = new List<string>();
        using (var careManager = app.As("care-manager"))
        {
            for (var i = 0; i < Writers; i++) patients.Add(await careManager.KnowsPatient(app));
        }

        using var stop = new CancellationTokenSource();
        var writers = patients.Select((patient, i) => Write(patient, i, ehr, stop.Token)).ToList();
        var union = new Dictionary<string, int>();
        var since = "";
        for (var link = 0; link < Links; link++)
        {
            await Task.Delay(300, CancellationToken.None);
            since = Add(await ehr.Exports("/fhir/$export" + since), union);
        }

        await stop.CancelAsync();
        await Task.WhenAll(writers);
        await Task.Delay(1500, CancellationToken.None);
        since = Add(await ehr.Exports("/fhir/$export" + since), union);
        Assert.Empty((await ehr.Exports("/fhir/$export" + since)).Resources);

        var whole = await ehr.Exports("/fhir/$export");
        Assert.Equal(whole.Versions.OrderBy(v => v.Key), union.OrderBy(v => v.Key));
        output.WriteLine($"{acknowledged.Count} acknowledged changes of {union.Count} resources in {Links + 1} exports");
        Assert.True(acknowledged.Count > 200, $"Only {acknowledged.Count} changes: the exports ran beside nothing.");
    }

    private string Add(FetchedExport export, Dictionary<string, int> union)
    {
        foreach (var (resource, version) in export.Versions) union[resource] = version;
        var until = InstantPattern.ExtendedIso.Parse(export.TransactionTime).Value;
        // What the writers were told, not what the database says now.
        var stood = acknowledged.ToArray().Where(a => a.Recorded < until).GroupBy(a => a.Resource).ToDictionary(a => a.Key, a => a.Max(x => x.Version));
        Assert.Equal(stood.OrderBy(v => v.Key), union.Where(u => stood.ContainsKey(u.Key)).OrderBy(v => v.Key));
        Assert.All(export.Resources, r => Assert.True(InstantPattern.ExtendedIso.Parse((string)r["meta"]!["lastUpdated"]!).Value < until));
        return $"?_since={export.TransactionTime}";
    }

    private async Task Write(string patient, int writer, HttpClient ehr, CancellationToken stop)
    {
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var name = $"{writer}-{i}";
            await Send(Intents.Observation(patient, "phq-9", "2025-06-02", i % 27, identifier: name), ehr);
            if (i % 2 == 0) await Send(Intents.Observation(patient, "phq-9", "2025-06-02", (i + 1) % 27, "corrected", name), ehr);
            if (i % 4 == 0) await Send(Intents.Observation(patient, "phq-9", "2025-06-02", (i + 1) % 27, "entered-in-error", name), ehr);
        }
    }

    private async Task Send(JsonObject observation, HttpClient ehr)
    {
        using var answer = await ehr.PostAsync("/fhir/Observation", Fhir.Body(observation));
        if (answer.StatusCode is HttpStatusCode.ServiceUnavailable) return;
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode}: {text}");
        var stored = JsonNode.Parse(text)!;
        acknowledged.Enqueue((FetchedExport.Reference(stored), int.Parse((string)stored["meta"]!["versionId"]!, System.Globalization.CultureInfo.InvariantCulture),
            InstantPattern.ExtendedIso.Parse((string)stored["meta"]!["lastUpdated"]!).Value));
    }
}
