using NodaTime;

namespace Registry.Clinical;

/// <summary>What an organization aims at with a figure, everywhere or in one clinic. The latest word for a place is in force; without limits it takes a target back.</summary>
public sealed class MetricTarget
{
    public required Id<Organization> OrganizationId { get; init; }
    public required Id<MetricTarget> Id { get; init; }
    public required string Metric { get; init; }

    /// <summary>Null for every clinic that has no target of its own.</summary>
    public Id<Clinic>? ClinicId { get; init; }
    public decimal? Lowest { get; init; }
    public decimal? Highest { get; init; }
    public required Instant RecordedAt { get; init; }
    public required Id<Principal> RecordedBy { get; init; }

    public bool IsMet(decimal value) => !(value < Lowest) && !(value > Highest);
}

/// <summary>The targets in force, out of all that was ever said.</summary>
public sealed class MetricTargets(IEnumerable<MetricTarget> said)
{
    private readonly Dictionary<(string, Id<Clinic>?), MetricTarget> latest = said.GroupBy(t => (t.Metric, t.ClinicId)).ToDictionary(g => g.Key, g => g.MaxBy(t => t.RecordedAt)!);

    public IEnumerable<MetricTarget> InForce => latest.Values.Where(IsOne).OrderBy(t => t.Metric, StringComparer.Ordinal).ThenBy(t => t.ClinicId?.Value);

    /// <summary>The clinic's own, or the organization's; null without any.</summary>
    public MetricTarget? Of(string metric, Id<Clinic>? clinic) =>
        (clinic is null ? null : Find(metric, clinic)) ?? Find(metric, null);

    /// <summary>The caseload target of a clinic: its target for M02, where that has both ends.</summary>
    public CaseloadTarget CaseloadOf(Id<Clinic> clinic) =>
        Of("M02", clinic) is { Lowest: { } lowest, Highest: { } highest } ? new(lowest, highest) : CaseloadTarget.Default;

    private MetricTarget? Find(string metric, Id<Clinic>? clinic) => latest.GetValueOrDefault((metric, clinic)) is { } found && IsOne(found) ? found : null;

    private static bool IsOne(MetricTarget target) => (target.Lowest ?? target.Highest) is not null;
}
