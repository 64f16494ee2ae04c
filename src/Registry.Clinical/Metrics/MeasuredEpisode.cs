using NodaTime;

namespace Registry.Clinical;

/// <summary>An episode with everything the metrics look at: its facts, where and with whom it was, and who the patient is.</summary>
public sealed record MeasuredEpisode(EpisodeFacts Facts, Id<Clinic> ClinicId)
{
    /// <summary>The program it was enrolled in: a patient has one open episode in each.</summary>
    public string Program { get; init; } = Episode.DefaultProgram;

    /// <summary>Why it ended; null while it has not.</summary>
    public DischargeReason? DischargeReason { get; init; }

    /// <summary>Whose caseload it was on, stretch by stretch, oldest first.</summary>
    public IReadOnlyList<CareManagerStretch> CareManagers { get; init; } = [];

    /// <summary>What pays for the patient's care, primary or secondary; stretches may overlap.</summary>
    public IReadOnlyList<CoverageStretch> Coverage { get; init; } = [];
    public PatientTraits Traits { get; init; } = PatientTraits.Unknown;

    /// <summary>On whose caseload the episode is that day; null when on nobody's.</summary>
    public Id<StaffMember>? CareManagerOn(LocalDate day)
    {
        Id<StaffMember>? found = null;
        foreach (var stretch in CareManagers)
        {
            if (stretch.FromOn <= day && !(stretch.UntilOn <= day)) found = stretch.StaffMemberId;
        }

        return found;
    }

    /// <summary>The first payer in force that day, which is the primary one; null when none is known.</summary>
    public PayerCategory? PayerOn(LocalDate day)
    {
        foreach (var cover in Coverage)
        {
            if (cover.IsInForce(day)) return cover.Payer;
        }

        return null;
    }

    /// <summary>Medicaid of any kind in force that day, primary or secondary.</summary>
    public bool HasMedicaidOn(LocalDate day) => Coverage.Any(c => c.IsInForce(day) && c.Payer is PayerCategory.MedicaidFfs or PayerCategory.MedicaidManagedCare or PayerCategory.DualMedicareMedicaid);

    public override string ToString() => $"{nameof(MeasuredEpisode)} {Facts.EpisodeId}";
}

/// <param name="UntilOn">The first day on which it is somebody else's; null while it lasts.</param>
public readonly record struct CareManagerStretch(Id<StaffMember> StaffMemberId, LocalDate FromOn, LocalDate? UntilOn);

/// <param name="EndOn">The last day of cover; null while it lasts.</param>
public readonly record struct CoverageStretch(PayerCategory Payer, LocalDate StartOn, LocalDate? EndOn)
{
    public bool IsInForce(LocalDate day) => StartOn <= day && !(EndOn < day);
}

/// <summary>Who pays. The categories of the New York State CoCM reporting contract.</summary>
public enum PayerCategory
{
    MedicaidFfs,
    MedicaidManagedCare,
    DualMedicareMedicaid,
    ChildHealthPlus,
    EssentialPlan,
    Medicare,
    Commercial,
    SelfPay,
    Other,
}
