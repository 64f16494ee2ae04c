using NodaTime;

namespace Registry.Clinical;

/// <summary>A rate in force: the organization's own, or a default.</summary>
/// <param name="Payer">Null in a default, which is for every payer but the patients themselves.</param>
/// <param name="UntilOn">The last day; null while it lasts.</param>
public sealed record Rate(PayerCategory? Payer, string Code, LocalDate FromOn, LocalDate? UntilOn, decimal Amount, string Source)
{
    public bool IsDefault => Payer is null;

    public bool IsInForce(LocalDate day) => FromOn <= day && !(UntilOn < day);
}

/// <summary>A part of the cost in force.</summary>
public sealed record Cost(CostKind Kind, LocalDate FromOn, LocalDate? UntilOn, decimal Amount, string Source)
{
    public bool IsInForce(LocalDate day) => FromOn <= day && !(UntilOn < day);
}

/// <summary>What a program starts reckoning with until it says what its payers pay and what its staff costs.</summary>
/// <remarks>Round figures for planning, no fee schedule and nobody's contract; each says so as its source.</remarks>
public static class PlanningDefaults
{
    public const string Name = "planning-assumptions-2026";
    private const string Source = "Planning assumption in round figures; replace it by the contracted rate.";
    private static readonly LocalDate From = new(2018, 1, 1), OfAddOns = new(2026, 1, 1), EndOfHealthCenter = new(2025, 12, 31);

    public static readonly IReadOnlyList<Rate> Rates =
    [
        Default(BillingCodes.FirstMonth, 150), Default(BillingCodes.LaterMonth, 130), Default(BillingCodes.AddOn, 60), Default(BillingCodes.ShortMonth, 60),
        Default(BillingCodes.General, 50), Default(BillingCodes.GeneralByPsychologist, 50),
        new(null, BillingCodes.HealthCenter.Code, From, EndOfHealthCenter, 140, Source),
        new(null, BillingCodes.AddOnFirstMonth.Code, OfAddOns, null, 150, Source), new(null, BillingCodes.AddOnLaterMonth.Code, OfAddOns, null, 130, Source),
        new(null, BillingCodes.AddOnGeneral.Code, OfAddOns, null, 50, Source),
    ];

    public static readonly IReadOnlyList<Cost> Costs =
    [
        new(CostKind.CareManagerYear, From, null, 95_000, Source),
        new(CostKind.ConsultantHour, From, null, 220, Source),
        new(CostKind.ConsultantHoursAWeek, From, null, 2, "Planning assumption: four hours a week for two care managers."),
        new(CostKind.OverheadPercent, From, null, 20, Source),
    ];

    private static Rate Default(BillingCode code, decimal amount) => new(null, code.Code, From, null, amount, Source);
}

/// <summary>What one unit of a code brings from a payer, and what staff costs, on a day. The organization's own figure goes before the default.</summary>
public sealed class PriceList(IReadOnlyList<Rate> rates, IReadOnlyList<Cost> costs)
{
    /// <param name="rates">The organization's own, in the order they were recorded.</param>
    /// <param name="costs">Likewise.</param>
    public static PriceList Of(IEnumerable<FinanceRate> rates, IEnumerable<FinanceCost> costs) => new(
        [.. rates.OrderBy(r => r.RecordedAt).Select(r => new Rate(r.Payer, r.Code, r.FromOn, r.UntilOn, r.Amount, r.Source))],
        [.. costs.OrderBy(c => c.RecordedAt).Select(c => new Cost(c.Kind, c.FromOn, c.UntilOn, c.Amount, c.Source))]);

    /// <summary>Null where nobody said what is paid: the patients' own payments, and payers that are not known, have no default.</summary>
    public Rate? Of(PayerCategory? payer, string code, LocalDate day) => payer is null ? null
        : Latest(rates.Where(r => r.Payer == payer && r.Code == code && r.IsInForce(day)), r => r.FromOn)
            ?? (payer is PayerCategory.SelfPay ? null : PlanningDefaults.Rates.FirstOrDefault(r => r.Code == code && r.IsInForce(day)));

    public Cost Of(CostKind kind, LocalDate day) =>
        Latest(costs.Where(c => c.Kind == kind && c.IsInForce(day)), c => c.FromOn) ?? PlanningDefaults.Costs.Single(c => c.Kind == kind);

    /// <summary>A calendar month of a program with so many full-time care managers, to the cent.</summary>
    public MonthCost OfMonth(decimal fte, YearMonth month)
    {
        var day = month.ToDateInterval().End;
        var careManagers = fte * Of(CostKind.CareManagerYear, day).Amount / 12;
        var consultant = fte * Of(CostKind.ConsultantHoursAWeek, day).Amount * Of(CostKind.ConsultantHour, day).Amount * 52 / 12;
        return new(Money(careManagers), Money(consultant), Money((careManagers + consultant) * Of(CostKind.OverheadPercent, day).Amount / 100));
    }

    internal static decimal Money(decimal amount) => Math.Round(amount, 2, MidpointRounding.AwayFromZero);

    /// <summary>Of those that begin latest the one recorded last.</summary>
    private static T? Latest<T>(IEnumerable<T> inForce, Func<T, LocalDate> from) where T : class => inForce.OrderBy(from).LastOrDefault();
}

/// <summary>In US dollars.</summary>
public readonly record struct MonthCost(decimal CareManagers, decimal Consultant, decimal Overhead)
{
    public decimal Total => CareManagers + Consultant + Overhead;
}
