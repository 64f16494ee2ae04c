namespace Registry.Clinical;

/// <summary>The figures of one population in one period.</summary>
/// <remarks>Each episode is read once and asked by every metric; nothing here looks anything up.</remarks>
public sealed class MetricsReport
{
    public const string NotBegun = "period-not-begun";

    private readonly MetricQuestion question;
    private readonly List<List<EpisodeInPeriod>> patients;
    private PlacedPopulation? latest;

    /// <param name="episodes">Every episode that could matter; whom a metric is about, it decides itself.</param>
    public MetricsReport(IEnumerable<MeasuredEpisode> episodes, MetricQuestion question) : this(Acquainted([.. episodes.Select(e => new EpisodeInPeriod(e, question))]), question)
    {
    }

    /// <param name="episodes">As they look in the period of the question; several reports about some of them share what was worked out.</param>
    public MetricsReport(IEnumerable<EpisodeInPeriod> episodes, MetricQuestion question)
    {
        this.question = question;
        patients = [.. episodes.GroupBy(e => e.Facts.PatientId).OrderBy(g => g.Key).Select(LatestFirst)];
    }

    private static List<EpisodeInPeriod> LatestFirst(IEnumerable<EpisodeInPeriod> ofPatient) => [.. ofPatient.OrderByDescending(e => e.Facts.EnrolledOn).ThenByDescending(e => e.Facts.EpisodeId)];

    /// <summary>Lets every episode know the patient's others.</summary>
    private static List<EpisodeInPeriod> Acquainted(List<EpisodeInPeriod> episodes)
    {
        foreach (var ofPatient in episodes.GroupBy(e => e.Facts.PatientId).Select(LatestFirst))
        {
            foreach (var episode in ofPatient) episode.OfPatient = ofPatient;
        }

        return episodes;
    }

    public MetricValue Of(Metric metric) => HasBegun ? metric.Sum(Placed(metric))
        : new(metric.Code, metric.Version, metric.Unit, null, null, null) { NoValue = NotBegun };

    /// <summary>Who is in the population of a metric: above the line, below it, or left out, each with the reason.</summary>
    public IReadOnlyList<PlacedEpisode> Behind(Metric metric) => HasBegun ? Placed(metric).Episodes : [];

    private bool HasBegun => question.From <= question.AsOf;

    /// <summary>A figure and whom it is about are asked for one after the other.</summary>
    private PlacedPopulation Placed(Metric metric) => latest?.Metric == metric ? latest : latest = PopulationOf(metric);

    private PlacedPopulation PopulationOf(Metric metric)
    {
        var placed = new List<PlacedEpisode>();
        foreach (var episodes in patients)
        {
            var counted = false;
            foreach (var episode in episodes)
            {
                var placement = metric.Place(episode);
                if (placement.Place is Place.Outside) continue;
                placed.Add(new(episode, counted && metric.CountsPatientsOnce ? Placement.Excluded("another-episode-counts") : placement));
                counted = true;
            }
        }

        return new(metric, question, placed);
    }
}
