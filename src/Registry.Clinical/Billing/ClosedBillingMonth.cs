using NodaTime;

namespace Registry.Clinical;

/// <summary>Somebody closed a patient's month. What it read is not copied: it is what was known at that moment.</summary>
public sealed class ClosedBillingMonth
{
    public required Id<Organization> OrganizationId { get; init; }
    public required Id<Episode> EpisodeId { get; init; }
    public required Id<Patient> PatientId { get; init; }

    /// <summary>First day of the month.</summary>
    public required LocalDate MonthOn { get; init; }

    /// <summary>The payer profile it was closed under.</summary>
    public required string PayerProfile { get; init; }
    public required Instant ClosedAt { get; init; }
    public required Id<Principal> ClosedBy { get; init; }
}
