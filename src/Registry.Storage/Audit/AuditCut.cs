using NodaTime;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>The beginning of a chain was exported and erased after its years: the chain goes on from here. Never changed.</summary>
public sealed class AuditCut
{
    public required Id<Organization> OrganizationId { get; init; }

    /// <summary>The last sequence that was erased; the place of a signed checkpoint.</summary>
    public required long Sequence { get; init; }

    /// <summary>The hash of that entry, on which the next one builds.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>SHA-256 of the file that the erased entries were exported to.</summary>
    public required byte[] ExportDigest { get; init; }
    public required Instant CutAt { get; init; }
}
