using NodaTime;

namespace Registry.Clinical;

/// <summary>Figures of outcome that are neither counts nor shares.</summary>
internal static class OutcomeSums
{
    public static MetricValue MedianTime(PlacedPopulation p)
    {
        var watched = p.Counted.Select(c => c.Episode).ToList();
        var improvement = Median(watched, e => e.Scale.IsImproved);
        return Sums.Value(p, improvement, null, watched.Count, watched.Count == 0 ? Sums.EmptyDenominator : improvement is null ? "median-not-reached" : null)
            with { Parts = [new("to-remission", Median(watched, e => e.Scale.IsRemission))] };
    }

    public static MetricValue MeanChange(PlacedPopulation p)
    {
        var changes = Sums.Observed(p);
        decimal? mean = changes.Count == 0 ? null : changes.Average();
        var spread = Figures.StandardDeviation([.. p.Counted.Select(c => (decimal)c.Episode.Scale.Baseline!.Value.Total)]);
        var standardized = mean is { } known && spread is > 0 ? Figures.HalfUp((decimal)((double)known / spread.Value), 2) : (decimal?)null;
        return Sums.Middle(p, mean, changes.Count) with { Parts = [new("standardized", standardized)] };
    }

    private static int? Median(List<EpisodeInPeriod> watched, Func<EpisodeInPeriod, Func<Score, bool>> reached) => KaplanMeier.MedianDays(watched.Select(e =>
    {
        var first = e.Scale.Later.Where(reached(e)).Select(s => (LocalDate?)s.On).FirstOrDefault();
        return first is { } day ? (Period.DaysBetween(e.Facts.EnrolledOn, day), true) : (e.DaysInTreatment, false);
    }));
}
