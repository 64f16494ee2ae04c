using NodaTime;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>One access, granted or refused: who did what to whose data, when, and how it ended. Append-only.</summary>
/// <remarks>Never a name, a score, a URL with values or a body.</remarks>
public sealed class AuditEntry
{
    /// <summary>The caller's organization; the nil UUID while the caller is unknown.</summary>
    public required Id<Organization> OrganizationId { get; init; }
    public required Id<AuditEntry> Id { get; init; }
    public required Instant At { get; init; }
    public required Id<Principal>? PrincipalId { get; init; }

    /// <summary>What was tried: the permission's name, or "unknown" where no route matched.</summary>
    public required string Action { get; init; }
    public required string Method { get; init; }

    /// <summary>The pattern, never the path.</summary>
    public required string Route { get; init; }
    public required int Status { get; init; }
    public required AuditOutcome Outcome { get; init; }

    /// <summary>Whose data was shown or changed.</summary>
    public required Guid[] PatientIds { get; init; }
    public required string RequestId { get; init; }
}

public enum AuditOutcome
{
    Success,
    Refused,
    Failed,
}
