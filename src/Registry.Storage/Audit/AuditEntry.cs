using NodaTime;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>One access, granted or refused: who did what to whose data, when, why, by which client, and how it ended. Append-only.</summary>
/// <remarks>Never a name, a score, a URL with values or a body. Each patient shown is served to auditors as an AuditEvent of its own.</remarks>
public sealed class AuditEntry
{
    /// <summary>The caller's organization; the nil UUID while the caller is unknown.</summary>
    public required Id<Organization> OrganizationId { get; init; }
    public required Id<AuditEntry> Id { get; init; }
    public required Instant At { get; init; }
    public required Id<Principal>? PrincipalId { get; init; }

    /// <summary>What was tried: the permission's name, or "unknown" where no route matched.</summary>
    public required string Action { get; init; }
    public required AuditEventKind Event { get; init; }
    public required string Method { get; init; }

    /// <summary>The pattern, never the path.</summary>
    public required string Route { get; init; }
    public required int Status { get; init; }
    public required AuditOutcome Outcome { get; init; }

    /// <summary>Whose data was shown or changed.</summary>
    public required Guid[] PatientIds { get; init; }

    /// <summary>The resources and versions read or changed, where the access was to known ones: "Observation/{id}/_history/{version}".</summary>
    public required string[] Resources { get; init; }

    /// <summary>The roles that the caller had at that moment.</summary>
    public required string[] Roles { get; init; }

    /// <summary>A code of v3-PurposeOfUse: TREAT, HPAYMT, HOPERAT, PATRQT, and BTG for what was opened in an emergency.</summary>
    public required string PurposeOfUse { get; init; }

    /// <summary>The application that called, as its token names it.</summary>
    public required string? ClientId { get; init; }

    /// <summary>The token's jti: by it everything done with a stolen token is found.</summary>
    public required string? TokenId { get; init; }

    /// <summary>Where the call came from: the address of the connection, or what a configured proxy says of it. Null on a Unix socket.</summary>
    public required string? NetworkAddress { get; init; }
    public required string RequestId { get; init; }

    /// <summary>The transaction that wrote it, by which the chain is ordered. Set by the database.</summary>
    public long Xid { get; init; }
}

/// <summary>What kind of act it was, as AuditEvent.action has it: C, R, U, D, and E for searches and everything that is none of these.</summary>
public enum AuditEventKind
{
    Create,
    Read,
    Update,
    Delete,
    Execute,
}

public enum AuditOutcome
{
    Success,
    Refused,
    Failed,
}
