using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

internal static class WebhookEndpoints
{
    private static readonly Refusal NotConfigured = new("webhooks-not-configured", RefusalKind.State, "The registry has no Webhooks:SigningKey; its operator must configure one first.");

    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        var webhooks = routes.MapGroup("/v1/webhooks").WithTags("Webhooks");
        webhooks.MapPost("", Create).WithName("CreateWebhook").Requires(Permissions.WriteWebhook);
        webhooks.MapGet("", List).WithName("ListWebhooks").Requires(Permissions.ReadWebhook);
        webhooks.MapGet("/{webhookId}", Read).WithName("ReadWebhook").Requires(Permissions.ReadWebhook);
        webhooks.MapPost("/{webhookId}/pause", Pause).WithName("PauseWebhook").Requires(Permissions.WriteWebhook);
        webhooks.MapPost("/{webhookId}/resumption", Resume).WithName("ResumeWebhook").Requires(Permissions.WriteWebhook);
        webhooks.MapPost("/{webhookId}/end", End).WithName("EndWebhook").Requires(Permissions.WriteWebhook);
        webhooks.MapPost("/{webhookId}/secret", RotateSecret).WithName("RotateWebhookSecret").Requires(Permissions.WriteWebhook);
        webhooks.MapGet("/{webhookId}/deliveries", ListDeliveries).WithName("ListWebhookDeliveries").Requires(Permissions.ReadWebhook);
        webhooks.MapPost("/{webhookId}/deliveries/{deliveryId}/redelivery", Redeliver).WithName("RedeliverWebhookEvent").Requires(Permissions.WriteWebhook);
    }

    /// <summary>Names a receiver of events. The answer is the only one that shows the secret; a ping is sent at once.</summary>
    internal static async Task<Results<Recorded<WebhookResponse>, Refused>> Create(
        CreateWebhookRequest request, Access access, RegistryDbContext db, WebhookSecrets secrets, OutboundHttp outbound, Idempotency idempotency, CancellationToken ct)
    {
        if (!secrets.AreConfigured) return new Refused(NotConfigured);
        var (first, refusal) = await idempotency.Find(ct);
        if (refusal is not null) return new Refused(refusal);
        if (first is { } id && await Find(new(id), access, db, ct) is { } existing) return Answer(existing, secrets, replayed: true);

        var checks = request.Check(access, outbound);
        if (checks.Failed) return checks.Refused;

        var isForAll = await db.Clinics.CountAsync(c => c.OrganizationId == access.OrganizationId, ct) == access.Clinics.Length;
        var webhook = request.ToWebhook(access, isForAll ? [] : access.Clinics);
        if (webhook.Kinds.Contains(Kebab.Of(EventKind.FlagRaised))) await ForgetOldFlagDays(access, db, ct);
        db.Webhooks.Add(webhook);
        db.WebhookDeliveries.Add(new()
        {
            OrganizationId = webhook.OrganizationId,
            Id = Id<WebhookDelivery>.New(),
            WebhookId = webhook.Id,
            EventId = Guid.CreateVersion7(),
            Kind = EventKind.Ping,
            OccurredAt = access.Now,
        });
        await idempotency.Keep(webhook.Id.Value, ct);
        await db.SaveChangesAsync(ct);
        return Answer(webhook, secrets, replayed: false);
    }

    /// <summary>Every webhook of the organization, the newest first; those that ended too.</summary>
    internal static async Task<Ok<ItemsResponse<WebhookResponse>>> List(Access access, RegistryDbContext db, CancellationToken ct)
    {
        var webhooks = await db.Webhooks.AsNoTracking().Where(w => w.OrganizationId == access.OrganizationId).OrderByDescending(w => w.Id).ToListAsync(ct);
        return TypedResults.Ok(new ItemsResponse<WebhookResponse>([.. webhooks.Select(w => WebhookResponse.Of(w))]));
    }

    /// <summary>One webhook, and how it goes: failures in a row, since when, and when it is tried again.</summary>
    internal static async Task<Results<Ok<WebhookResponse>, Refused>> Read(Id<Webhook> webhookId, Access access, RegistryDbContext db, CancellationToken ct) =>
        await Find(webhookId, access, db, ct) is { } webhook ? TypedResults.Ok(WebhookResponse.Of(webhook)) : new Refused(Refusals.NotFound);

    /// <summary>Stops delivering for now. Events wait, and come in order when it is resumed.</summary>
    internal static Task<Results<Ok<WebhookResponse>, Refused>> Pause(Id<Webhook> webhookId, Access access, RegistryDbContext db, CancellationToken ct) =>
        Change(webhookId, access, db, webhook => webhook.State = WebhookState.Paused, ct);

    /// <summary>Delivers again, what waited first: after a pause, or when a receiver that failed for a day is mended.</summary>
    internal static Task<Results<Ok<WebhookResponse>, Refused>> Resume(Id<Webhook> webhookId, Access access, RegistryDbContext db, CancellationToken ct) =>
        Change(webhookId, access, db, webhook => (webhook.State, webhook.Failures, webhook.FailingSince, webhook.NextAttemptAt) = (WebhookState.Active, 0, null, null), ct);

    /// <summary>Ends a webhook for good: nothing more is sent, what waits neither. Its deliveries can still be read.</summary>
    internal static Task<Results<Ok<WebhookResponse>, Refused>> End(Id<Webhook> webhookId, Access access, RegistryDbContext db, CancellationToken ct) =>
        Change(webhookId, access, db, webhook => (webhook.State, webhook.EndedAt, webhook.NextAttemptAt) = (WebhookState.Ended, access.Now, null), ct);

    /// <summary>Makes a new secret, shown in this answer only. For a day deliveries are signed with the former one too.</summary>
    internal static async Task<Results<Ok<WebhookResponse>, Refused>> RotateSecret(
        Id<Webhook> webhookId, Access access, RegistryDbContext db, WebhookSecrets secrets, CancellationToken ct)
    {
        if (!secrets.AreConfigured) return new Refused(NotConfigured);
        string? shown = null;
        var changed = await Change(webhookId, access, db, webhook =>
        {
            (webhook.SecretVersion, webhook.SecretRotatedAt) = (webhook.SecretVersion + 1, access.Now);
            shown = secrets.Shown(webhook);
        }, ct);
        return changed.Result is Ok<WebhookResponse> { Value: { } webhook } ? TypedResults.Ok(webhook with { Secret = shown }) : changed;
    }

    /// <summary>What was sent or waits, the newest first, with how the last attempt ended. What was delivered is kept for at least 30 days.</summary>
    /// <param name="before">Only deliveries before this one: the last id of the page read last.</param>
    internal static async Task<Results<Ok<ItemsResponse<WebhookDeliveryResponse>>, Refused>> ListDeliveries(
        Id<Webhook> webhookId, Access access, RegistryDbContext db, CancellationToken ct, Id<WebhookDelivery>? before = null, int limit = 50)
    {
        if (limit is < 1 or > Cursors.Most) return Cursors.Refuse(limit);
        if (await Find(webhookId, access, db, ct) is null) return new Refused(Refusals.NotFound);
        var deliveries = db.WebhookDeliveries.AsNoTracking().Where(d => d.OrganizationId == access.OrganizationId && d.WebhookId == webhookId);
        if (before is { } last)
        {
            if (await deliveries.Where(d => d.Id == last).Select(d => (long?)d.Sequence).SingleOrDefaultAsync(ct) is not { } place) return Cursors.Refuse(limit);
            deliveries = deliveries.Where(d => d.Sequence < place);
        }

        var page = await deliveries.OrderByDescending(d => d.Sequence).Take(limit).ToListAsync(ct);
        return TypedResults.Ok(new ItemsResponse<WebhookDeliveryResponse>([.. page.Select(WebhookDeliveryResponse.Of)]));
    }

    /// <summary>Sends an event once more, after whatever waits. The receiver knows it by its event id.</summary>
    internal static async Task<Results<Ok<WebhookDeliveryResponse>, Refused>> Redeliver(
        Id<Webhook> webhookId, Id<WebhookDelivery> deliveryId, Access access, RegistryDbContext db, CancellationToken ct)
    {
        var webhook = await Find(webhookId, access, db, ct);
        var former = await db.WebhookDeliveries.AsNoTracking()
            .SingleOrDefaultAsync(d => d.OrganizationId == access.OrganizationId && d.WebhookId == webhookId && d.Id == deliveryId, ct);
        if (webhook is null || former is null) return new Refused(Refusals.NotFound);
        if (webhook.State is WebhookState.Ended) return new Refused(WebhookRefusals.Ended);

        var again = new WebhookDelivery
        {
            OrganizationId = former.OrganizationId,
            Id = Id<WebhookDelivery>.New(),
            WebhookId = former.WebhookId,
            EventId = former.EventId,
            Kind = former.Kind,
            OccurredAt = former.OccurredAt,
            Resource = former.Resource,
        };
        db.WebhookDeliveries.Add(again);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(WebhookDeliveryResponse.Of(again));
    }

    private static async Task<Results<Ok<WebhookResponse>, Refused>> Change(
        Id<Webhook> webhookId, Access access, RegistryDbContext db, Action<Webhook> change, CancellationToken ct)
    {
        if (await Find(webhookId, access, db, ct) is not { } webhook) return new Refused(Refusals.NotFound);
        if (webhook.State is WebhookState.Ended) return new Refused(WebhookRefusals.Ended);
        change(webhook);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(WebhookResponse.Of(webhook));
    }

    /// <summary>While nobody listened for flags, nobody looked: the next look is a first one again, and old flags are no news.</summary>
    private static async Task ForgetOldFlagDays(Access access, RegistryDbContext db, CancellationToken ct)
    {
        var flags = Kebab.Of(EventKind.FlagRaised);
        if (await db.Webhooks.AnyAsync(w => w.OrganizationId == access.OrganizationId && w.State != WebhookState.Ended && w.Kinds.Contains(flags), ct)) return;
        await db.Set<FlagDay>().Where(d => d.OrganizationId == access.OrganizationId).ExecuteDeleteAsync(ct);
    }

    private static Task<Webhook?> Find(Id<Webhook> id, Access access, RegistryDbContext db, CancellationToken ct) =>
        db.Webhooks.AsTracking().SingleOrDefaultAsync(w => w.OrganizationId == access.OrganizationId && w.Id == id, ct);

    private static Recorded<WebhookResponse> Answer(Webhook webhook, WebhookSecrets secrets, bool replayed) =>
        new($"/v1/webhooks/{webhook.Id}", WebhookResponse.Of(webhook) with { Secret = secrets.Shown(webhook) }, 1, replayed);
}
