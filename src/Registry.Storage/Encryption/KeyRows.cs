using NodaTime;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>The key of an organization, under which its data keys lie: itself wrapped by the root key. Without it nothing of the organization decrypts.</summary>
public sealed class OrganizationKey
{
    public required Id<Organization> OrganizationId { get; init; }

    /// <summary>Which root key wrapped it.</summary>
    public required string RootKey { get; set; }

    /// <summary>Null once it was destroyed.</summary>
    public byte[]? Wrapped { get; set; }
    public required Instant CreatedAt { get; init; }
    public Instant? DestroyedAt { get; set; }
}

/// <summary>A data key of an organization, wrapped by the organization's key.</summary>
public sealed class WrappedDataKey
{
    public required Id<Organization> OrganizationId { get; init; }
    public required KeyPurpose Purpose { get; init; }

    /// <summary>1, 2, 3, …: a rotation makes the next one.</summary>
    public required int Version { get; init; }
    public required byte[] Wrapped { get; init; }
    public required Instant CreatedAt { get; init; }

    /// <summary>From then on nothing new is written with it, and no identifier is looked for by it.</summary>
    public Instant? RetiredAt { get; set; }
}

/// <summary>By what an identifier of a patient is found: unique within the organization, so that it also keeps two patients from having one identifier.</summary>
public sealed class PatientIdentifierDigest
{
    public required Id<Organization> OrganizationId { get; init; }
    public required byte[] Digest { get; init; }
    public required int KeyVersion { get; init; }
    public required Guid IdentifierId { get; init; }
    public required Id<Patient> PatientId { get; init; }
}
