using NodaTime;

namespace Registry.Clinical;

/// <summary>A clinic's month as it was submitted to the State. The figures are not copied: they are what was known at that moment.</summary>
public sealed class SubmittedMonth
{
    public required Id<Organization> OrganizationId { get; init; }
    public required Id<Clinic> ClinicId { get; init; }

    /// <summary>The first of the month.</summary>
    public required LocalDate MonthOn { get; init; }
    public required Instant SubmittedAt { get; init; }
    public required Id<Principal> SubmittedBy { get; init; }
}
