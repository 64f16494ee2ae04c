using NodaTime;

namespace Registry.Clinical;

/// <summary>The tenant: a health system or practice group. Nothing is shared between two of them.</summary>
public sealed class Organization
{
    public required Id<Organization> Id { get; init; }
    public required string Name { get; set; }
    public int Version { get; set; } = 1;

    /// <summary>By which named profile improvement is judged unless a request names another.</summary>
    public string OutcomeProfile { get; set; } = Clinical.OutcomeProfile.Nys2025.Name;

    /// <summary>By which payer's reading minutes become codes unless a request names another.</summary>
    public string PayerProfile { get; set; } = Clinical.PayerProfile.Midpoint.Name;

    /// <summary>The numbers behind the flags that differ from the defaults, as JSON; null when none does.</summary>
    public string? FlagParameters { get; set; }

    /// <summary>The identifier systems that may tell who a patient is when another system sends a score; null for every system.</summary>
    public string[]? PatientIdentifierSystems { get; set; }
}

/// <summary>A primary care site. Its zone decides which calendar day a moment belongs to.</summary>
public sealed class Clinic
{
    public required Id<Organization> OrganizationId { get; init; }
    public required Id<Clinic> Id { get; init; }
    public required string Name { get; set; }

    /// <summary>IANA name, "America/New_York".</summary>
    public required string TimeZone { get; init; }

    /// <summary>From then on nobody new comes to it; who is in care there stays until discharged or moved.</summary>
    public Instant? EndedAt { get; set; }
    public int Version { get; set; } = 1;
}
