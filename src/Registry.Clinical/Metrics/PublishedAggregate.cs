using NodaTime;

namespace Registry.Clinical;

/// <summary>Of what suppressed figures are put out besides the metrics of a month.</summary>
public enum AggregateKind
{
    /// <summary>National measures of a year.</summary>
    NationalMeasures,

    /// <summary>Minutes and codes of a month; what they bring is reckoned when they are read.</summary>
    Finance,
}

/// <summary>One row that is out for those who may see no patient: of the organization or of a clinic, as known 15 days after the period, never published anew.</summary>
public sealed class PublishedAggregate
{
    public required Id<Organization> OrganizationId { get; init; }
    public required AggregateKind Kind { get; init; }

    /// <summary>The first day of the month or year.</summary>
    public required LocalDate PeriodOn { get; init; }

    /// <summary>1 for the organization, then its clinics.</summary>
    public required int Sequence { get; init; }
    public Id<Clinic>? ClinicId { get; init; }

    /// <summary>What was recorded later is in no figure.</summary>
    public required Instant KnownAt { get; init; }
    public required Instant PublishedAt { get; init; }

    /// <summary>The figures, suppressed ones left out or named as such. JSON.</summary>
    public required string Figures { get; init; }
}
