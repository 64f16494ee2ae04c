using NodaTime;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>An act that takes two people: one administrator asks for it, another one approves, and then it can be done once.</summary>
public sealed class Approval
{
    /// <summary>From the request on: time enough to be found, and no standing permission.</summary>
    public static readonly Duration Lasts = Duration.FromHours(24);

    public required Id<Organization> OrganizationId { get; init; }
    public required Id<Approval> Id { get; init; }
    public required ApprovalKind Kind { get; init; }

    /// <summary>What exactly it is for: the principal that may export, as which calls are signed, or that becomes an administrator; null where the kind says it all.</summary>
    public Guid? SubjectId { get; init; }

    /// <summary>Why, for whoever approves and for later readers. No patient's name belongs here.</summary>
    public required string Reason { get; init; }
    public required Id<Principal> RequestedBy { get; init; }
    public required Instant RequestedAt { get; init; }
    public required Instant ExpiresAt { get; init; }

    /// <summary>Never who asked for it; the database sees to that too.</summary>
    public Id<Principal>? ApprovedBy { get; set; }
    public Instant? ApprovedAt { get; set; }
    public Instant? UsedAt { get; set; }
    public int Version { get; set; } = 1;

    public override string ToString() => $"{nameof(Approval)} {Id}";
}

public enum ApprovalKind
{
    /// <summary>An integration client may take out everybody's identified records at once.</summary>
    BulkExport,

    /// <summary>The keys that identified columns are encrypted with are replaced.</summary>
    KeyRotation,

    /// <summary>An EHR may sign CDS Hooks calls with keys of its own, and has the rights of a principal then.</summary>
    CdsClient,

    /// <summary>Somebody becomes an administrator.</summary>
    AdministratorGrant,
}
