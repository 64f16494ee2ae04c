using NodaTime;

namespace Registry.Clinical;

/// <summary>A procedure code and the months it may be used for, both ends included.</summary>
public sealed record BillingCode(string Code, string Use, YearMonth From, YearMonth? Until = null)
{
    public bool IsInForce(YearMonth month) => month.CompareTo(From) >= 0 && !(Until is { } until && month.CompareTo(until) > 0);

    public override string ToString() => Code;
}

/// <summary>The codes of Collaborative Care and of general behavioral health integration. Domain reference 6.1.</summary>
public static class BillingCodes
{
    public static readonly BillingCode FirstMonth = new("99492", "Collaborative Care, first calendar month, 70 minutes", new(2018, 1));
    public static readonly BillingCode LaterMonth = new("99493", "Collaborative Care, later month, 60 minutes", new(2018, 1));
    public static readonly BillingCode AddOn = new("99494", "Collaborative Care, each further 30 minutes", new(2018, 1));
    public static readonly BillingCode ShortMonth = new("G2214", "Collaborative Care, 30 minutes in a short month", new(2021, 1));
    public static readonly BillingCode HealthCenter = new("G0512", "Collaborative Care in a rural or federally qualified health center, 60 minutes", new(2018, 1), new YearMonth(2025, 12));
    public static readonly BillingCode General = new("99484", "General behavioral health integration, 20 minutes", new(2018, 1));
    public static readonly BillingCode GeneralByPsychologist = new("G0323", "General integration by a clinical psychologist or social worker, 20 minutes", new(2023, 1));
    public static readonly BillingCode AddOnFirstMonth = new("G0568", "Add-on to advanced primary care: Collaborative Care, first month", new(2026, 1));
    public static readonly BillingCode AddOnLaterMonth = new("G0569", "Add-on to advanced primary care: Collaborative Care, later month", new(2026, 1));
    public static readonly BillingCode AddOnGeneral = new("G0570", "Add-on to advanced primary care: general integration", new(2026, 1));

    public static readonly IReadOnlyList<BillingCode> All =
        [FirstMonth, LaterMonth, AddOn, ShortMonth, HealthCenter, General, GeneralByPsychologist, AddOnFirstMonth, AddOnLaterMonth, AddOnGeneral];
}
