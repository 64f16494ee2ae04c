using Registry.Clinical;

namespace Registry.UnitTests.Clinical;

/// <summary>Sums against values computed elsewhere by hand.</summary>
public sealed class FigureTests
{
    [Theory]
    [InlineData(4, 6, 66.7)]
    [InlineData(1, 8, 12.5)]
    [InlineData(1, 16, 6.3)] // 6.25 goes up
    [InlineData(7, 8, 87.5)]
    public void Percentages_are_rounded_half_up_to_one_decimal(int part, int whole, double percent) =>
        Assert.Equal((decimal)percent, Figures.Percent(part, whole));

    [Fact]
    public void Nothing_of_nothing_is_no_percentage() => Assert.Null(Figures.Percent(0, 0));

    [Fact]
    public void Quantiles_are_those_of_a_spreadsheet()
    {
        Assert.Equal(2.5m, Figures.Median([4, 1, 2, 3]));
        Assert.Equal(3.7m, Figures.Quantile([1, 2, 3, 4], 0.9m));
        Assert.Equal(5, Figures.Median([5]));
        Assert.Null(Figures.Median([]));
    }

    /// <summary>Newcombe 1998, table I, method 3.</summary>
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0000, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void Wilson_intervals_are_those_of_the_publication(int part, int whole, double low, double high)
    {
        var interval = Figures.Wilson(part, whole)!.Value;
        Assert.Equal((low, high), (Math.Round(interval.Low, 4), Math.Round(interval.High, 4)));
    }

    /// <summary>The leukaemia trial of Freireich 1963, as in every textbook: 6-mercaptopurine, median 23 weeks; placebo, 8.</summary>
    [Fact]
    public void The_median_of_a_textbook_survival_curve_is_the_textbooks()
    {
        (int, bool)[] treated =
        [
            (6, true), (6, true), (6, true), (6, false), (7, true), (9, false), (10, true), (10, false), (11, false), (13, true), (16, true),
            (17, false), (19, false), (20, false), (22, true), (23, true), (25, false), (32, false), (32, false), (34, false), (35, false),
        ];
        int[] placebo = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23];
        Assert.Equal(23, KaplanMeier.MedianDays(treated));
        Assert.Equal(8, KaplanMeier.MedianDays(placebo.Select(day => (day, true))));
        Assert.Null(KaplanMeier.MedianDays([(5, true), (9, false), (9, false)]));
    }
}
