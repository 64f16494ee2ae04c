using NodaTime;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>An export that a client ordered: what of, for whom, and how far it is. The row stays when its files are gone.</summary>
public sealed class BulkExport
{
    public required Id<Organization> OrganizationId { get; init; }
    public required Id<BulkExport> Id { get; init; }

    /// <summary>Who ordered it; nobody else is told that it exists.</summary>
    public required Id<Principal> PrincipalId { get; init; }
    public required BulkExportState State { get; set; }

    /// <summary>The address as ordered, for the manifest.</summary>
    public required string Request { get; init; }

    /// <summary>Of the ordering request; the audit entries of the run and of every download carry it too.</summary>
    public required string RequestId { get; init; }

    /// <summary>Resource types, each in files of its own.</summary>
    public required string[] Types { get; init; }

    /// <summary>The clinics the client could see when it ordered. If it loses one of them, the export ends.</summary>
    public required Guid[] Clinics { get; init; }

    /// <summary>The care manager whose caseload it is; null for every patient of the clinics.</summary>
    public Id<StaffMember>? GroupId { get; init; }

    /// <summary>Only what changed at this moment or later; null for everything.</summary>
    public Instant? Since { get; init; }
    public required Instant OrderedAt { get; init; }

    /// <summary>Exactly the changes recorded before this moment are in the files; null until the export has begun.</summary>
    public Instant? TransactionTime { get; set; }
    public Instant? FinishedAt { get; set; }

    /// <summary>From then on files and manifest are gone; null until the export is complete.</summary>
    public Instant? ExpiresAt { get; set; }

    /// <summary>By the database's clock: a running export whose worker let this pass is taken up by another one.</summary>
    public Instant? LeasedUntil { get; set; }
    public int Attempts { get; set; }
    public int PatientsDone { get; set; }
    public int PatientsInAll { get; set; }

    public override string ToString() => $"BulkExport {Id}";
}

public enum BulkExportState
{
    Queued,
    Running,
    Complete,

    /// <summary>It was tried several times in vain.</summary>
    Failed,

    /// <summary>The client lost a right it was ordered with.</summary>
    RightsEnded,
    Cancelled,
    Expired,
}

/// <summary>One file of a complete export: NDJSON of one resource type.</summary>
public sealed class BulkFile
{
    public required Id<Organization> OrganizationId { get; init; }
    public required Id<BulkExport> ExportId { get; init; }

    /// <summary>1, 2, 3, … within the export.</summary>
    public required int Number { get; init; }
    public required string ResourceType { get; init; }

    /// <summary>Resources, which is lines.</summary>
    public required int Count { get; init; }
    public required long Bytes { get; init; }

    /// <summary>SHA-256 of the whole file, for whoever fetches it; null of files written before it was kept.</summary>
    public byte[]? Sha256 { get; init; }
}

/// <summary>A piece of a file. Files lie in the database: every instance can serve them, and they are encrypted, backed up and erased where the records are.</summary>
public sealed class BulkFileChunk
{
    public required Id<Organization> OrganizationId { get; init; }
    public required Id<BulkExport> ExportId { get; init; }
    public required int FileNumber { get; init; }
    public required int Number { get; init; }
    public required byte[] BodyEncrypted { get; init; }
}
