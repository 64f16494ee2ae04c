using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Registry.IntegrationTests.Crash;

/// <summary>An answer that was read to its end: from here on the sender relies on it.</summary>
internal sealed record Acknowledged(Sending Sending, Guid Id, string RequestId, HttpStatusCode Status);

/// <summary>One write and how it is recognized when it comes again.</summary>
internal sealed record Sending(string Path, string Body, string MediaType, string? IdempotencyKey = null);

/// <summary>What becomes of the answer to the first try: a client that hangs up, or is itself stopped before it wrote the answer down, sends again.</summary>
internal enum Line
{
    Good,
    HangsUp,
    LosesTheAnswer,
}

/// <summary>Sends again whatever got no answer, for as long as it takes; anything but a success or an outage is a fault of the service.</summary>
internal sealed class PersistentClient(Uri address, string token, ConcurrentQueue<Acknowledged> acknowledged) : IDisposable
{
    private readonly HttpClient client = new()
    {
        BaseAddress = address,
        Timeout = TimeSpan.FromSeconds(20),
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
    };

    private int unanswered;

    /// <summary>How many requests got no answer.</summary>
    public int Unanswered => unanswered;

    public async Task Send(Sending sending, Line line, CancellationToken end)
    {
        if (line is Line.HangsUp) await Once(sending, TimeSpan.FromMilliseconds(3));
        if (line is Line.LosesTheAnswer) await Once(sending, client.Timeout);
        while (await Once(sending, client.Timeout) is var answer)
        {
            if (answer is not null)
            {
                acknowledged.Enqueue(answer);
                return;
            }

            Interlocked.Increment(ref unanswered);
            await Task.Delay(40, end);
        }
    }

    public void Dispose() => client.Dispose();

    private async Task<Acknowledged?> Once(Sending sending, TimeSpan patience)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, sending.Path)
        {
            Content = new StringContent(sending.Body, Encoding.UTF8, new MediaTypeHeaderValue(sending.MediaType)),
        };
        if (sending.IdempotencyKey is { } key) request.Headers.Add("Idempotency-Key", key);
        using var hangUp = new CancellationTokenSource(patience);
        try
        {
            using var response = await client.SendAsync(request, hangUp.Token);
            var body = await response.Content.ReadAsStringAsync(hangUp.Token);
            if (response.StatusCode is HttpStatusCode.ServiceUnavailable) return null;
            Assert.True(response.IsSuccessStatusCode, $"{sending.Path}: {(int)response.StatusCode} {body}");
            return new(sending, (Guid)JsonNode.Parse(body)!["id"]!, response.Headers.GetValues("X-Request-Id").Single(), response.StatusCode);
        }
        // The bare one is thrown when the other side is gone between the connecting and the first look at the connection.
        catch (Exception e) when (e is HttpRequestException or SocketException or OperationCanceledException)
        {
            return null;
        }
    }
}
