using NodaTime;
using Registry.Clinical;

namespace Registry.Api;

/// <summary>A caseload that is imagined, for a month.</summary>
/// <param name="Caseload">Patients of all care managers together, 0 to 100000.</param>
/// <param name="Fte">Full-time equivalents of the care managers, 0 to 1000.</param>
/// <param name="FirstMonthShare">Share of the patients who are in their first month, 0 to 1.</param>
/// <param name="Minutes">How many minutes which share of the patients gets; shares add up to 1.</param>
/// <param name="PayerMix">What share of the patients each payer has; shares add up to 1.</param>
/// <param name="BillableShare">Share of the patient-months in which no prerequisite is missing, 0 to 1.</param>
internal sealed record WhatIfRequest(
    YearMonth Month, int Caseload, decimal Fte, decimal FirstMonthShare, IReadOnlyList<MinutesShareBody> Minutes, IReadOnlyList<PayerShareBody> PayerMix, decimal BillableShare = 1)
{
    private static readonly Refusal OutOfRange = new("out-of-range", RefusalKind.Rule, "The number lies outside the range of this member.");
    private static readonly Refusal NotWhole = new("shares-not-whole", RefusalKind.Rule, "Shares go from 0 to 1, are named once each, and add up to 1.");

    public Checks Check()
    {
        var checks = new Checks()
            .Add(Caseload is < 0 or > 100_000 ? OutOfRange.At("caseload") : null).Add(Fte is < 0 or > 1000 ? OutOfRange.At("fte") : null)
            .Add(FirstMonthShare is < 0 or > 1 ? OutOfRange.At("firstMonthShare") : null).Add(BillableShare is < 0 or > 1 ? OutOfRange.At("billableShare") : null)
            .Add(IsWhole(Minutes.Select(m => m.Share)) ? null : NotWhole.At("minutes"))
            .Add(IsWhole(PayerMix.Select(p => p.Share)) && PayerMix.DistinctBy(p => p.Payer).Count() == PayerMix.Count ? null : NotWhole.At("payerMix"));
        foreach (var (i, part) in Minutes.Index()) checks.Minutes($"minutes/{i}/minutes", part.Minutes);
        return checks;
    }

    public WhatIf ToWhatIf() => new(Month, Caseload, Fte, FirstMonthShare, [.. Minutes.Select(m => new MinutesShare(m.Minutes, m.Share))], [.. PayerMix.Select(p => new PayerShare(p.Payer, p.Share))], BillableShare);

    private static bool IsWhole(IEnumerable<decimal> shares)
    {
        List<decimal> parts = [.. shares];
        return parts.Count is > 0 and <= 100 && parts.TrueForAll(p => p is >= 0 and <= 1) && parts.Sum() == 1;
    }
}

internal sealed record MinutesShareBody(int Minutes, decimal Share);

internal sealed record PayerShareBody(PayerCategory Payer, decimal Share);

/// <param name="Revenue">Expected, in US dollars a month.</param>
/// <param name="Net">Revenue less cost.</param>
/// <param name="BreakEvenCaseload">The smallest caseload of the same kind whose revenue covers the cost; null when it brings nothing.</param>
internal sealed record WhatIfResponse(YearMonth Month, string PayerProfile, decimal Revenue, MonthCostResponse Cost, decimal Net, int? BreakEvenCaseload, IReadOnlyList<WhatIfLineResponse> Lines)
{
    public static WhatIfResponse Of(YearMonth month, PayerProfile profile, WhatIfResult r) => new(month, profile.Name, r.Revenue, MonthCostResponse.Of(r.Cost), r.Net, r.BreakEven,
        [.. r.Lines.Select(l => new WhatIfLineResponse(l.Payer, l.Code, l.Units, l.Rate?.Amount, l.Rate is { IsDefault: true }, l.Revenue))]);
}

/// <param name="Units">Expected, to two decimals.</param>
/// <param name="Rate">Null where nobody said what is paid.</param>
/// <param name="IsDefaultRate">Reckoned with a planning assumption.</param>
internal sealed record WhatIfLineResponse(PayerCategory Payer, string Code, decimal Units, decimal? Rate, bool IsDefaultRate, decimal? Revenue);
