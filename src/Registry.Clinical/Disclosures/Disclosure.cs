using NodaTime;

namespace Registry.Clinical;

/// <summary>Information about a patient was given to somebody outside: when, to whom, what, and why. Never changed.</summary>
public sealed class Disclosure
{
    public required Id<Organization> OrganizationId { get; init; }
    public required Id<Disclosure> Id { get; init; }
    public required Id<Patient> PatientId { get; init; }
    public required LocalDate DisclosedOn { get; init; }

    /// <summary>Who received it: a person, agency or company.</summary>
    public required string RecipientName { get; init; }

    /// <summary>Where the recipient is, if known.</summary>
    public string? RecipientAddress { get; init; }

    /// <summary>What was disclosed, in words a patient understands; no scores.</summary>
    public required string What { get; init; }
    public required DisclosurePurpose Purpose { get; init; }

    /// <summary>Why, in words: the statute, the study, the order.</summary>
    public required string Why { get; init; }

    /// <summary>An oversight or law enforcement agency asked that the patient not be told before this day.</summary>
    public LocalDate? WithheldUntil { get; init; }

    /// <summary>It held records under 42 CFR Part 2, which are accounted for even when they went out for treatment, payment or operations.</summary>
    public bool HoldsPart2 { get; init; }
    public required Instant RecordedAt { get; init; }
    public required Id<Principal> RecordedBy { get; init; }

    public override string ToString() => $"{nameof(Disclosure)} {Id}";
}

/// <summary>On what ground information was disclosed.</summary>
public enum DisclosurePurpose
{
    Treatment,
    Payment,
    Operations,
    ToTheIndividual,
    Authorized,
    LimitedDataSet,
    PublicHealth,
    AbuseReport,
    HealthOversight,
    JudicialProceeding,
    LawEnforcement,
    Research,
    AvertThreat,
    RequiredByLaw,
}
