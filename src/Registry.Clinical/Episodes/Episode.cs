using NodaTime;

namespace Registry.Clinical;

/// <summary>One episode of Collaborative Care: from the initial assessment to the discharge. At most one is open per patient.</summary>
public sealed class Episode : Fact
{
    public required Id<Episode> Id { get; init; }
    public required Id<Patient> PatientId { get; init; }
    public required Id<Clinic> ClinicId { get; init; }

    /// <summary>Day of the initial assessment (I/A).</summary>
    public required LocalDate EnrolledOn { get; init; }

    /// <summary>The scale the headline outcome is judged by; fixed at enrolment.</summary>
    public required Instrument PrimaryScale { get; init; }
    public EpisodeStatus Status { get; private set; } = EpisodeStatus.Treatment;
    public Id<StaffMember> CareManagerId { get; private set; }
    public Id<StaffMember>? TreatingProviderId { get; init; }
    public LocalDate? EndedOn { get; private set; }
    public DischargeReason? DischargeReason { get; private set; }
    public List<EpisodeStatusChange> StatusChanges { get; init; } = [];
    public List<CareManagerAssignment> CareManagers { get; init; } = [];

    /// <summary>Opens the episode in treatment, on a care manager's caseload.</summary>
    public Episode Enrolled(Id<StaffMember> careManager)
    {
        CareManagerId = careManager;
        CareManagers.Add(new() { OrganizationId = OrganizationId, EpisodeId = Id, CareManagerId = careManager, FromOn = EnrolledOn });
        Append(EpisodeStatus.Treatment, EnrolledOn);
        return this;
    }

    /// <summary>Moves to another status from a day on. Null means done. Domain reference 5.1.</summary>
    public Refusal? Change(EpisodeStatus to, LocalDate on, DischargeReason? reason)
    {
        if (Status is EpisodeStatus.Inactive) return Refusals.EpisodeClosed;
        if (to == Status) return Refusals.StatusUnchanged.At("status");
        if (to is EpisodeStatus.Referred) return Refusals.TransitionNotAllowed.At("status");
        if (on < StatusChanges.Max(c => c.On)) return Refusals.BeforeLastStatus.At("on");
        if (to is EpisodeStatus.Inactive && reason is null) return Refusals.DischargeReasonRequired.At("dischargeReason");
        if (to is not EpisodeStatus.Inactive && reason is not null) return Refusals.DischargeReasonUnexpected.At("dischargeReason");

        Append(to, on);
        if (to is EpisodeStatus.Inactive) (EndedOn, DischargeReason) = (on, reason);
        return null;
    }

    private void Append(EpisodeStatus status, LocalDate on)
    {
        StatusChanges.Add(new() { OrganizationId = OrganizationId, EpisodeId = Id, Sequence = StatusChanges.Count + 1, Status = status, On = on });
        Status = status;
    }
}

/// <summary>From this day on the episode has this status.</summary>
public sealed class EpisodeStatusChange
{
    public required Id<Organization> OrganizationId { get; init; }
    public required Id<Episode> EpisodeId { get; init; }
    public required int Sequence { get; init; }
    public required EpisodeStatus Status { get; init; }
    public required LocalDate On { get; init; }
}

/// <summary>Whose caseload the episode is on, from a day to the day before another. A past caseload is read from here.</summary>
public sealed class CareManagerAssignment
{
    public required Id<Organization> OrganizationId { get; init; }
    public required Id<Episode> EpisodeId { get; init; }
    public required Id<StaffMember> CareManagerId { get; init; }
    public required LocalDate FromOn { get; init; }

    /// <summary>The first day on which it is somebody else's; null while it lasts.</summary>
    public LocalDate? UntilOn { get; set; }
}

/// <summary>Why an episode ended. Domain reference 5.1.</summary>
public enum DischargeReason
{
    Graduated,
    LostToFollowUp,
    AdministrativeInactivity,
    Withdrew,
    Transferred,
    Died,
    Ineligible,
    Other,
}
