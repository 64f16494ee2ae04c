using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using NodaTime;
using Registry.Sandbox;

namespace Registry.Benchmarks;

/// <summary>A whole export over HTTP: how long until the manifest stands, how fast it is fetched, and what memory the service needs for it.</summary>
internal static class BulkBenchmark
{
    public static async Task Run(BenchmarkOptions options, IClock clock)
    {
        await using var database = await BenchmarkDatabase.Open(options, clock);
        await using var registry = await RegistryServer.Start(database, clock);
        using var ehr = new HttpClient { BaseAddress = new($"http://127.0.0.1:{registry.Process.Port}") };
        ehr.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", registry.Issuer.TokenFor(Personas.EhrIntegration));
        ehr.DefaultRequestHeaders.Accept.ParseAdd("application/fhir+json");

        for (var round = 0; round < options.Rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            using var manifest = await Manifest(ehr);
            var (made, resources, bytes) = (watch.Elapsed, 0L, 0L);
            watch.Restart();
            foreach (var file in manifest.RootElement.GetProperty("output").EnumerateArray())
            {
                resources += file.GetProperty("count").GetInt64();
                await using var body = await ehr.GetStreamAsync(new Uri(file.GetProperty("url").GetString()!));
                bytes += await Length(body);
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{resources} resources, {bytes / 1048576.0:0.0} MiB: made at {resources / made.TotalSeconds:0} a second, fetched at {bytes / 1048576.0 / watch.Elapsed.TotalSeconds:0} MiB/s; at most {registry.Process.PeakMemory / 1048576} MiB of memory"));
        }
    }

    private static async Task<JsonDocument> Manifest(HttpClient ehr)
    {
        using var order = new HttpRequestMessage(HttpMethod.Get, "/fhir/$export") { Headers = { { "Prefer", "respond-async" } } };
        using var taken = await ehr.SendAsync(order);
        taken.EnsureSuccessStatusCode();
        while (true)
        {
            using var answer = await ehr.GetAsync(taken.Content.Headers.ContentLocation);
            answer.EnsureSuccessStatusCode();
            if (answer.StatusCode is HttpStatusCode.OK) return await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync());
            await Task.Delay(20);
        }
    }

    private static async Task<long> Length(Stream body)
    {
        var (buffer, length) = (new byte[64 * 1024], 0L);
        for (int read; (read = await body.ReadAsync(buffer)) > 0;) length += read;
        return length;
    }
}
