using NodaTime;

namespace Registry.Clinical;

/// <summary>A caseload that is imagined, for a month.</summary>
/// <param name="Month">Decides which codes and rates are in force.</param>
/// <param name="Caseload">Patients of all care managers together.</param>
/// <param name="Fte">Full-time equivalents of the care managers.</param>
/// <param name="FirstMonthShare">Share of the patients who are in their first month, 0 to 1.</param>
/// <param name="Minutes">How many minutes which share of the patients gets; the shares add up to 1. Nought minutes for those nobody works with.</param>
/// <param name="PayerMix">What share of the patients each payer has; the shares add up to 1.</param>
/// <param name="BillableShare">Share of the patient-months in which no prerequisite is missing, 0 to 1.</param>
public sealed record WhatIf(
    YearMonth Month, int Caseload, decimal Fte, decimal FirstMonthShare, IReadOnlyList<MinutesShare> Minutes, IReadOnlyList<PayerShare> PayerMix, decimal BillableShare)
{
    /// <summary>Expected units, dollars and the caseload that pays for itself. Fractions of a patient are meant: it is an expectation.</summary>
    public WhatIfResult Under(PayerProfile profile, PriceList prices)
    {
        var day = Month.ToDateInterval().End;
        var units =
            from minutes in Minutes
            from kind in (IEnumerable<(MonthKind Kind, decimal Share)>)[(MonthKind.First, FirstMonthShare), (MonthKind.Later, 1 - FirstMonthShare)]
            from code in new CodeLadder(profile, Month, kind.Kind).Codes(minutes.Minutes)
            from payer in PayerMix
            group Caseload * BillableShare * minutes.Share * kind.Share * payer.Share * code.Units by (payer.Payer, code.Code) into line
            orderby line.Key
            select new WhatIfLine(line.Key.Payer, line.Key.Code, Math.Round(line.Sum(), 2, MidpointRounding.AwayFromZero), prices.Of(line.Key.Payer, line.Key.Code, day), line.Sum());
        List<WhatIfLine> lines = [.. units.Where(l => l.Exact > 0)];
        return new(lines, prices.OfMonth(Fte, Month), Caseload);
    }
}

public readonly record struct MinutesShare(int Minutes, decimal Share);

public readonly record struct PayerShare(PayerCategory Payer, decimal Share);

/// <param name="Units">Expected, to two decimals.</param>
/// <param name="Rate">Null where nobody said what is paid.</param>
/// <param name="Exact">Unrounded.</param>
public sealed record WhatIfLine(PayerCategory Payer, string Code, decimal Units, Rate? Rate, decimal Exact)
{
    public decimal? Revenue => Rate is { } rate ? PriceList.Money(Exact * rate.Amount) : null;
}

public sealed record WhatIfResult(IReadOnlyList<WhatIfLine> Lines, MonthCost Cost, int Caseload)
{
    public decimal Revenue => PriceList.Money(Lines.Sum(l => l.Exact * l.Rate?.Amount ?? 0));
    public decimal Net => Revenue - Cost.Total;

    /// <summary>The smallest caseload of the same kind whose revenue covers the cost; null when it brings nothing, or as good as nothing.</summary>
    public int? BreakEven => Revenue != 0 && Caseload != 0 && Math.Ceiling(Cost.Total * Caseload / Revenue) is <= int.MaxValue and var caseload ? (int)caseload : null;
}
