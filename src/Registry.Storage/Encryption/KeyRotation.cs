using NodaTime;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>New data keys for an organization, and the way of all that is stored from the old ones to them. Two people let it begin: <see cref="Approval"/>.</summary>
public sealed class KeyRotation
{
    public required Id<Organization> OrganizationId { get; init; }
    public required Id<KeyRotation> Id { get; init; }
    public required Id<Approval> ApprovalId { get; init; }
    public required Id<Principal> StartedBy { get; init; }

    /// <summary>When the new keys were made.</summary>
    public required Instant StartedAt { get; init; }
    public required KeyRotationState State { get; set; }

    /// <summary>How many values were encrypted anew so far, replaced versions of facts included.</summary>
    public long ValuesRewritten { get; set; }

    /// <summary>When nothing was left under the old keys, and they were retired.</summary>
    public Instant? SettledAt { get; set; }
    public Instant? FinishedAt { get; set; }
}

public enum KeyRotationState
{
    /// <summary>What is new is written with the new keys; what is there is encrypted anew. Identifiers are found by the old key and the new one.</summary>
    Rewriting,

    /// <summary>The old keys are retired; digests made with them go once no instance can still be using them.</summary>
    Settling,
    Finished,
}
