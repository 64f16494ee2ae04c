using NodaTime;

namespace Registry.Clinical;

/// <summary>What a payer pays the organization for one unit of a code, from a day on. Never changed: what is said later takes its place.</summary>
public sealed class FinanceRate
{
    public required Id<Organization> OrganizationId { get; init; }
    public required PayerCategory Payer { get; init; }
    public required string Code { get; init; }
    public required LocalDate FromOn { get; init; }

    /// <summary>The last day; null while it lasts.</summary>
    public LocalDate? UntilOn { get; init; }

    /// <summary>US dollars, to the cent.</summary>
    public required decimal Amount { get; init; }

    /// <summary>Where it stands: a contract, a fee schedule.</summary>
    public required string Source { get; init; }
    public required Instant RecordedAt { get; init; }
    public required Id<Principal> RecordedBy { get; init; }
}

/// <summary>What makes up the cost of a program.</summary>
public enum CostKind
{
    /// <summary>US dollars a year for a full-time care manager, benefits included.</summary>
    CareManagerYear,

    /// <summary>US dollars for an hour of the psychiatric consultant.</summary>
    ConsultantHour,

    /// <summary>Hours of the consultant a week for each full-time care manager.</summary>
    ConsultantHoursAWeek,

    /// <summary>Percent on top of both.</summary>
    OverheadPercent,
}

/// <summary>One part of the cost of the organization's program, from a day on. Never changed: what is said later takes its place.</summary>
public sealed class FinanceCost
{
    public required Id<Organization> OrganizationId { get; init; }
    public required CostKind Kind { get; init; }
    public required LocalDate FromOn { get; init; }

    /// <summary>The last day; null while it lasts.</summary>
    public LocalDate? UntilOn { get; init; }

    /// <summary>In the unit of its kind.</summary>
    public required decimal Amount { get; init; }
    public required string Source { get; init; }
    public required Instant RecordedAt { get; init; }
    public required Id<Principal> RecordedBy { get; init; }
}
