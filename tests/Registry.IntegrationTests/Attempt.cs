using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Registry.IntegrationTests;

/// <summary>What a request came to, whatever it came to.</summary>
internal sealed record Attempt(HttpStatusCode Status, JsonNode? Body, string? ETag, bool Replayed, string? Location)
{
    public bool Succeeded => (int)Status < 300;

    public string Id => (string)Body!["id"]!;

    public int Version => (int)Body!["version"]!;

    public override string ToString() => $"{(int)Status} {Body?.ToJsonString()}";
}

internal static class Attempts
{
    public static async Task<Attempt> Tries(
        this HttpClient client, HttpMethod method, string path, object? body = null, string? ifMatch = null, string? key = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = body is HttpContent content ? content : JsonContent.Create(body);
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new(response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text), response.Headers.ETag?.ToString(),
            response.Headers.Contains("Idempotency-Replayed"), response.Headers.Location?.ToString());
    }

    /// <summary>So many requests at once, each told which of them it is.</summary>
    public static Task<T[]> AtOnce<T>(int count, Func<int, Task<T>> one) => Task.WhenAll(Enumerable.Range(0, count).Select(i => Task.Run(() => one(i))));
}

/// <summary>What an OperationOutcome says first.</summary>
internal static class Outcomes
{
    public static string Issue(this Attempt attempt) => (string)attempt.Body!["issue"]![0]!["code"]!;

    public static string Expression(this Attempt attempt) => (string?)attempt.Body!["issue"]![0]!["expression"]?[0] ?? "";
}
