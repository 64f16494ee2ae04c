using NodaTime;
using Registry.Clinical;

namespace Registry.UnitTests.Clinical;

public sealed class MetricPeriodTests
{
    private static readonly LocalDate Today = new(2025, 3, 31);

    [Theory]
    [InlineData("2025-02", "2025-02-01", "2025-02-28")]
    [InlineData("2024-Q1", "2024-01-01", "2024-03-31")]
    [InlineData("2024-Q4", "2024-10-01", "2024-12-31")]
    [InlineData("last-1", "2025-03-31", "2025-03-31")]
    [InlineData("last-60", "2025-01-31", "2025-03-31")]
    public void A_period_has_a_first_and_a_last_day(string text, string from, string to)
    {
        var period = MetricPeriod.Parse(text, Today)!;
        Assert.Equal((from, to, text), ($"{period.From:uuuu-MM-dd}", $"{period.To:uuuu-MM-dd}", period.Name));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2025-13")]
    [InlineData("2025-Q5")]
    [InlineData("2025-q1")]
    [InlineData("last-0")]
    [InlineData("last-367")]
    [InlineData("last-007")]
    [InlineData("last- 7")]
    [InlineData("0001-01")]
    public void Anything_else_names_no_period(string? text) => Assert.Null(MetricPeriod.Parse(text, Today));

    [Fact]
    public void The_month_and_the_quarter_of_a_period_end_with_it()
    {
        Assert.Equal((new LocalDate(2025, 3, 1), new LocalDate(2025, 1, 1)), Windows("2025-Q1"));
        Assert.Equal((new LocalDate(2025, 2, 1), new LocalDate(2024, 12, 1)), Windows("2025-02"));
        Assert.Equal((new LocalDate(2025, 3, 1), new LocalDate(2025, 1, 1)), Windows("last-90"));
        Assert.Equal((new LocalDate(2025, 3, 25), new LocalDate(2025, 1, 1)), Windows("last-7"));
    }

    private static (LocalDate Month, LocalDate Quarter) Windows(string text)
    {
        var period = MetricPeriod.Parse(text, Today)!;
        return (period.MonthFrom, period.QuarterFrom);
    }
}
