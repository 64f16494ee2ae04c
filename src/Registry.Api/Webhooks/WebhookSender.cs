using System.Globalization;
using System.Net.Http.Headers;
using NodaTime;
using Npgsql;
using Registry.Storage;

namespace Registry.Api;

/// <summary>Delivers what waits: at least once, and per webhook in the order in which it happened.</summary>
/// <remarks>Several instances may run: each leases a webhook before it sends. One that is killed loses its lease after a minute, and its event is sent again.</remarks>
internal sealed partial class WebhookSender(NpgsqlDataSource database, OutboundHttp outbound, WebhookSecrets secrets, IClock clock, ILogger<WebhookSender> log)
{
    private const int MostAtOnce = 50;
    private static readonly Duration Lease = Duration.FromMinutes(1);
    private static readonly Duration Keep = Duration.FromDays(30);

    /// <summary>Takes the next webhook that has something to send, and sends it.</summary>
    /// <returns>False when nothing was due.</returns>
    public async Task<bool> SendNext(CancellationToken ct)
    {
        if (!secrets.AreConfigured) return false;
        var begun = clock.GetCurrentInstant();
        if (await Deliveries.Lease(database, begun, Lease, ct) is not { } webhook) return false;
        try
        {
            foreach (var delivery in await Deliveries.Waiting(database, webhook, MostAtOnce, begun, ct))
            {
                // The last one begun must end within the lease, however slow the receiver.
                if (clock.GetCurrentInstant() - begun > Lease / 2 || !await Send(webhook, delivery, ct)) break;
            }
        }
        finally
        {
            await Deliveries.Release(database, webhook, clock.GetCurrentInstant() - Keep);
        }

        return true;
    }

    /// <returns>Whether the next one may follow.</returns>
    private async Task<bool> Send(LeasedWebhook webhook, WaitingDelivery delivery, CancellationToken ct)
    {
        var (outcome, status) = await Post(webhook, delivery, ct);
        ct.ThrowIfCancellationRequested();
        var now = clock.GetCurrentInstant();
        Tried(log, webhook.Id.Value, delivery.EventId, outcome, status);
        if (outcome is DeliveryOutcome.Delivered) return await Deliveries.Delivered(database, webhook, delivery.Id, status!.Value, now, CancellationToken.None);

        // Gone: the receiver asks not to be told any more.
        var next = status == StatusCodes.Status410Gone ? new(webhook.FailingSince ?? now, null) : Backoff.After(webhook.Failures, webhook.FailingSince, now, Random.Shared.NextDouble());
        await Deliveries.Failed(database, webhook, delivery.Id, outcome, status, next, now, CancellationToken.None);
        return false;
    }

    private async Task<(DeliveryOutcome Outcome, int? Status)> Post(LeasedWebhook webhook, WaitingDelivery delivery, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var (id, timestamp, body) = (delivery.EventId.ToString("D"), now.ToUnixTimeSeconds(), WebhookBody.Of(webhook.OrganizationId, delivery));
        using var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", secrets.Sign(webhook, id, timestamp, body, now));
        try
        {
            // What the receiver has to say is not read.
            using var answer = await outbound.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            return (answer.IsSuccessStatusCode ? DeliveryOutcome.Delivered : DeliveryOutcome.Refused, (int)answer.StatusCode);
        }
        catch (OperationCanceledException)
        {
            return (DeliveryOutcome.TimedOut, null);
        }
        catch (HttpRequestException e)
        {
            return (e.InnerException is AddressNotAllowedException ? DeliveryOutcome.AddressNotAllowed : DeliveryOutcome.Unreachable, null);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Webhook {Webhook}, event {Event}: {Outcome}, status {Status}")]
    private static partial void Tried(ILogger logger, Guid webhook, Guid @event, DeliveryOutcome outcome, int? status);
}
