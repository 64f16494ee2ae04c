namespace Registry.Clinical;

/// <summary>One group beside the largest and beside everybody.</summary>
/// <param name="Size">On how many the figure rests; null where that is suppressed.</param>
/// <param name="Low">Lower end of Wilson's 95% interval, in percent; of shares only, as is the upper.</param>
/// <param name="DifferenceToLargest">In the figure's own unit: percentage points, days.</param>
/// <param name="RatioToLargest">To two decimals; null where the other is nought.</param>
public sealed record EquityGroup(
    string Group, MetricValue Value, decimal? Size, decimal? Low, decimal? High, decimal? DifferenceToLargest, decimal? RatioToLargest, decimal? DifferenceToAll, decimal? RatioToAll);

/// <summary>A figure told apart by groups: improvement that leaves groups behind is not improvement. Unknown or declined is a group like any other.</summary>
/// <param name="Largest">The largest known group, to which the others are compared; null when all are unknown or suppressed.</param>
/// <param name="UnknownShare">Percent of whom the group is not known: a figure of data quality. Null where it is suppressed.</param>
public sealed record EquityTable(MetricValue All, string? Largest, decimal? UnknownShare, IReadOnlyList<EquityGroup> Groups)
{
    public static EquityTable Of(IReadOnlyCollection<(string Group, MetricValue Value)> groups, MetricValue all)
    {
        var known = groups.Where(g => g.Group != Stratum.Unknown && Size(g.Value) is > 0).OrderBy(g => g.Group, StringComparer.Ordinal).ToList();
        var largest = known.Count == 0 ? ((string Group, MetricValue Value)?)null : known.MaxBy(g => Size(g.Value));
        var unknown = groups.Where(g => g.Group == Stratum.Unknown).Select(g => g.Value).SingleOrDefault();
        var share = Size(all) is not > 0 ? null : unknown is null ? 0 : Size(unknown) is { } size ? Figures.Percent(size, Size(all)!.Value) : null;
        return new(all, largest?.Group, share, [.. groups.OrderBy(g => g.Group, StringComparer.Ordinal).Select(g =>
        {
            var interval = g.Value is { Unit: MetricUnit.Percent, Value: not null } ? Figures.Wilson((int)g.Value.Numerator!.Value, (int)g.Value.Denominator!.Value) : null;
            return new EquityGroup(g.Group, g.Value, Size(g.Value), Figures.PercentOf(interval?.Low), Figures.PercentOf(interval?.High),
                Difference(g.Value, largest?.Value), Ratio(g.Value, largest?.Value), Difference(g.Value, all), Ratio(g.Value, all));
        })]);
    }

    /// <summary>Patients, where the figure says how many: below the line may be days, weeks or posts.</summary>
    private static decimal? Size(MetricValue value) => value.Population > 0 ? value.Population : value.Denominator ?? value.Numerator;

    /// <summary>About the team as a whole, or a balance: a group of patients has none of its own.</summary>
    public static bool IsOfGroups(Metric metric) => metric is { CountsWeeks: false, Code: not ("M02" or "M05") };

    private static decimal? Difference(MetricValue one, MetricValue? other) =>
        one.Unrounded - other?.Unrounded is { } difference ? Figures.HalfUp(difference, one.Unit is MetricUnit.Ratio ? 2 : 1) : null;

    private static decimal? Ratio(MetricValue one, MetricValue? other) => other?.Unrounded is null or 0 || one.Unrounded is null ? null : Figures.HalfUp(one.Unrounded.Value / other.Unrounded.Value, 2);
}
