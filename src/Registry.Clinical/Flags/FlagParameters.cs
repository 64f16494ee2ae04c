namespace Registry.Clinical;

/// <summary>One number per tracked instrument, in points of its total.</summary>
public readonly record struct PerInstrument(int Phq9, int Gad7, int Pcl5)
{
    /// <summary>The number for a tracked instrument; null for one that has none.</summary>
    public int? For(Instrument instrument) =>
        instrument.Continues(Instruments.Phq9) ? Phq9
        : instrument == Instruments.Gad7 ? Gad7
        : instrument == Instruments.Pcl5 ? Pcl5
        : null;
}

/// <summary>The numbers behind the flags and the caseload table, per organization; the defaults are those of the domain reference, 5.2.</summary>
/// <remarks>Days are whole local days. "More than" is strict throughout: with 30, the flag is raised on day 31.</remarks>
public sealed record FlagParameters
{
    public static readonly FlagParameters Default = new();

    /// <summary>LAST is marked as stale in the table when older than this, whatever the status (Figure 3's asterisk).</summary>
    public int StaleScoreDays { get; init; } = 30;

    /// <summary>F05, in treatment.</summary>
    public int StaleInTreatmentDays { get; init; } = 30;

    /// <summary>F05, in relapse prevention.</summary>
    public int StaleInRelapsePreventionDays { get; init; } = 90;

    /// <summary>F01u: from this PHQ-9 total on, an unanswered item 9 must be asked about.</summary>
    public int UnknownItem9FromTotal { get; init; } = 10;

    /// <summary>F06, in treatment.</summary>
    public int ContactOverdueInTreatmentDays { get; init; } = 30;

    /// <summary>F06, in relapse prevention.</summary>
    public int ContactOverdueInRelapsePreventionDays { get; init; } = 60;

    /// <summary>F09: the first follow-up contact is due by this day after the initial assessment.</summary>
    public int EarlyFollowUpByDay { get; init; } = 28;

    /// <summary>F09: the warning starts on this day.</summary>
    public int EarlyFollowUpWarnFromDay { get; init; } = 14;

    /// <summary>F10: a new patient is to be consulted on before this day.</summary>
    public int NewPatientConsultByDay { get; init; } = 30;

    /// <summary>F11, F12 and F25b: judged from this day on (eight weeks).</summary>
    public int NotImprovedFromDay { get; init; } = 56;

    /// <summary>F12: the consultation of a patient who does not improve is due until this day, then overdue.</summary>
    public int NonImproverConsultByDay { get; init; } = 84;

    /// <summary>F12: a consultation older than this no longer answers for a patient who still does not improve.</summary>
    public int NonImproverConsultMaxAgeDays { get; init; } = 60;

    /// <summary>F13: judged from this day on (ten weeks).</summary>
    public int TenWeekDay { get; init; } = 70;

    /// <summary>F13: an elevated patient without a later score counts as not improved, as in New York's rate. Off: F25b says it instead.</summary>
    public bool TenWeekCountsUnmeasured { get; init; }

    /// <summary>F14, F15 and F20: a rise of at least this much is worsening.</summary>
    public PerInstrument Worsening { get; init; } = new(Phq9: 5, Gad7: 4, Pcl5: 10);

    /// <summary>F16: PHQ-9 severe from here on. PCL-5 has no severity bands.</summary>
    public int SevereFromPhq9 { get; init; } = 20;

    /// <summary>F16: GAD-7 severe from here on.</summary>
    public int SevereFromGad7 { get; init; } = 15;

    /// <summary>F20: in relapse prevention, a PHQ-9 or GAD-7 this high is a relapse.</summary>
    public int RelapseFromTotal { get; init; } = 10;

    /// <summary>Review order: a patient who does not improve and was consulted on within this many days can wait.</summary>
    public int ReviewConsultMaxAgeDays { get; init; } = 30;

    /// <summary>F07: in treatment, nobody has reached the patient for more than this.</summary>
    public int ContactLostDays { get; init; } = 60;

    /// <summary>F08: from this many days without contact on, ending the episode is proposed.</summary>
    public int InactivityDays { get; init; } = 90;

    /// <summary>F15: a previous score older than this, seen from LAST, is no base for a jump.</summary>
    public int JumpMaxGapDays { get; init; } = 90;

    /// <summary>F19: two scores in remission this far apart, and none above between them, are sustained remission.</summary>
    public int SustainedRemissionDays { get; init; } = 28;

    /// <summary>F19: response in all scores over this long also makes a patient ready.</summary>
    public int SustainedResponseDays { get; init; } = 56;

    /// <summary>F19: only for patients reached within this many days.</summary>
    public int ReadyContactMaxAgeDays { get; init; } = 45;

    /// <summary>F21: a relapse prevention plan is out of date after this many months.</summary>
    public int PlanMonths { get; init; } = 12;

    /// <summary>F22: relapse prevention lasts at least this long.</summary>
    public int DischargeReadyDays { get; init; } = 90;

    /// <summary>F23: nine months.</summary>
    public int LongEpisodeDays { get; init; } = 273;

    /// <summary>F23, second tier: a year, after which payers ask for authorization.</summary>
    public int VeryLongEpisodeDays { get; init; } = 365;

    /// <summary>F24: a treatment change this many days ago still answers for a patient who does not improve.</summary>
    public int TreatmentChangeMaxAgeDays { get; init; } = 56;

    /// <summary>F25: from this day on the baseline is missing.</summary>
    public int BaselineByDay { get; init; } = 14;

    /// <summary>F27: so few minutes below the next code.</summary>
    public int MinutesNear { get; init; } = 5;

    /// <summary>F27: from this day of the month on.</summary>
    public int MinutesNearFromDayOfMonth { get; init; } = 20;

    /// <summary>F27: the payer's thresholds.</summary>
    public PayerProfile Payer { get; init; } = PayerProfile.Midpoint;

    /// <summary>F29: a recommendation may wait this long.</summary>
    public int RecommendationDays { get; init; } = 14;

    /// <summary>F30: an imported score may wait this long, unless it answers item 9 with 1 or more.</summary>
    public int ScoreReviewBusinessDays { get; init; } = 2;

    /// <summary>F31: a reminder escalates when it is overdue by more than this.</summary>
    public int ReminderGraceDays { get; init; } = 7;
}
