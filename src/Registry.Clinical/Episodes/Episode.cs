using NodaTime;

namespace Registry.Clinical;

/// <summary>One episode of Collaborative Care, from referral or initial assessment to discharge. At most one is open per patient and program.</summary>
public sealed class Episode : Fact
{
    public const string DefaultProgram = "collaborative-care";

    public required Id<Episode> Id { get; init; }
    public required Id<Patient> PatientId { get; init; }
    public required Id<Clinic> ClinicId { get; init; }
    public string Program { get; init; } = DefaultProgram;
    public LocalDate? ReferredOn { get; private set; }

    /// <summary>Day of the initial assessment (I/A); of the referral while the patient is only referred.</summary>
    public LocalDate EnrolledOn { get; private set; }

    /// <summary>The scale the headline outcome is judged by; fixed at enrolment.</summary>
    public required Instrument PrimaryScale { get; init; }
    public EpisodeStatus Status { get; private set; }
    public LocalDate? EndedOn { get; private set; }
    public DischargeReason? DischargeReason { get; private set; }

    /// <summary>Its records are of a substance use disorder program under 42 CFR Part 2: without the patient's consent no other system and no export sees them.</summary>
    public bool IsPart2 { get; set; }

    /// <summary>What billing asks for besides minutes.</summary>
    public EpisodePrerequisites Prerequisites { get; set; } = new();
    public List<EpisodeStatusChange> StatusChanges { get; init; } = [];
    public List<CareTeamAssignment> CareTeam { get; init; } = [];

    public Stay ToStay() => new(ReferredOn ?? EnrolledOn, EndedOn);

    /// <summary>Opens the episode in treatment, on the day of the initial assessment.</summary>
    public Episode Enrolled(LocalDate on, Instant at)
    {
        EnrolledOn = on;
        Append(EpisodeStatus.Treatment, on, at);
        return this;
    }

    /// <summary>Opens the episode as a referral: on a caseload, not enrolled, and in no metric of enrolled patients.</summary>
    public Episode Referred(LocalDate on, Instant at)
    {
        (ReferredOn, EnrolledOn) = (on, on);
        Append(EpisodeStatus.Referred, on, at);
        return this;
    }

    /// <summary>Moves to another status from a day on. Null means done. Domain reference 5.1.</summary>
    public Refusal? Change(EpisodeStatus to, LocalDate on, DischargeReason? reason, Instant at)
    {
        if (EpisodeTransitions.RefuseState(Status, StatusChanges.Max(c => c.On), to, on, reason) is { } refusal) return refusal;
        if (Status is EpisodeStatus.Referred && to is EpisodeStatus.Treatment) EnrolledOn = on;
        if (to is EpisodeStatus.Inactive) (EndedOn, DischargeReason) = (on, reason);
        Append(to, on, at);
        return null;
    }

    /// <summary>Gives a part of the care team to somebody from a day on; who had it before keeps it until that day, and has it on none if it began then.</summary>
    public Refusal? Assign(StaffRole role, Id<StaffMember> member, LocalDate from, Id<Principal> by, Instant at)
    {
        if (Status is EpisodeStatus.Inactive) return Refusals.EpisodeClosed;
        if (CareTeam.Find(a => a.Role == role && a.UntilOn is null) is { } current)
        {
            if (current.StaffMemberId == member) return Refusals.SameCareManager;
            if (from < current.FromOn) return Refusals.BeforeAssignment.At("from");
            current.UntilOn = from;
            current.Corrected(by, at);
        }

        var assignment = new CareTeamAssignment
        {
            OrganizationId = OrganizationId,
            Id = Id<CareTeamAssignment>.New(),
            PatientId = PatientId,
            EpisodeId = Id,
            Role = role,
            StaffMemberId = member,
            FromOn = from,
        };
        assignment.Recorded(by, at);
        CareTeam.Add(assignment);
        return null;
    }

    /// <summary>Who has a part of the care team now.</summary>
    public Id<StaffMember>? Who(StaffRole role) => CareTeam.Find(a => a.Role == role && a.UntilOn is null)?.StaffMemberId;

    private void Append(EpisodeStatus status, LocalDate on, Instant at)
    {
        StatusChanges.Add(new() { OrganizationId = OrganizationId, EpisodeId = Id, Sequence = StatusChanges.Count + 1, Status = status, On = on, RecordedAt = at });
        Status = status;
    }
}

/// <summary>From this day on the episode has this status. Never changed, only followed by another.</summary>
public sealed class EpisodeStatusChange
{
    public required Id<Organization> OrganizationId { get; init; }
    public required Id<Episode> EpisodeId { get; init; }
    public required int Sequence { get; init; }
    public required EpisodeStatus Status { get; init; }
    public required LocalDate On { get; init; }
    public required Instant RecordedAt { get; init; }
}

/// <summary>Who has a part of the care team, from a day to the day before another: a past caseload is read from here.</summary>
public sealed class CareTeamAssignment : Fact
{
    public required Id<CareTeamAssignment> Id { get; init; }
    public required Id<Patient> PatientId { get; init; }
    public required Id<Episode> EpisodeId { get; init; }
    public required StaffRole Role { get; init; }
    public required Id<StaffMember> StaffMemberId { get; init; }
    public required LocalDate FromOn { get; init; }

    /// <summary>The first day on which it is somebody else's; null while it lasts.</summary>
    public LocalDate? UntilOn { get; set; }
}

/// <summary>What billing asks for besides minutes; null is "not on record".</summary>
public sealed class EpisodePrerequisites
{
    /// <summary>Consent to Collaborative Care, verbal or written, documented.</summary>
    public LocalDate? ConsentOn { get; set; }
    public LocalDate? ConsentWithdrawnOn { get; set; }

    /// <summary>Evaluation, wellness or transition visit with the billing practitioner.</summary>
    public LocalDate? InitiatingVisitOn { get; set; }

    /// <summary>Seen within a year before enrolment, no initiating visit is needed.</summary>
    public LocalDate? LastSeenByPractitionerOn { get; set; }

    /// <summary>The individual treatment plan.</summary>
    public LocalDate? CarePlanOn { get; set; }
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
