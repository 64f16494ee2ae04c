using NodaTime;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>A received FHIR resource as it came, beside the typed columns: what the registry does not model is not lost on the way back out.</summary>
public sealed class StoredResource
{
    public required Id<Organization> OrganizationId { get; init; }
    public required string ResourceType { get; init; }
    public required Guid Id { get; init; }

    /// <summary>Whose it is, and so who may see it.</summary>
    public required Id<Patient> PatientId { get; init; }
    public required int Version { get; set; }
    public required Instant RecordedAt { get; set; }

    /// <summary>JSON text, not jsonb: decimals and order stay as written. It lies encrypted.</summary>
    public required string Body { get; set; }
}
