namespace Registry.Clinical;

/// <summary>One clinic's figure beside those of the others.</summary>
/// <param name="Peers">Clinics it is compared with: the others that rest on enough patients.</param>
/// <param name="Median">Of the peers; null without any.</param>
/// <param name="Low">Lower funnel limit: where 95% of clinics of this size would lie if all were alike. Shares only.</param>
/// <param name="Place">"below", "within" or "above" the limits; null where there are none.</param>
public sealed record PeerFigure(Id<Clinic> Clinic, MetricValue Value, int Peers, decimal? Median, decimal? LowerQuartile, decimal? UpperQuartile, decimal? Low, decimal? High, string? Place);

/// <summary>Where clinics would lie if all were alike: the smaller one is, the wider.</summary>
/// <param name="Share">Of the clinics together, 0 to 1.</param>
/// <param name="Clinics">How many they are: those that rest on enough patients.</param>
public readonly record struct Funnel(double Share, int Clinics)
{
    /// <summary>In percent, to one decimal: between them lie 95% of clinics of so many patients.</summary>
    public (decimal Low, decimal High) LimitsAt(decimal patients)
    {
        var (low, high) = Figures.Wilson(Share, (double)patients);
        return (Figures.PercentOf(low)!.Value, Figures.PercentOf(high)!.Value);
    }
}

/// <summary>Clinics side by side: limits instead of ranks, since small clinics vary most.</summary>
public static class PeerComparison
{
    /// <summary>A clinic with a smaller denominator is nobody's peer, and has no limits.</summary>
    public const int FewestPatients = 10;

    /// <summary>One clinic is always within the limits around itself.</summary>
    private const int FewestClinics = 2;

    public static IReadOnlyList<PeerFigure> Of(IReadOnlyCollection<(Id<Clinic> Clinic, MetricValue Value)> clinics)
    {
        var large = clinics.Where(c => IsLarge(c.Value)).ToList();
        var funnel = FunnelOf(clinics);
        return [.. clinics.Select(c =>
        {
            var peers = large.Where(l => l.Clinic != c.Clinic).Select(l => l.Value.Value!.Value).ToList();
            var limits = IsLarge(c.Value) && c.Value.Denominator >= FewestPatients ? funnel?.LimitsAt(c.Value.Denominator!.Value) : null;
            var (low, high) = (limits?.Low, limits?.High);
            return new PeerFigure(c.Clinic, c.Value, peers.Count, Rounded(0.5m), Rounded(0.25m), Rounded(0.75m), low, high,
                limits is null ? null : c.Value.Value < low ? "below" : c.Value.Value > high ? "above" : "within");

            decimal? Rounded(decimal share) => Figures.Quantile(peers, share) is { } value ? Figures.HalfUp(value, 1) : null;
        })];
    }

    /// <summary>Around what the clinics together have; null of anything but a share, and without two clinics to compare.</summary>
    public static Funnel? FunnelOf(IReadOnlyCollection<(Id<Clinic> Clinic, MetricValue Value)> clinics)
    {
        var large = clinics.Where(c => c.Value is { Unit: MetricUnit.Percent, Denominator: >= FewestPatients } && IsLarge(c.Value)).ToList();
        return large.Count < FewestClinics ? null : new((double)(large.Sum(c => c.Value.Numerator!.Value) / large.Sum(c => c.Value.Denominator!.Value)), large.Count);
    }

    private static bool IsLarge(MetricValue value) => value.Value is not null
        && ((value.Population > 0 ? value.Population : value.Denominator ?? value.Numerator) >= FewestPatients || Metrics.ByCode(value.Code) is { CountsWeeks: true });
}
