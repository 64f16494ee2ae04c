namespace Registry.Clinical;

/// <summary>From how many minutes a code is reached.</summary>
public enum ThresholdRule
{
    /// <summary>More than half of the nominal time: 36, 31, 16 and 16 minutes. The CPT reading.</summary>
    Midpoint,

    /// <summary>The whole nominal time: 70, 60, 30 and 30 minutes. Some payers' reading.</summary>
    FullTime,
}

/// <summary>Which month is the first one of an episode.</summary>
public enum FirstMonthRule
{
    /// <summary>The calendar month of enrolment, however short.</summary>
    EnrolmentMonth,

    /// <summary>The first month that reaches a code.</summary>
    FirstBilledMonth,
}

/// <summary>Whose overlapping intervals count once.</summary>
public enum OverlapRule
{
    /// <summary>The patient's: two care managers in one meeting count once.</summary>
    PerPatient,

    /// <summary>Each member of staff's own.</summary>
    PerStaff,
}

/// <summary>What kind of place bills.</summary>
public enum BillingSetting
{
    PhysicianPractice,

    /// <summary>Rural health clinic or federally qualified health center: G0512 until the end of 2025, the common codes from 2026.</summary>
    RuralOrFederalHealthCenter,
}

/// <summary>One payer's reading of the codes. Not coding advice: sources conflict, so each choice has a name. Domain reference 6.</summary>
public sealed record PayerProfile(string Name, ThresholdRule Threshold)
{
    /// <summary>More than half of the time reaches a code. The default.</summary>
    public static readonly PayerProfile Midpoint = new("midpoint", ThresholdRule.Midpoint);

    /// <summary>Only the full time reaches a code.</summary>
    public static readonly PayerProfile FullTime = new("full-time", ThresholdRule.FullTime);

    public static readonly IReadOnlyList<PayerProfile> All = [Midpoint, FullTime];

    public static PayerProfile? ByName(string? name) => All.FirstOrDefault(payer => payer.Name == name);

    /// <summary>Highest number of 99494 units paid; null for no limit. Often 2.</summary>
    public int? MaxAddOnUnits { get; init; }

    public FirstMonthRule FirstMonth { get; init; } = FirstMonthRule.EnrolmentMonth;

    /// <summary>An episode has a first month of its own only when Collaborative Care paused for at least this many months before it.</summary>
    public int InitialAgainAfterMonths { get; init; } = 6;

    public OverlapRule Overlap { get; init; } = OverlapRule.PerPatient;

    /// <summary>The psychiatric consultant's minutes count too. One insurer says so; CPT does not.</summary>
    public bool CountsConsultantTime { get; init; }

    /// <summary>The treating provider's minutes count too: only where they did care management work that is not billed elsewhere.</summary>
    public bool CountsProviderTime { get; init; }

    /// <summary>Minutes count while no consent is on record at all; the missing prerequisite still stops the charge.</summary>
    public bool CountsWithoutConsentOnRecord { get; init; } = true;

    public BillingSetting Setting { get; init; } = BillingSetting.PhysicianPractice;

    /// <summary>G0512, first month and later months: whole minutes, no midpoint.</summary>
    public int HealthCenterFloor { get; init; } = 60;

    /// <summary>Months without a psychiatric consultant on the team may be billed as general behavioral health integration.</summary>
    public bool BillsGeneralIntegration { get; init; }

    /// <summary>99484, G0323: most payers ask for the full 20 minutes even where midpoint rules.</summary>
    public int GeneralIntegrationFloor { get; init; } = 20;

    /// <summary>A clinical psychologist or social worker bills: G0323 instead of 99484.</summary>
    public bool BilledByPsychologist { get; init; }

    /// <summary>The practitioner bills APCM for the patient, so the add-ons G0568 to G0570 replace the codes from 2026 on.</summary>
    public bool BillsAdvancedPrimaryCare { get; init; }

    /// <summary>Minutes for an APCM add-on; sources disagree, and the reading without a time threshold is the default.</summary>
    public int AdvancedPrimaryCareFloor { get; init; } = 1;

    /// <summary>Prior authorization is asked for after this many months of an episode; null where it is not.</summary>
    public int? AuthorizationAfterMonths { get; init; }

    public override string ToString() => Name;
}
