using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Registry.Clinical;

/// <summary>The days a figure is about, both ends included: a calendar month, a calendar quarter, or so many days ending on a day.</summary>
/// <param name="Name">As it is asked for: "2025-03", "2025-Q1", "last-30".</param>
/// <param name="IsRolling">Ends on any day; a calendar period begins and ends with a month.</param>
public sealed record MetricPeriod(string Name, LocalDate From, LocalDate To, bool IsRolling = false)
{
    public const int LongestRolling = 366;

    public static MetricPeriod Month(YearMonth month) => new(YearMonthPattern.Iso.Format(month), month.OnDayOfMonth(1), month.ToDateInterval().End);

    /// <param name="quarter">1 to 4.</param>
    public static MetricPeriod Quarter(int year, int quarter)
    {
        var first = new YearMonth(year, quarter * 3 - 2);
        return new(string.Create(CultureInfo.InvariantCulture, $"{year:0000}-Q{quarter}"), first.OnDayOfMonth(1), first.PlusMonths(2).ToDateInterval().End);
    }

    /// <param name="days">1 to 366, the last of them included: 60 days ending 31 March begin on 31 January.</param>
    public static MetricPeriod Last(int days, LocalDate end) =>
        new(string.Create(CultureInfo.InvariantCulture, $"last-{days}"), end.PlusDays(1 - days), end, IsRolling: true);

    /// <summary>Null when the text names no period. A rolling one ends on <paramref name="asOf"/>.</summary>
    public static MetricPeriod? Parse(string? text, LocalDate asOf)
    {
        if (text is null) return null;
        if (YearMonthPattern.Iso.Parse(text) is { Success: true, Value: var month }) return month.Year is > 1900 and < 9999 ? Month(month) : null;
        if (text.Length == 7 && text[4..6] == "-Q" && text[6] is >= '1' and <= '4' && Digits(text[..4]) is > 1900 and < 9999 and var year) return Quarter(year, text[6] - '0');
        return text.StartsWith("last-", StringComparison.Ordinal) && Digits(text[5..]) is >= 1 and <= LongestRolling and var days && text == $"last-{days}" ? Last(days, asOf) : null;
    }

    /// <summary>Where a rule speaks of a month: the last calendar month of the period, or the month that ends with a rolling one.</summary>
    public LocalDate MonthFrom => IsRolling ? Days.Later(From, To.PlusMonths(-1).PlusDays(1)) : To.With(DateAdjusters.StartOfMonth);

    /// <summary>Where a rule speaks of a quarter: the three months that end with the period.</summary>
    public LocalDate QuarterFrom => IsRolling ? To.PlusMonths(-3).PlusDays(1) : To.With(DateAdjusters.StartOfMonth).PlusMonths(-2);

    private static int? Digits(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    public override string ToString() => Name;
}
