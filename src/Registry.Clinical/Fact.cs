using NodaTime;

namespace Registry.Clinical;

/// <summary>Something that was recorded about a patient or their care, by someone, at a moment; corrected by a new version, never lost.</summary>
public abstract class Fact
{
    public required Id<Organization> OrganizationId { get; init; }

    /// <summary>1 when first recorded, one more with every correction: the ETag, and FHIR's versionId.</summary>
    public int Version { get; private set; } = 1;

    /// <summary>When this version was recorded.</summary>
    public Instant RecordedAt { get; private set; }

    /// <summary>Who recorded this version.</summary>
    public Id<Principal> RecordedBy { get; private set; }

    /// <summary>Stamps a new fact.</summary>
    public void Recorded(Id<Principal> by, Instant at) => (RecordedBy, RecordedAt) = (by, at);

    /// <summary>Stamps a correction: the storage keeps the version before it.</summary>
    public void Corrected(Id<Principal> by, Instant at) => (Version, RecordedBy, RecordedAt) = (Version + 1, by, at);
}
