using NodaTime;
using Registry.Clinical;

namespace Registry.UnitTests.Clinical;

/// <summary>Asks one metric about a few stories.</summary>
public abstract class MetricTestBase
{
    internal static readonly LocalDate Day0 = FlagTestBase.Day0;

    internal static MetricQuestion Ask(string period, LocalDate asOf, OutcomeProfile? profile = null) =>
        new(MetricPeriod.Parse(period, asOf)!, asOf, profile ?? OutcomeProfile.Nys2025, FlagParameters.Default, PayerProfile.Midpoint);

    internal static MetricValue Value(string metric, MetricQuestion question, params IEnumerable<MeasuredEpisode> episodes) =>
        new MetricsReport(episodes, question).Of(Metrics.ByCode(metric)!);

    /// <summary>Each story another patient's.</summary>
    internal static IEnumerable<MeasuredEpisode> Patients(params IEnumerable<Story> stories) =>
        stories.Select((story, i) => new MeasuredEpisode(story.FactsOf(i), default));

    /// <summary>The last day of the period is that day of the story.</summary>
    internal static (string Why, Place Place) PlaceOf(string metric, Story story, int day, int lastDays = 30)
    {
        var question = Ask($"last-{lastDays}", story.On(day));
        var placement = Metrics.ByCode(metric)!.Place(new(Patients(story).Single(), question));
        return (placement.Why, placement.Place);
    }

    internal static void AssertRate(int numerator, int denominator, MetricValue value) =>
        Assert.Equal(((decimal)numerator, (decimal)denominator, Figures.Percent(numerator, denominator)), (value.Numerator!.Value, value.Denominator!.Value, value.Value));
}
