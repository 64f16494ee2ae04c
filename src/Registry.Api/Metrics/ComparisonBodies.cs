using NodaTime;
using Registry.Clinical;

namespace Registry.Api;

/// <summary>Care managers side by side: the metrics, and whom they treat (CM1 to CM4).</summary>
internal sealed record CareManagersResponse(string Period, LocalDate AsOf, Instant? KnownAt, string Profile, IReadOnlyList<CareManagerColumnResponse> CareManagers);

internal sealed record CareManagerColumnResponse(Id<StaffMember> CareManagerId, string DisplayName, IReadOnlyList<MetricValueResponse> Items);

/// <param name="KnownAt">Later facts change nothing here.</param>
internal sealed record ComparisonResponse(YearMonth Month, Instant KnownAt, string Profile, IReadOnlyList<ComparedMetricResponse> Items);

internal sealed record ComparedMetricResponse(
    string Code, string Name, string Title, MetricUnit Unit, IReadOnlyList<BenchmarkResponse> Benchmarks, IReadOnlyList<ComparedClinicResponse> Clinics);

/// <param name="Peers">How many other clinics rest on at least ten patients.</param>
/// <param name="Median">Of the peers.</param>
/// <param name="Low">Lower funnel limit: where 95% of clinics of this size would lie if all were alike; of shares only, and only beside another clinic.</param>
/// <param name="Place">below, within or above the funnel limits.</param>
/// <param name="Target">The clinic's target, or the organization's.</param>
/// <param name="IsTargetMet">Null without a target or a value.</param>
internal sealed record ComparedClinicResponse(
    Id<Clinic> ClinicId, MetricValueResponse Figure, int Peers, decimal? Median, decimal? LowerQuartile, decimal? UpperQuartile, decimal? Low, decimal? High, string? Place,
    MetricTargetBody? Target, bool? IsTargetMet)
{
    public static ComparedClinicResponse Of(PeerFigure f, MetricTarget? target) => new(
        f.Clinic, MetricValueResponse.Of(f.Value), f.Peers, f.Median, f.LowerQuartile, f.UpperQuartile, f.Low, f.High, f.Place,
        target is null ? null : new(target.Lowest, target.Highest, target.ClinicId, target.Metric), target is null || f.Value.Value is null ? null : target.IsMet(f.Value.Value.Value));
}

/// <param name="By">The stratum.</param>
internal sealed record EquityResponse(string By, string Period, Instant? KnownAt, string Profile, IReadOnlyList<EquityMetricResponse> Items);

/// <param name="Largest">The largest known group, to which the others are compared.</param>
/// <param name="UnknownShare">Percent of whom the group is not known: a figure of data quality.</param>
internal sealed record EquityMetricResponse(MetricValueResponse Everybody, string? Largest, decimal? UnknownShare, IReadOnlyList<EquityGroupResponse> Groups)
{
    public static EquityMetricResponse Of(EquityTable t) => new(MetricValueResponse.Of(t.All), t.Largest, t.UnknownShare, [.. t.Groups.Select(EquityGroupResponse.Of)]);
}

/// <param name="Size">On how many the figure rests.</param>
/// <param name="DifferenceToLargest">In the figure's own unit: percentage points, days.</param>
internal sealed record EquityGroupResponse(
    string Group, MetricValueResponse Figure, decimal? Size, decimal? DifferenceToLargest, decimal? RatioToLargest, decimal? DifferenceToAll, decimal? RatioToAll)
{
    public static EquityGroupResponse Of(EquityGroup g) => new(g.Group, MetricValueResponse.Of(g.Value), g.Size, g.DifferenceToLargest, g.RatioToLargest, g.DifferenceToAll, g.RatioToAll);
}
