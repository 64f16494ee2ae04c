using NodaTime;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>The place of one audit entry in its organization's chain. Append-only, written by the sealer.</summary>
public sealed class AuditSeal
{
    public required Id<Organization> OrganizationId { get; init; }

    /// <summary>1, 2, 3, … without a gap.</summary>
    public required long Sequence { get; init; }
    public required Id<AuditEntry> EntryId { get; init; }
    public required long Xid { get; init; }

    /// <summary>SHA-256 over the hash before, the sequence, and the entry in its canonical form.</summary>
    public required byte[] Hash { get; init; }
    public required Instant SealedAt { get; init; }
}

/// <summary>An entry under one of its patients, so that "who saw this patient" reads a page of an index. Derived from the entry when it is sealed.</summary>
public sealed class AuditEntryPatient
{
    public required Id<Organization> OrganizationId { get; init; }
    public required Id<Patient> PatientId { get; init; }
    public required Instant At { get; init; }
    public required Id<AuditEntry> EntryId { get; init; }
}
