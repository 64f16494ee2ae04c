using NodaTime;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>A version of a fact that a correction replaced. Written by the database itself, so no correction can go round it.</summary>
public sealed class FactHistory
{
    public required Id<Organization> OrganizationId { get; init; }
    public required string TableName { get; init; }
    public required Guid Id { get; init; }
    public required int Version { get; init; }

    /// <summary>Whose fact it is; null where it is nobody's in particular.</summary>
    public Guid? PatientId { get; init; }

    /// <summary>Whose part of the care team it was, of an assignment.</summary>
    public Guid? StaffMemberId { get; init; }
    public required Instant RecordedAt { get; init; }
    public required Instant SupersededAt { get; init; }

    /// <summary>The whole row as it was.</summary>
    public required string Row { get; init; }
}

/// <summary>A creating request that was answered: the same key with the same body gets the first answer again.</summary>
public sealed class IdempotencyKey
{
    public required Id<Organization> OrganizationId { get; init; }
    public required Id<Principal> PrincipalId { get; init; }
    public required string Key { get; init; }

    /// <summary>SHA-256 over route and body: another request under the same key is refused.</summary>
    public required byte[] RequestHash { get; init; }

    /// <summary>What the first request created. No copy of its content is kept.</summary>
    public required Guid CreatedId { get; init; }
    public required Instant CreatedAt { get; init; }
}
