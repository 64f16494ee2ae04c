using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Registry.Sandbox;

namespace Registry.IntegrationTests.Canary;

/// <summary>Everybody who may, at every route there is, with the canary's data in every body; and what the answers gave away.</summary>
internal sealed class CanaryRound(RegistryApp app, WebApplication served, CanaryMarks marks) : IDisposable
{
    private readonly IReadOnlyList<CanaryRoute> routes = CanaryRoute.All(served.Services);
    private readonly Dictionary<Persona, string> cookies = Personas.All.ToDictionary(p => p, p => app.CookieOf(p, served));
    private readonly Dictionary<Persona, string> tokens = Personas.All.ToDictionary(p => p, p => app.Issuer.TokenFor(p, app.Clock.Now));
    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = RegistryApp.AddressOf(served) };
    private readonly ConcurrentQueue<string> leaks = new();
    private readonly Dictionary<string, string> ids = new()
    {
        ["caseloads"] = $"{app.Home.CareManager}", ["clinics"] = $"{app.Home.North}",
        ["careManagerId"] = $"{app.Home.CareManager}", ["clinicId"] = $"{app.Home.North}", ["consultantId"] = $"{app.Home.Consultant}", ["psychiatricConsultantId"] = $"{app.Home.Consultant}",
    };

    /// <summary>What headers and error bodies repeated.</summary>
    public IReadOnlyList<string> Leaks => [.. leaks.Distinct().Take(20)];

    /// <summary>The best that each route answered: 0 where it was not reached; and what it said if it refused.</summary>
    public Dictionary<CanaryRoute, (int Status, string Refusal)> Answers { get; } = CanaryRoute.All(served.Services).ToDictionary(r => r, _ => (0, ""));

    /// <summary>Answers that showed the canary to whoever may see it.</summary>
    public int Shown { get; private set; }

    /// <summary>Each route once, as well as it can be done.</summary>
    public async Task Visit(Func<CanaryRoute, bool>? which = null)
    {
        foreach (var route in routes.Where(which ?? (_ => true)))
        {
            var body = route.Body(marks, ids);
            var before = body?.Json is { } json ? marks.Mark(json, OpenApiSchemas.OfRequest(route.Operation)) : [];
            var version = 1;
            for (var attempt = 0; attempt < 8; attempt++)
            {
                var (status, text) = await Send(route, route.Path(ids), body?.Type, body?.Json?.ToJsonString() ?? body?.Text, version: version);
                if (status < 300) Keep(route, text);
                // What must be of some form gets it back, until the rest is taken; and what was changed meanwhile is changed anew.
                if (status == 412) version++;
                else if (status is not (400 or 422) || !TakeBack(body?.Json, text, before)) break;
            }
        }
    }

    /// <summary>Bodies, addresses and headers that are broken around the canary's data.</summary>
    public async Task Break()
    {
        foreach (var route in routes)
        {
            var word = marks.For("word");
            if (!route.Writes)
            {
                await Send(route, $"{route.PathWith(word)}?{word}={word}&cursor={word}&sort={word}&asOf={word}&limit={word}&patient={word}&identifier=urn:mrn|{word}&name={word}&_page={word}&birthdate={CanaryMarks.BirthDate}");
                await Send(route, route.Path(ids), headers: word);
                continue;
            }

            var (type, text, json) = route.Body(marks, ids)!.Value;
            if (json is not null) marks.Mark(json, OpenApiSchemas.OfRequest(route.Operation));
            var sound = json?.ToJsonString() ?? text;
            var path = route.Path(ids);
            await Send(route, route.PathWith(word), type, sound);
            await Send(route, path, type, sound, word);
            await Send(route, path, $"application/{word}", sound);
            foreach (var broken in (string[])
            [
                sound.Length > 5 ? sound[..^5] : sound, $"{{\"{word}\":\"{word}\"}}", $"\"{word}\"", $"{{\"{word}\"", word, $"[{sound}]",
                sound.Replace(":\"", $":\"{word}\\u0000", StringComparison.Ordinal), sound.Replace(":\"", $":\"{word}\ufffe\\ud800", StringComparison.Ordinal),
                sound.Length > 2 ? $"{sound[..^1]},\"{word}\":\"{word}\",\"{word}\":1}}" : sound,
                $"{{\"familyName\":\"{string.Concat(Enumerable.Repeat(word, 300 * 1024 / word.Length))}\"}}",
            ]) await Send(route, path, type, broken);
            await Send(route, path, type, null, raw: [.. Encoding.UTF8.GetBytes(sound), 0xFF, 0xC0, .. Encoding.UTF8.GetBytes(word)]);
        }
    }

    /// <summary>Writes whose sender goes away while they are under way.</summary>
    public async Task GiveUp(TimeSpan patience)
    {
        foreach (var route in routes.Where(r => r.Writes && r.Caller is not null))
        {
            using var impatience = new CancellationTokenSource(patience);
            try
            {
                var body = route.Body(marks, ids)!.Value;
                if (body.Json is not null) marks.Mark(body.Json, OpenApiSchemas.OfRequest(route.Operation));
                await Send(route, route.Path(ids), body.Type, body.Json?.ToJsonString() ?? body.Text, ct: impatience.Token);
            }
            catch (OperationCanceledException)
            {
                // As intended.
            }
        }
    }

    public void Dispose() => client.Dispose();

    private async Task<(int Status, string Text)> Send(
        CanaryRoute route, string path, string? type = null, string? text = null, string? headers = null, byte[]? raw = null, int version = 1, CancellationToken ct = default)
    {
        using var request = new HttpRequestMessage(new(route.Method), path);
        if (type is not null)
        {
            request.Content = new ByteArrayContent(raw ?? Encoding.UTF8.GetBytes(text ?? ""));
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        }

        if (route.Caller is { } caller) request.Headers.Authorization = new("Bearer", tokens[caller]);
        if (headers is null && route.Caller is { } reader && route.Pattern.StartsWith("/app", StringComparison.Ordinal)) request.Headers.Add("Cookie", cookies[reader]);
        if (headers is null) request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        if (route.Pattern.Contains('{', StringComparison.Ordinal)) request.Headers.TryAddWithoutValidation("If-Match", route.Pattern.StartsWith("/fhir", StringComparison.Ordinal) ? $"W/\"{version}\"" : $"\"{version}\"");
        if (route.Pattern.Contains("$export", StringComparison.Ordinal))
        {
            request.Headers.TryAddWithoutValidation("Prefer", "respond-async");
            request.Headers.TryAddWithoutValidation("Accept", "application/fhir+json");
        }

        foreach (var name in headers is null ? [] : (string[])["If-None-Match", "If-None-Exist", "Prefer", "Accept", "Idempotency-Key", "Origin", "User-Agent", "X-Provenance", "Cookie"])
        {
            request.Headers.TryAddWithoutValidation(name, headers);
        }

        using var answer = await Answer(request, ct);
        if (answer is null) return (0, "");
        var body = await answer.Content.ReadAsStringAsync(ct);
        var status = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers))
        {
            if (values.Any(CanaryMarks.IsIn)) leaks.Enqueue($"header {name} of {route.Method} {route.Pattern}: {status}");
        }

        if (status >= 400 && CanaryMarks.IsIn(body)) leaks.Enqueue($"error body of {route.Method} {route.Pattern}: {status} {body}");
        if (status < 300 && CanaryMarks.IsIn(body)) Shown++;
        if (Answers[route].Status is 0 or >= 300) Answers[route] = (status, status < 300 ? "" : body);
        return (status, body);
    }

    /// <summary>Null when the server refused the request and hung up while its body was still being sent.</summary>
    private async Task<HttpResponseMessage?> Answer(HttpRequestMessage request, CancellationToken ct)
    {
        try
        {
            return await client.SendAsync(request, ct);
        }
        catch (HttpRequestException) when (request.Content is not null)
        {
            return null;
        }
    }

    private void Keep(CanaryRoute route, string text)
    {
        if (!text.StartsWith('{') || JsonNode.Parse(text) is not JsonObject made || (string?)(made["id"] as JsonValue)?.ToString() is not { } id) return;
        if (route.Method == "POST" && !route.Pattern.Contains("{id}", StringComparison.Ordinal)) ids.TryAdd(route.Collection, id);
        if (route.Pattern.EndsWith("/episodes", StringComparison.Ordinal)) ids.TryAdd("episodeId", id);
    }

    private static bool TakeBack(JsonNode? body, string answer, Dictionary<string, string> before)
    {
        if (body is null || !answer.StartsWith('{') || JsonNode.Parse(answer)!["errors"] is not JsonArray errors) return false;
        var named = errors.Select(e => (string)e!["pointer"]!).ToList();
        var places = before.Keys.Where(place => named.Exists(name => place.StartsWith(name, StringComparison.Ordinal))).ToList();
        foreach (var place in places)
        {
            var path = place[2..].Split('/');
            var holder = path[..^1].Aggregate(body, (node, part) => node is JsonArray list ? list[int.Parse(part)]! : node[part]!);
            if (holder is JsonArray items) items[int.Parse(path[^1])] = before[place];
            else holder[path[^1]] = before[place];
            before.Remove(place);
        }

        return places.Count > 0;
    }
}
