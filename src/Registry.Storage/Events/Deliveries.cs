using NodaTime;
using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>A webhook whose turn it is, and which is ours until the lease ends.</summary>
public sealed record LeasedWebhook(Id<Organization> OrganizationId, Id<Webhook> Id, string Url, int SecretVersion, Instant? SecretRotatedAt, int Failures, Instant? FailingSince)
{
    public override string ToString() => $"{nameof(LeasedWebhook)} {Id}";
}

/// <summary>One event that waits.</summary>
public sealed record WaitingDelivery(Id<WebhookDelivery> Id, Guid EventId, EventKind Kind, Instant OccurredAt, string? Resource);

/// <summary>How a failed webhook goes on: when it is tried again, or that it is parked.</summary>
public readonly record struct NextTry(Instant FailingSince, Instant? At);

/// <summary>The statements of delivering. None holds a transaction while a receiver is asked.</summary>
public static class Deliveries
{
    /// <summary>Takes the webhook that has waited longest, unless another instance has it. One instance delivers at a time, so events keep their order.</summary>
    public static async Task<LeasedWebhook?> Lease(NpgsqlDataSource database, Instant now, Duration length, CancellationToken ct)
    {
        await using var command = new SystemCommand(database, RowContext.AcrossOrganizations(), """
            update webhook w set leased_until = $2
            from (
              select c.organization_id, c.id from webhook c
              where c.state = 'active' and (c.next_attempt_at is null or c.next_attempt_at <= $1) and (c.leased_until is null or c.leased_until <= $1)
                and exists (select from webhook_delivery d where d.organization_id = c.organization_id and d.webhook_id = c.id and d.delivered_at is null)
              order by c.next_attempt_at nulls first limit 1 for update skip locked) as due
            where w.organization_id = due.organization_id and w.id = due.id
            returning w.organization_id, w.id, w.url, w.secret_version, w.secret_rotated_at, w.failures, w.failing_since
            """);
        command.Add(now.ToDateTimeUtc(), (now + length).ToDateTimeUtc());
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct)
            ? new(new(row.GetGuid(0)), new(row.GetGuid(1)), row.GetString(2), row.GetInt32(3), row.Moment(4), row.GetInt32(5), row.Moment(6)) : null;
    }

    /// <remarks>What no other system may see by now, it is not told of either: such an event is dropped.</remarks>
    public static async Task<List<WaitingDelivery>> Waiting(NpgsqlDataSource database, LeasedWebhook webhook, int most, Instant now, CancellationToken ct)
    {
        await using var command = new SystemCommand(database, RowContext.ForSystem(webhook.OrganizationId), $"""
            with labelled as materialized ({WithheldRecords.Episodes}),
            next as materialized (
              select id, event_id, kind, occurred_at, resource, sequence from webhook_delivery
              where organization_id = $2 and webhook_id = $3 and delivered_at is null order by sequence limit $4),
            withheld as (
              select n.id from next n join labelled e on n.resource = 'EpisodeOfCare/' || e.id
              union all select n.id from next n, labelled e, {WithheldRecords.ScoresOf("e")} and n.resource = 'Observation/' || a.id),
            dropped as (delete from webhook_delivery where organization_id = $2 and id in (select id from withheld))
            select id, event_id, kind, occurred_at, resource from next where id not in (select id from withheld) order by sequence
            """);
        command.Add(now.InUtc().Date.ToDateOnly(), webhook.OrganizationId.Value, webhook.Id.Value, most);
        await using var rows = await command.ExecuteReaderAsync(ct);
        var waiting = new List<WaitingDelivery>();
        while (await rows.ReadAsync(ct)) waiting.Add(new(new(rows.GetGuid(0)), rows.GetGuid(1), Kebab.Parse<EventKind>(rows.GetString(2)), rows.Moment(3)!.Value, rows.Text(4)));
        return waiting;
    }

    /// <summary>Notes that it arrived.</summary>
    /// <returns>False when a person paused or ended the webhook meanwhile: then nothing more is sent.</returns>
    public static async Task<bool> Delivered(NpgsqlDataSource database, LeasedWebhook webhook, Id<WebhookDelivery> delivery, int status, Instant now, CancellationToken ct)
    {
        await using var command = new SystemCommand(database, RowContext.ForSystem(webhook.OrganizationId), """
            with noted as (
              update webhook_delivery set attempts = attempts + 1, last_attempt_at = $4, last_outcome = 'delivered', last_status = $5, delivered_at = $4
              where organization_id = $1 and id = $3)
            update webhook set failures = 0, failing_since = null, next_attempt_at = null where organization_id = $1 and id = $2 returning state = 'active'
            """);
        command.Add(webhook.OrganizationId.Value, webhook.Id.Value, delivery.Value, now.ToDateTimeUtc(), status);
        return await command.ExecuteScalarAsync(ct) is true;
    }

    /// <summary>Notes that it did not, and when the webhook is tried again.</summary>
    public static async Task Failed(
        NpgsqlDataSource database, LeasedWebhook webhook, Id<WebhookDelivery> delivery, DeliveryOutcome outcome, int? status, NextTry next, Instant now, CancellationToken ct)
    {
        await using var command = new SystemCommand(database, RowContext.ForSystem(webhook.OrganizationId), """
            with noted as (
              update webhook_delivery set attempts = attempts + 1, last_attempt_at = $4, last_outcome = $5, last_status = $6
              where organization_id = $1 and id = $3)
            update webhook set failures = failures + 1, failing_since = $7, next_attempt_at = $8,
              state = case when state = 'active' and $8 is null then 'parked' else state end
            where organization_id = $1 and id = $2
            """);
        command.Add(webhook.OrganizationId.Value, webhook.Id.Value, delivery.Value, now.ToDateTimeUtc(), Kebab.Of(outcome));
        command.Parameters.Add(new() { Value = (object?)status ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Integer });
        command.Add(next.FailingSince.ToDateTimeUtc());
        command.Parameters.Add(new() { Value = (object?)next.At?.ToDateTimeUtc() ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Gives the webhook back, and forgets what was delivered before a day.</summary>
    public static async Task Release(NpgsqlDataSource database, LeasedWebhook webhook, Instant forgetBefore)
    {
        await using var command = new SystemCommand(database, RowContext.ForSystem(webhook.OrganizationId), """
            with forgotten as (
              delete from webhook_delivery where organization_id = $1 and id in (
                select id from (select id, delivered_at from webhook_delivery where organization_id = $1 and webhook_id = $2 order by sequence limit 100) as oldest
                where delivered_at < $3))
            update webhook set leased_until = null where organization_id = $1 and id = $2
            """);
        command.Add(webhook.OrganizationId.Value, webhook.Id.Value, forgetBefore.ToDateTimeUtc());
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private static void Add(this SystemCommand command, params object[] values)
    {
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
    }
}
