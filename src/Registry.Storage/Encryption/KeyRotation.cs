using NodaTime;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>New data keys for an organization, and the way of all that is stored from the old ones to them. One administrator asks for it, another one lets it begin.</summary>
public sealed class KeyRotation
{
    public required Id<Organization> OrganizationId { get; init; }
    public required Id<KeyRotation> Id { get; init; }
    public required Id<Principal> RequestedBy { get; init; }
    public required Instant RequestedAt { get; init; }
    public required KeyRotationState State { get; set; }
    public Id<Principal>? ApprovedBy { get; set; }

    /// <summary>When the new keys were made.</summary>
    public Instant? StartedAt { get; set; }

    /// <summary>How many values were encrypted anew so far, replaced versions of facts included.</summary>
    public long ValuesRewritten { get; set; }

    /// <summary>When nothing was left under the old keys, and they were retired.</summary>
    public Instant? SettledAt { get; set; }
    public Instant? FinishedAt { get; set; }

    /// <summary>Lets it begin. Whoever asked cannot approve.</summary>
    public Refusal? Approve(Id<Principal> by, Instant at)
    {
        if (State is not KeyRotationState.Requested) return StartedAlready;
        if (by == RequestedBy) return SecondPersonNeeded;
        (State, ApprovedBy, StartedAt) = (KeyRotationState.Rewriting, by, at);
        return null;
    }

    private static readonly Refusal StartedAlready = new("rotation-started", RefusalKind.State, "This rotation has begun already.");
    private static readonly Refusal SecondPersonNeeded = new("second-person-needed", RefusalKind.State, "Another administrator must approve what you asked for.");
}

public enum KeyRotationState
{
    /// <summary>It waits for a second administrator.</summary>
    Requested,

    /// <summary>What is new is written with the new keys; what is there is encrypted anew. Identifiers are found by the old key and the new one.</summary>
    Rewriting,

    /// <summary>The old keys are retired; digests made with them go once no instance can still be using them.</summary>
    Settling,
    Finished,
}
