using NodaTime;
using Registry.Clinical;

namespace Registry.UnitTests.Clinical;

/// <summary>The aggregates that the ten rows of the published table imply. Domain reference 2.3.</summary>
public sealed class Figure3MetricsTests : MetricTestBase
{
    private static readonly LocalDate Day = Figure3.ReportDate;

    [Theory]
    [InlineData("M08", "last-30", 8, 10)]
    [InlineData("M08", "2023-01", 7, 10)] // row 7 drops out
    [InlineData("M19", "2023-01", 0, 3)]
    [InlineData("M26", "2023-01", 3, 3)]
    [InlineData("M27", "last-60", 1, 3)] // row 6 a day early, row 7 outside, row 9 inside
    [InlineData("M34", "2023-01", 1, 10)] // row 4, 302 days
    [InlineData("M25", "2023-01", 2, 5)] // rows 1 and 4 of those with two scores
    public void The_aggregates_are_those_of_the_reference(string metric, string period, int numerator, int denominator) =>
        AssertRate(numerator, denominator, Of(metric, period));

    [Fact]
    public void Two_of_ten_PHQ_9_scores_are_stale_whatever_the_status()
    {
        AssertRate(7, 9, Of("M16", "2023-01")); // row 1 is in relapse prevention
        Assert.Equal(["score-is-stale-or-missing", "score-is-stale-or-missing"],
            Report("2023-01").Behind(Metrics.ByCode("M16")!).Where(e => e.Placement.Place is Place.Denominator).Select(e => e.Placement.Why));
    }

    [Fact]
    public void Row_nine_improves_when_anxiety_is_asked_about() => AssertRate(1, 4, Of("M19", "2023-01", Instruments.Gad7));

    [Fact]
    public void The_caseload_is_ten_of_whom_one_is_in_relapse_prevention()
    {
        var size = Of("M01", "2023-01");
        Assert.Equal(10, size.Value);
        Assert.Equal([new("relapse-prevention", 1), new("treatment", 9)], size.Parts);
        Assert.Equal("fte-not-attested", Of("M02", "2023-01").NoValue);
    }

    [Fact]
    public void Five_came_in_January_and_nobody_left()
    {
        Assert.Equal((5, 0, 5), (Of("M03", "2023-01").Value, Of("M04", "2023-01").Value, Of("M05", "2023-01").Value));
    }

    private static MetricValue Of(string metric, string period, Instrument? instrument = null) => Report(period, instrument).Of(Metrics.ByCode(metric)!);

    private static MetricsReport Report(string period, Instrument? instrument = null) =>
        new(Figure3.Episodes.Select(e => new MeasuredEpisode(e, default)), Ask(period, Day) with { Instrument = instrument });
}
