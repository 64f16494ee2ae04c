using NodaTime;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>A receiver outside the registry that is told when something happened: where it is, what it hears of, and how telling it goes.</summary>
public sealed class Webhook
{
    public required Id<Organization> OrganizationId { get; init; }
    public required Id<Webhook> Id { get; init; }
    public required string Url { get; init; }

    /// <summary>Words of <see cref="EventKind"/>; a ping comes to every webhook.</summary>
    public required string[] Kinds { get; init; }

    /// <summary>Only what happens to patients of these clinics; empty for all.</summary>
    public required Guid[] ClinicIds { get; init; }
    public WebhookState State { get; set; }

    /// <summary>The secret is derived from the registry's own key and this number, so that no secret lies in the database.</summary>
    public int SecretVersion { get; set; } = 1;

    /// <summary>For a day after it, deliveries are signed with the secret before too.</summary>
    public Instant? SecretRotatedAt { get; set; }

    /// <summary>Failures in a row; 0 while all is well.</summary>
    public int Failures { get; set; }
    public Instant? FailingSince { get; set; }

    /// <summary>Not before this moment; null for at once.</summary>
    public Instant? NextAttemptAt { get; set; }

    /// <summary>Until then one instance of the service delivers, alone: so events keep their order.</summary>
    public Instant? LeasedUntil { get; init; }
    public required Instant CreatedAt { get; init; }
    public Instant? EndedAt { get; set; }

    public override string ToString() => $"{nameof(Webhook)} {Id}";
}

/// <summary>What a receiver can be told of.</summary>
public enum EventKind
{
    /// <summary>Sent once on creation, so that a wrong address or secret shows at once.</summary>
    Ping,

    /// <summary>A score that counts was stored, corrected or withdrawn.</summary>
    ScoreStored,

    /// <summary>A flag began to hold for an episode.</summary>
    FlagRaised,

    /// <summary>A role was granted or ended, or a principal was disabled or let in again.</summary>
    RightsChanged,

    /// <summary>Somebody opened the record of a patient out of reach in an emergency: for the privacy officer.</summary>
    EmergencyAccess,
}

public enum WebhookState
{
    Active,

    /// <summary>By a person: events wait.</summary>
    Paused,

    /// <summary>By the registry, after a day of failures or because the receiver said that it is gone: events wait until a person resumes it.</summary>
    Parked,

    /// <summary>For good.</summary>
    Ended,
}

/// <summary>One event on its way to one receiver. Written in the transaction of what it tells of, and so never lost and never too early.</summary>
public sealed class WebhookDelivery
{
    public required Id<Organization> OrganizationId { get; init; }
    public required Id<WebhookDelivery> Id { get; init; }
    public required Id<Webhook> WebhookId { get; init; }

    /// <summary>The order in which events are delivered.</summary>
    public long Sequence { get; init; }

    /// <summary>The same for every receiver and every redelivery: by it a receiver knows what it had before.</summary>
    public required Guid EventId { get; init; }
    public required EventKind Kind { get; init; }
    public required Instant OccurredAt { get; init; }

    /// <summary>What to read, "Observation/…"; null for a ping.</summary>
    public string? Resource { get; init; }
    public int Attempts { get; init; }
    public Instant? LastAttemptAt { get; init; }
    public DeliveryOutcome? LastOutcome { get; init; }

    /// <summary>The HTTP status of the last answer; null when there was none.</summary>
    public int? LastStatus { get; init; }
    public Instant? DeliveredAt { get; init; }

    public override string ToString() => $"{nameof(WebhookDelivery)} {Id}";
}

/// <summary>How one attempt ended.</summary>
public enum DeliveryOutcome
{
    Delivered,

    /// <summary>Answered with anything but a 2xx; a redirect is not followed.</summary>
    Refused,
    TimedOut,
    Unreachable,

    /// <summary>The name leads into a private network.</summary>
    AddressNotAllowed,
}
