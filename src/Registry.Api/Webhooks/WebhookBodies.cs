using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

internal static class WebhookRefusals
{
    public static readonly Refusal Ended = new("webhook-ended", RefusalKind.State, "The webhook has ended.");
    public static readonly Refusal Address = new("address-not-allowed", RefusalKind.Rule, "It must be an https address of the public internet, without a user name or a fragment.");
    public static readonly Refusal Kinds = new("kinds-required", RefusalKind.Rule, "Name at least one of score-stored, flag-raised, rights-changed and emergency-access.");
}

/// <param name="Url">Where events are sent: https, in the public internet.</param>
/// <param name="Kinds">score-stored (stored, corrected or withdrawn), flag-raised, rights-changed (a role granted or ended, a principal disabled or let in again), and emergency-access for the privacy officer.</param>
/// <param name="ClinicIds">Only what happens to patients of these clinics; when it is left out, of all, or for an administrator of some clinics of those.</param>
internal sealed record CreateWebhookRequest(string Url, IReadOnlyList<EventKind> Kinds, IReadOnlyList<Id<Clinic>>? ClinicIds = null)
{
    public Checks Check(Access access, OutboundHttp outbound) => new Checks()
        .Text("url", Url, 500)
        .Add(outbound.MayBeEntered(Url) ? null : WebhookRefusals.Address.At("url"))
        .Add(Kinds.Count == 0 || Kinds.Contains(EventKind.Ping) ? WebhookRefusals.Kinds.At("kinds") : null)
        .Add(ClinicIds?.All(clinic => access.Clinics.Contains(clinic.Value)) is false ? Refusals.UnknownReference.At("clinicIds") : null);

    /// <param name="usual">The clinics when none are named; empty for all.</param>
    public Webhook ToWebhook(Access access, Guid[] usual) => new()
    {
        OrganizationId = access.OrganizationId,
        Id = Id<Webhook>.New(),
        Url = Url,
        Kinds = [.. Kinds.Distinct().Select(Kebab.Of)],
        ClinicIds = ClinicIds is { Count: > 0 } named ? [.. named.Distinct().Select(clinic => clinic.Value)] : usual,
        CreatedAt = access.Now,
    };

    public override string ToString() => nameof(CreateWebhookRequest);
}

/// <param name="State">parked: it failed for a day, or its receiver said that it is gone; nothing is lost, and resuming it goes on.</param>
/// <param name="Failures">Failures in a row; 0 while all is well.</param>
/// <param name="NextAttemptAt">When it is tried again after a failure.</param>
/// <param name="Secret">For checking webhook-signature; in the answer to creation and rotation only.</param>
internal sealed record WebhookResponse(
    Id<Webhook> Id, string Url, IReadOnlyList<EventKind> Kinds, IReadOnlyList<Id<Clinic>> ClinicIds, WebhookState State,
    int Failures, Instant? FailingSince, Instant? NextAttemptAt, Instant CreatedAt, Instant? EndedAt, string? Secret = null)
{
    public static WebhookResponse Of(Webhook w) => new(
        w.Id, w.Url, [.. w.Kinds.Select(Kebab.Parse<EventKind>)], [.. w.ClinicIds.Select(c => new Id<Clinic>(c))], w.State,
        w.Failures, w.FailingSince, w.NextAttemptAt, w.CreatedAt, w.EndedAt);

    public override string ToString() => $"{nameof(WebhookResponse)} {Id}";
}

/// <summary>That something was told, and whether it arrived; not of whom: who sees to webhooks sees no patient.</summary>
/// <param name="EventId">webhook-id, the same in every redelivery.</param>
/// <param name="LastStatus">HTTP status of the receiver's last answer; null when there was none.</param>
/// <param name="DeliveredAt">Null while it waits.</param>
internal sealed record WebhookDeliveryResponse(
    Id<WebhookDelivery> Id, Guid EventId, EventKind Kind, Instant OccurredAt,
    int Attempts, Instant? LastAttemptAt, DeliveryOutcome? LastOutcome, int? LastStatus, Instant? DeliveredAt)
{
    public static WebhookDeliveryResponse Of(WebhookDelivery d) =>
        new(d.Id, d.EventId, d.Kind, d.OccurredAt, d.Attempts, d.LastAttemptAt, d.LastOutcome, d.LastStatus, d.DeliveredAt);
}
