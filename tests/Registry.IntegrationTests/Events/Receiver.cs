using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Registry.IntegrationTests.Events;

/// <summary>One event as it arrived.</summary>
internal sealed record Received(string Id, string Timestamp, string Signature, string Body, string Headers)
{
    public string Type => (string)JsonNode.Parse(Body)!["type"]!;

    public string? Resource => (string?)JsonNode.Parse(Body)!["data"]!["resource"];

    /// <summary>As a receiver checks it, by the text of the Standard Webhooks convention.</summary>
    public bool IsSignedWith(string secret)
    {
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        var expected = "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{Id}.{Timestamp}.{Body}")));
        return Signature.Split(' ').Contains(expected);
    }
}

/// <summary>A webhook receiver on the loopback that can be down, slow, or out of sorts.</summary>
internal sealed class Receiver(int port) : IAsyncDisposable
{
    private readonly ConcurrentQueue<Received> received = new();
    private WebApplication? app;

    public string Url => $"http://127.0.0.1:{port}/events";

    /// <summary>What it got and said yes to, in order.</summary>
    public IReadOnlyList<Received> Events => [.. received];

    public int Attempts { get; private set; }

    /// <summary>What it answers.</summary>
    public int Status { get; set; } = 204;

    /// <summary>How long it takes to answer.</summary>
    public TimeSpan Delay { get; set; }

    public static async Task<Receiver> Start()
    {
        var receiver = new Receiver(Crash.LoopbackIssuer.FreePort());
        await receiver.Up();
        return receiver;
    }

    public async Task Up()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.MapPost("/events", Take);
        await app.StartAsync();
    }

    public async Task Down()
    {
        await app!.DisposeAsync();
        app = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (app is not null) await Down();
    }

    private async Task Take(HttpContext http)
    {
        Attempts++;
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync();
        if (Delay > TimeSpan.Zero) await Task.Delay(Delay, http.RequestAborted);
        http.Response.StatusCode = Status;
        if (Status == (int)HttpStatusCode.Redirect) http.Response.Headers.Location = Url + "/elsewhere";
        var headers = http.Request.Headers;
        if (Status < 300)
            received.Enqueue(new(headers["webhook-id"]!, headers["webhook-timestamp"]!, headers["webhook-signature"]!, body, string.Join('\n', headers.Select(h => $"{h.Key}: {h.Value}"))));
    }
}
