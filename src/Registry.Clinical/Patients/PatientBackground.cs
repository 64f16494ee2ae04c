using NodaTime;

namespace Registry.Clinical;

/// <summary>Who a patient is to a comparison of groups, and what pays for their care. Each version is kept; the latest is in force.</summary>
public sealed class PatientBackground
{
    public required Id<Organization> OrganizationId { get; init; }
    public required Id<Patient> PatientId { get; init; }

    /// <summary>1 for the first, one more with every change.</summary>
    public required int Version { get; init; }
    public required Instant RecordedAt { get; init; }
    public required Id<Principal> RecordedBy { get; init; }

    /// <summary>Null is unknown or declined, here and below.</summary>
    public Race? Race { get; init; }
    public Ethnicity? Ethnicity { get; init; }

    /// <summary>BCP 47, at most 35 characters.</summary>
    public string? Language { get; init; }
    public AdministrativeSex? Sex { get; init; }
    public GenderIdentity? Gender { get; init; }
    public List<PatientCoverage> Coverage { get; init; } = [];

    public override string ToString() => $"{nameof(PatientBackground)} {PatientId}";
}

/// <summary>One payer of a patient's care and the days it covers, as one version of the background says it.</summary>
public sealed class PatientCoverage
{
    public required Id<Organization> OrganizationId { get; init; }
    public required Id<Patient> PatientId { get; init; }
    public required int Version { get; init; }
    public required int Sequence { get; init; }
    public required PayerCategory Payer { get; init; }
    public required LocalDate StartOn { get; init; }

    /// <summary>The last day; null while it lasts.</summary>
    public LocalDate? EndOn { get; init; }
}
