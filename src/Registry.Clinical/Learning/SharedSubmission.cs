using NodaTime;

namespace Registry.Clinical;

/// <summary>A clinic's month as it was submitted to a collaborative: suppressed figures only, and never changed afterwards.</summary>
public sealed class SharedSubmission
{
    public required Id<Organization> OrganizationId { get; init; }
    public required Id<Collaborative> CollaborativeId { get; init; }
    public required Id<Clinic> ClinicId { get; init; }

    /// <summary>The first of the month.</summary>
    public required LocalDate MonthOn { get; init; }
    public required Instant SubmittedAt { get; init; }
    public required Id<Principal> SubmittedBy { get; init; }

    /// <summary>The moment at which the facts behind the figures were known.</summary>
    public required Instant KnownAt { get; init; }
    public List<SharedMeasure> Measures { get; init; } = [];
}

/// <summary>One figure of a submission.</summary>
public sealed class SharedMeasure
{
    public required Id<Organization> OrganizationId { get; init; }
    public required Id<Collaborative> CollaborativeId { get; init; }
    public required Id<Clinic> ClinicId { get; init; }
    public required LocalDate MonthOn { get; init; }
    public required string MetricCode { get; init; }

    /// <summary>Of the metric's definition.</summary>
    public required int MetricVersion { get; init; }

    /// <summary>Null when there is none, or when 1 to 10 people could be seen or reckoned from it: then the three are null together.</summary>
    public decimal? Value { get; init; }
    public decimal? Numerator { get; init; }
    public decimal? Denominator { get; init; }

    /// <summary>Why there is no value: "suppressed", "empty-denominator" and the like.</summary>
    public string? NoValue { get; init; }
}
