using NodaTime;

namespace Registry.Clinical;

/// <summary>Units of one code by one payer, and what they bring.</summary>
/// <param name="Rate">Null where nobody said what is paid.</param>
public sealed record FinanceLine(CodeUnits Of, Rate? Rate)
{
    public decimal? Revenue => Of.Units * Rate?.Amount;
    public decimal? RevenueAtRisk => Of.UnitsAtRisk * Rate?.Amount;
}

/// <summary>A month of a clinic or an organization in dollars: what the minutes worked are projected to bring, and what the month costs.</summary>
/// <remarks>
/// No claim was made and nothing was paid: revenue is what the codes reached would bring at the rates given. Of a running month the revenue
/// is that of the work so far and the cost that of the whole month, so there is no net yet: codes are earned late in a month, and cost
/// by the day would only make up another number.
/// </remarks>
/// <param name="Lines">By payer and code; null where they may not be shown.</param>
/// <param name="Cost">Of the whole month; null while nobody attested full-time equivalents.</param>
/// <param name="IsRunning">Days of the month are still to come.</param>
public sealed record FinanceMonth(FinanceFigures Work, IReadOnlyList<FinanceLine>? Lines, MonthCost? Cost, bool IsRunning)
{
    /// <param name="last">The last day that is counted: its rates hold.</param>
    /// <param name="fte">Attested full-time equivalents of the care managers; null while nobody attested any.</param>
    public static FinanceMonth Of(FinanceFigures work, LocalDate last, PriceList prices, decimal? fte) => new(
        work, work.Units is null ? null : [.. work.Units.Select(u => new FinanceLine(u, prices.Of(u.Payer, u.Code, last)))], fte is { } posts ? prices.OfMonth(posts, last.ToYearMonth()) : null,
        last < last.ToYearMonth().ToDateInterval().End);

    public decimal? Revenue => Lines?.Sum(l => l.Revenue ?? 0);
    public decimal? RevenueAtRisk => Lines?.Sum(l => l.RevenueAtRisk ?? 0);

    /// <summary>Units for which nobody said what is paid; they are in no revenue.</summary>
    public int? UnpricedUnits => Lines?.Where(l => l.Rate is null).Sum(l => l.Of.Units + l.Of.UnitsAtRisk);
    public decimal? Net => IsRunning ? null : Revenue - Cost?.Total;
}
