using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using NodaTime;
using Registry.Fuzzing;
using Registry.Sandbox;

namespace Registry.Benchmarks;

/// <summary>Broken requests to a registry of its own, over several connections at once.</summary>
internal static class HttpFuzz
{
    private const int Patients = 200;

    /// <returns>How many findings.</returns>
    public static async Task<int> Run(BenchmarkOptions options, IClock clock)
    {
        await using var database = await BenchmarkDatabase.Open(options with { Patients = Patients }, clock, withFloor: false);
        await using var registry = await RegistryServer.Start(database, clock);
        var patients = await database.Ask<string[]>("select array_agg(id::text) from (select id from patient order by id limit 20) p");
        using var client = new HttpClient { BaseAddress = new($"http://127.0.0.1:{registry.Process.Port}"), Timeout = TimeSpan.FromSeconds(60) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", registry.Issuer.TokenFor(Personas.EhrIntegration));

        var (count, connections, watch) = (options.Count ?? 100_000, options.Connections[^1], Stopwatch.StartNew());
        var (findings, statuses) = (new ConcurrentQueue<string>(), new ConcurrentDictionary<int, int>());
        await Task.WhenAll(Enumerable.Range(0, connections).Select(i => Task.Run(async () =>
        {
            var requests = new FuzzRequests(options.Seed * 100 + i, patients);
            for (var round = i; round < count; round += connections) await Send(client, requests.Next(), findings, statuses);
        })));

        foreach (var finding in findings.Take(20)) Console.WriteLine(finding + "\n");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Fuzz over HTTP: {count} requests (seed {options.Seed}), {connections} connections, {watch.Elapsed.TotalSeconds:0} s, {findings.Count} findings, the server at most {registry.Process.PeakMemory / (1 << 20)} MiB in memory"));
        Console.WriteLine(string.Join(", ", statuses.OrderBy(s => s.Key).Select(s => $"{s.Key}: {s.Value}")));
        return findings.Count;
    }

    private static async Task Send(HttpClient client, FuzzRequest request, ConcurrentQueue<string> findings, ConcurrentDictionary<int, int> statuses)
    {
        try
        {
            using var message = request.ToMessage();
            using var answer = await client.SendAsync(message);
            var text = await answer.Content.ReadAsStringAsync();
            statuses.AddOrUpdate((int)answer.StatusCode, 1, (_, n) => n + 1);
            if (FuzzAnswers.Fault(request, (int)answer.StatusCode, text) is { } fault) findings.Enqueue($"{fault}: {(int)answer.StatusCode} {Start(text)}\n{request}");
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or System.Text.Json.JsonException)
        {
            findings.Enqueue($"{e.GetType().Name}: {e.InnerException?.Message ?? e.Message} {request.Body?.Length} bytes\n{request}");
        }
    }

    private static string Start(string text) => text[..Math.Min(text.Length, 2000)];
}
