using NodaTime;

namespace Registry.Clinical;

/// <summary>A clinic's answer to an indicator: who owns it, what is done, and when it is looked at again. A line of the organization's relapse prevention plan.</summary>
/// <remarks>Never changed: a later answer to the same indicator takes its place, and the earlier ones stay on record.</remarks>
public sealed class DriftPlan
{
    public required Id<Organization> OrganizationId { get; init; }
    public required Id<DriftPlan> Id { get; init; }
    public required Id<Clinic> ClinicId { get; init; }

    /// <summary>Code of the indicator: "D1".</summary>
    public required string Indicator { get; init; }
    public required Id<StaffMember> OwnerId { get; init; }

    /// <summary>At most 1,000 characters; no patient.</summary>
    public required string Intervention { get; init; }
    public required LocalDate ReviewOn { get; init; }

    /// <summary>The clinic's day on which it was made.</summary>
    public required LocalDate MadeOn { get; init; }
    public required Instant RecordedAt { get; init; }
    public required Id<Principal> RecordedBy { get; init; }

    /// <summary>Whether it answers a worry that began in this month: made in it or later.</summary>
    public bool Answers(YearMonth since) => MadeOn >= since.OnDayOfMonth(1);
}
