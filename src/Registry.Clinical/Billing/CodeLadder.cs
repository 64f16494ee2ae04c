using NodaTime;

namespace Registry.Clinical;

public enum MonthKind
{
    First,
    Later,
}

/// <summary>How often a code is charged.</summary>
public readonly record struct ChargedCode(string Code, int Units);

/// <summary>The next code, the minutes it starts at, and how many are missing for it.</summary>
public readonly record struct NextCode(string Code, int FloorMinutes, int MissingMinutes);

/// <summary>From the counted minutes of one calendar month to codes, under one payer's reading. Domain reference 6.1 and 6.2.</summary>
public sealed record CodeLadder(PayerProfile Payer, YearMonth Month, MonthKind Kind, bool HasConsultant = true)
{
    private const int FirstMonthMinutes = 70, LaterMonthMinutes = 60, UnitMinutes = 30;

    /// <summary>The codes that so many minutes reach; none for too few. Minutes never carry over.</summary>
    public IReadOnlyList<ChargedCode> Codes(int minutes)
    {
        if (SingleCode is var (code, floor)) return minutes >= floor ? [new(code.Code, 1)] : [];
        if (!HasConsultant) return [];
        if (minutes < BaseFloor) return minutes >= UnitFloor && BillingCodes.ShortMonth.IsInForce(Month) ? [new(BillingCodes.ShortMonth.Code, 1)] : [];
        var units = Units(minutes);
        return units == 0 ? [new(BaseCode.Code, 1)] : [new(BaseCode.Code, 1), new(BillingCodes.AddOn.Code, units)];
    }

    /// <summary>The next code up and what is missing for it; null at the top of the ladder, or where there is none.</summary>
    public NextCode? Next(int minutes)
    {
        if (SingleCode is var (code, floor)) return minutes < floor ? new(code.Code, floor, floor - minutes) : null;
        if (!HasConsultant) return null;
        if (minutes < UnitFloor && BillingCodes.ShortMonth.IsInForce(Month)) return To(BillingCodes.ShortMonth, UnitFloor, minutes);
        if (minutes < BaseFloor) return To(BaseCode, BaseFloor, minutes);
        var units = Units(minutes);
        return units >= Payer.MaxAddOnUnits ? null : To(BillingCodes.AddOn, BaseMinutes + units * UnitMinutes + UnitFloor, minutes);
    }

    private bool IsFirst => Kind is MonthKind.First;

    private int BaseMinutes => IsFirst ? FirstMonthMinutes : LaterMonthMinutes;

    private BillingCode BaseCode => IsFirst ? BillingCodes.FirstMonth : BillingCodes.LaterMonth;

    private int BaseFloor => Floor(BaseMinutes);

    /// <summary>16 of 30 minutes by midpoint: floor of the short month, and of every further unit.</summary>
    private int UnitFloor => Floor(UnitMinutes);

    private int Floor(int nominal) => Payer.Threshold is ThresholdRule.Midpoint ? nominal / 2 + 1 : nominal;

    private int Units(int minutes) =>
        Math.Min(Payer.MaxAddOnUnits ?? int.MaxValue, Math.Max(0, (minutes - BaseMinutes + UnitMinutes - UnitFloor) / UnitMinutes));

    /// <summary>Where one code with one floor takes the place of the ladder.</summary>
    private (BillingCode Code, int Floor)? SingleCode
    {
        get
        {
            if (Payer.BillsAdvancedPrimaryCare && BillingCodes.AddOnFirstMonth.IsInForce(Month))
            {
                return HasConsultant ? (IsFirst ? BillingCodes.AddOnFirstMonth : BillingCodes.AddOnLaterMonth, Payer.AdvancedPrimaryCareFloor)
                    : Payer.BillsGeneralIntegration ? (BillingCodes.AddOnGeneral, Payer.AdvancedPrimaryCareFloor) : null;
            }

            if (!HasConsultant && Payer.BillsGeneralIntegration)
            {
                var code = Payer.BilledByPsychologist && BillingCodes.GeneralByPsychologist.IsInForce(Month) ? BillingCodes.GeneralByPsychologist : BillingCodes.General;
                return (code, Payer.GeneralIntegrationFloor);
            }

            return HasConsultant && Payer.Setting is BillingSetting.RuralOrFederalHealthCenter && BillingCodes.HealthCenter.IsInForce(Month)
                ? (BillingCodes.HealthCenter, Payer.HealthCenterFloor)
                : null;
        }
    }

    private static NextCode To(BillingCode code, int floor, int minutes) => new(code.Code, floor, floor - minutes);
}
