using NodaTime;
using Registry.Clinical;

namespace Registry.Api;

/// <summary>What a payer pays for one unit of a code.</summary>
/// <param name="Payer">Null in a default: for every payer but the patients themselves.</param>
/// <param name="Code">99492 and the like.</param>
/// <param name="From">The first day it holds.</param>
/// <param name="Until">The last day; null while it lasts.</param>
/// <param name="Amount">US dollars, to the cent.</param>
/// <param name="Source">Where it stands: a contract, a fee schedule; a default says that it is an assumption.</param>
internal sealed record RateBody(PayerCategory? Payer, string Code, LocalDate From, decimal Amount, string Source, LocalDate? Until = null)
{
    private static readonly Refusal UnknownCode = new("unknown-code", RefusalKind.Rule, "There is no billing code of this name.");

    public static RateBody Of(Rate r) => new(r.Payer, r.Code, r.FromOn, r.Amount, r.Source, r.UntilOn);

    public Checks Check() => FinanceChecks.Of(From, Until, Amount, Source)
        .Add(Payer is null ? Refusals.Required.At("payer") : null).Add(BillingCodes.All.Any(c => c.Code == Code) ? null : UnknownCode.At("code"));

    public FinanceRate ToRate(Access access) => new()
    {
        OrganizationId = access.OrganizationId,
        Payer = Payer!.Value,
        Code = Code,
        FromOn = From,
        UntilOn = Until,
        Amount = Amount,
        Source = Source.Trim(),
        RecordedAt = access.Now,
        RecordedBy = access.Caller!.PrincipalId,
    };
}

/// <param name="Kind">What it is a part of: US dollars for a care manager's year or a consultant's hour, the consultant's hours a week for each care manager, percent of overhead.</param>
/// <param name="From">The first day it holds.</param>
/// <param name="Until">The last day; null while it lasts.</param>
/// <param name="Amount">In the unit of its kind.</param>
/// <param name="Source">Where it comes from; a default says that it is an assumption.</param>
internal sealed record CostBody(CostKind Kind, LocalDate From, decimal Amount, string Source, LocalDate? Until = null)
{
    public static CostBody Of(Cost c) => new(c.Kind, c.FromOn, c.Amount, c.Source, c.UntilOn);

    public Checks Check() => FinanceChecks.Of(From, Until, Amount, Source);

    public FinanceCost ToCost(Access access) => new()
    {
        OrganizationId = access.OrganizationId,
        Kind = Kind,
        FromOn = From,
        UntilOn = Until,
        Amount = Amount,
        Source = Source.Trim(),
        RecordedAt = access.Now,
        RecordedBy = access.Caller!.PrincipalId,
    };
}

internal static class FinanceChecks
{
    private static readonly Refusal AmountOutOfRange = new("amount-out-of-range", RefusalKind.Rule, "An amount goes from 0 to 1000000, to two decimals.");

    public static Checks Of(LocalDate from, LocalDate? until, decimal amount, string source) => new Checks().Text("source", source, 400)
        .Add(until < from ? Refusals.BeforeItBegan.At("until") : null)
        .Add(from.Year is < 1900 or > 2999 ? Refusals.DateTooEarly.At("from") : null)
        .Add(amount is < 0 or > 1_000_000 || amount != decimal.Round(amount, 2) ? AmountOutOfRange.At("amount") : null);
}

/// <param name="Defaults">Name of the defaults that hold where the organization has said nothing.</param>
internal sealed record FinanceSettingsResponse(string Defaults, IReadOnlyList<RateBody> DefaultRates, IReadOnlyList<CostBody> DefaultCosts, IReadOnlyList<RateBody> Rates, IReadOnlyList<CostBody> Costs);

/// <summary>A calendar month in minutes, codes and dollars. Nothing was claimed or paid: revenue is what the codes reached would bring.</summary>
/// <param name="KnownAt">When the facts behind it were known; null for now.</param>
/// <param name="Rows">The organization, then its clinics; of one clinic, that clinic alone.</param>
internal sealed record FinanceResponse(YearMonth Month, LocalDate AsOf, Instant? KnownAt, string PayerProfile, IReadOnlyList<FinanceRowResponse> Rows);

/// <param name="ClinicId">Null for the organization.</param>
/// <param name="Suppressed">Parts that are null because 1 to 10 people could be seen or reckoned from them: yield, money, lost.</param>
/// <param name="PatientMonths">With any minutes.</param>
/// <param name="Reached">Of those, with minutes enough for a code.</param>
/// <param name="Billable">Of those, with nothing missing.</param>
/// <param name="Yield">Billable of all with minutes, in percent.</param>
/// <param name="Revenue">Of billable units with a rate, in US dollars.</param>
/// <param name="RevenueAtRisk">Of units for which a prerequisite is missing.</param>
/// <param name="UnpricedUnits">For which nobody said what is paid.</param>
/// <param name="Cost">Of the whole month; null while nobody attested full-time equivalents.</param>
/// <param name="Net">Revenue less cost; null while days of the month are still to come, since revenue is that of the work so far and cost that of the whole month.</param>
/// <param name="Lost">Minutes that earn nothing, by reason.</param>
internal sealed record FinanceRowResponse(
    Id<Clinic>? ClinicId, IReadOnlyList<string> Suppressed, int? PatientMonths, int? Reached, int? Billable, decimal? Yield, int? CountedMinutes,
    decimal? Revenue, decimal? RevenueAtRisk, int? UnpricedUnits, MonthCostResponse? Cost, decimal? Net, IReadOnlyList<FinanceLineResponse> Lines, IReadOnlyList<LostMinutesResponse> Lost)
{
    public static FinanceRowResponse Of(Id<Clinic>? clinic, FinanceMonth month)
    {
        var (work, suppressed) = (month.Work, new List<string>());
        if (work.Yield is null) suppressed.Add("yield");
        if (work.Units is null) suppressed.Add("money");
        if (work.Lost is null) suppressed.Add("lost");
        return new(clinic, suppressed, work.Yield?.PatientMonths, work.Yield?.Reached, work.Yield?.Billable, work.Yield?.Share, work.Yield?.CountedMinutes,
            month.Revenue, month.RevenueAtRisk, month.UnpricedUnits, month.Cost is { } cost ? MonthCostResponse.Of(cost) : null, month.Net,
            [.. (month.Lines ?? []).Select(FinanceLineResponse.Of)], [.. (work.Lost ?? []).Select(l => new LostMinutesResponse(l.Reason, l.Minutes))]);
    }
}

internal sealed record MonthCostResponse(decimal CareManagers, decimal Consultant, decimal Overhead, decimal Total)
{
    public static MonthCostResponse Of(MonthCost c) => new(c.CareManagers, c.Consultant, c.Overhead, c.Total);
}

/// <param name="Payer">Null when no payer is recorded.</param>
/// <param name="Units">Of patient-months in which nothing is missing.</param>
/// <param name="UnitsAtRisk">Reached, but a prerequisite is missing.</param>
/// <param name="Rate">Of one unit; null where nobody said what is paid.</param>
/// <param name="IsDefaultRate">Reckoned with a planning assumption.</param>
internal sealed record FinanceLineResponse(PayerCategory? Payer, string Code, int Units, int UnitsAtRisk, decimal? Rate, bool IsDefaultRate, string? RateSource, decimal? Revenue, decimal? RevenueAtRisk)
{
    public static FinanceLineResponse Of(FinanceLine l) => new(l.Of.Payer, l.Of.Code, l.Of.Units, l.Of.UnitsAtRisk, l.Rate?.Amount, l.Rate is { IsDefault: true }, l.Rate?.Source, l.Revenue, l.RevenueAtRisk);
}

/// <param name="Reason">before-consent, overlap and the like; below-any-code, prerequisite-missing.</param>
internal sealed record LostMinutesResponse(string Reason, int Minutes);
