using Registry.Clinical;

namespace Registry.UnitTests.Clinical;

public sealed class RunChartTests
{
    /// <summary>Limits as published by Anhøj (2015, table 1) for the number of useful points.</summary>
    [Theory]
    [InlineData(10, 6, 2)]
    [InlineData(12, 7, 3)]
    [InlineData(16, 7, 4)]
    [InlineData(20, 7, 6)]
    [InlineData(24, 8, 8)]
    [InlineData(30, 8, 10)]
    [InlineData(60, 9, 23)]
    public void The_limits_are_the_published_ones(int useful, int longest, int fewest)
    {
        var chart = Of(Enumerable.Range(0, useful).Select(i => i % 2 == 0 ? 1m : 3m));
        Assert.Equal((useful, longest, fewest), (chart.Useful, chart.LongestByChance, chart.FewestByChance));
    }

    [Fact]
    public void A_change_that_lasts_shows_as_a_shift_and_as_too_few_crossings()
    {
        var chart = Of([62, 58, 61, 57, 63, 59, 60, 58, 62, 61, 72, 75, 71, 78, 74, 73, 77, 76, 72, 75]);
        Assert.Equal((67m, 10, 1), (chart.Median!.Value, chart.LongestRun, chart.Crossings)); // 63 and 71 stand around the middle
        Assert.True(chart is { HasShift: true, HasTooFewCrossings: true });
    }

    [Fact]
    public void Chance_alone_shows_nothing()
    {
        var chart = Of([62, 58, 61, 57, 63, 59, 60, 58, 62, 57, 61, 59]);
        Assert.Equal((59.5m, 1, 11), (chart.Median!.Value, chart.LongestRun, chart.Crossings));
        Assert.False(chart.HasShift || chart.HasTooFewCrossings);
    }

    [Fact]
    public void Points_on_the_median_neither_break_nor_lengthen_a_run()
    {
        var chart = Of([1, 5, 5, 9, 9, 5, 9, 1, 1]);
        Assert.Equal((5m, 6, 3, 2), (chart.Median!.Value, chart.Useful, chart.LongestRun, chart.Crossings));
    }

    [Fact]
    public void With_fewer_than_ten_useful_points_nothing_is_judged()
    {
        var chart = Of([1, 1, 1, 1, 9, 9, 9, 9]);
        Assert.False(chart.HasShift || chart.HasTooFewCrossings);
    }

    [Fact]
    public void A_month_without_a_value_is_a_gap_and_a_baseline_may_be_the_first_points_alone()
    {
        var chart = RunChart.Of([new("2025-01", 60), new("2025-02", null), new("2025-03", 62), new("2025-04", 90)], baseline: 2);
        Assert.Equal((61m, 3, 2), (chart.Median!.Value, chart.Useful, chart.LongestRun));
    }

    private static RunChart Of(IEnumerable<decimal> values) => RunChart.Of([.. values.Select((v, i) => new RunChartPoint($"{i}", v))]);
}
