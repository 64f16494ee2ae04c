using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Registry.Fhir;

namespace Registry.IntegrationTests.Bulk;

/// <summary>A complete export as its client fetched it.</summary>
internal sealed record FetchedExport(string Status, JsonNode Manifest, IReadOnlyList<JsonNode> Resources)
{
    public string TransactionTime => (string)Manifest["transactionTime"]!;

    public IEnumerable<JsonNode> Of(string type) => Resources.Where(r => (string)r["resourceType"]! == type);

    /// <summary>"Observation/…" with its version.</summary>
    public Dictionary<string, int> Versions => Resources.ToDictionary(Reference, r => int.Parse((string)r["meta"]!["versionId"]!, System.Globalization.CultureInfo.InvariantCulture));

    public static string Reference(JsonNode resource) => $"{resource["resourceType"]}/{resource["id"]}";
}

/// <summary>The Bulk Data protocol as a client follows it.</summary>
internal static class BulkClient
{
    public static HttpRequestMessage Order(string path, string? prefer = "respond-async", string? accept = "application/fhir+json")
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (prefer is not null) request.Headers.Add("Prefer", prefer);
        if (accept is not null) request.Headers.Add("Accept", accept);
        return request;
    }

    /// <summary>Orders an export and gives the address to ask after it.</summary>
    public static async Task<string> Orders(this HttpClient client, string path)
    {
        using var answer = await client.SendAsync(Order(path));
        Assert.True(answer.StatusCode is HttpStatusCode.Accepted, $"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        return Local(answer.Content.Headers.ContentLocation!);
    }

    public static async Task<FetchedExport> Exports(this HttpClient client, string path) => await client.Fetches(await client.Orders(path));

    public static async Task<FetchedExport> Fetches(this HttpClient client, string status)
    {
        var manifest = await client.Awaits(status);
        var resources = new List<JsonNode>();
        foreach (var file in manifest["output"]!.AsArray())
        {
            var lines = await client.Lines(Local(new((string)file!["url"]!)));
            Assert.Equal((int)file["count"]!, lines.Count);
            Assert.All(lines, line => Assert.Equal((string)file["type"]!, (string)line["resourceType"]!));
            resources.AddRange(lines);
        }

        return new(status, manifest, resources);
    }

    public static async Task<JsonNode> Awaits(this HttpClient client, string status)
    {
        for (var begun = Stopwatch.StartNew(); begun.Elapsed < TimeSpan.FromSeconds(60);)
        {
            using var answer = await client.GetAsync(status);
            var text = await answer.Content.ReadAsStringAsync();
            if (answer.StatusCode is HttpStatusCode.OK) return JsonNode.Parse(text)!;
            Assert.True(answer.StatusCode is HttpStatusCode.Accepted, $"{(int)answer.StatusCode}: {text}");
            Assert.Equal("1", answer.Headers.GetValues("Retry-After").Single());
            Assert.NotEmpty(answer.Headers.GetValues("X-Progress").Single());
            await Task.Delay(20);
        }

        throw new TimeoutException("The export did not end.");
    }

    public static async Task<List<JsonNode>> Lines(this HttpClient client, string file)
    {
        using var answer = await client.GetAsync(file);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/fhir+ndjson", answer.Content.Headers.ContentType!.MediaType);
        await Transport.ContentDigestTests.Checks(answer);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        return [.. text[..^1].Split('\n').Select(Sound)];
    }

    /// <summary>Each line is one resource that the strict reader finds nothing wrong with.</summary>
    private static JsonNode Sound(string line)
    {
        using var read = FhirBody.Read(Encoding.UTF8.GetBytes(line));
        Assert.True(read.Resource is { IsSound: true }, string.Join("; ", read.Issues.Concat(read.Resource?.Issues.AsEnumerable() ?? []).Select(i => $"{i.Expression} {i.Text}")));
        return JsonNode.Parse(line)!;
    }

    /// <summary>The server gives its public address, behind which the test's own stands.</summary>
    public static string Local(Uri address)
    {
        Assert.Equal("registry.test", address.Host);
        return address.PathAndQuery;
    }
}
