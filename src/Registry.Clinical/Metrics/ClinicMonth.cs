using NodaTime;

namespace Registry.Clinical;

/// <summary>The figures of one clinic in one month, by code.</summary>
public sealed record ClinicMonth(YearMonth Month, IReadOnlyDictionary<string, MetricValue> Values)
{
    /// <summary>The same month with one figure more.</summary>
    public ClinicMonth With(MetricValue value) => this with { Values = new Dictionary<string, MetricValue>(Values) { [value.Code] = value } };

    /// <summary>A month after another out of one reading of the facts: each is judged at its own end, so it is what it would be by itself.</summary>
    /// <param name="question">Of a month.</param>
    public static IEnumerable<ClinicMonth> Of(IReadOnlyCollection<MeasuredEpisode> episodes, IReadOnlyList<Metric> metrics, YearMonth first, YearMonth last, Func<YearMonth, MetricQuestion> question)
    {
        for (var month = first; month.CompareTo(last) <= 0; month = month.PlusMonths(1))
        {
            var report = new MetricsReport(episodes, question(month));
            yield return new(month, metrics.DistinctBy(m => m.Code).ToDictionary(m => m.Code, report.Of));
        }
    }
}
