using NodaTime;
using Registry.Clinical;

namespace Registry.Api;

/// <summary>What opening an episode says in either way.</summary>
internal abstract record OpeningRequest(
    Id<StaffMember> CareManagerId, Id<StaffMember>? TreatingProviderId, Id<StaffMember>? PsychiatricConsultantId, Instrument? PrimaryScale, string? Program)
{
    public Episode ToEpisode(Patient patient) => new()
    {
        OrganizationId = patient.OrganizationId,
        Id = Id<Episode>.New(),
        PatientId = patient.Id,
        ClinicId = patient.ClinicId,
        PrimaryScale = PrimaryScale ?? Instruments.Phq9,
        Program = Program ?? Episode.DefaultProgram,
    };
}

/// <param name="EnrolledOn">Day of the initial assessment, local to the clinic.</param>
/// <param name="CareManagerId">On whose caseload the patient is.</param>
/// <param name="PrimaryScale">The scale the outcome is judged by, fixed from now on; PHQ-9 when not given.</param>
/// <param name="Program">At most one episode is open per patient and program; "collaborative-care" when not given.</param>
internal sealed record EnrolRequest(
    LocalDate EnrolledOn, Id<StaffMember> CareManagerId, Id<StaffMember>? TreatingProviderId = null, Id<StaffMember>? PsychiatricConsultantId = null,
    Instrument? PrimaryScale = null, string? Program = null) : OpeningRequest(CareManagerId, TreatingProviderId, PsychiatricConsultantId, PrimaryScale, Program);

/// <param name="ReferredOn">Day of the referral, local to the clinic.</param>
/// <param name="CareManagerId">On whose caseload the patient is.</param>
/// <param name="PrimaryScale">The scale the outcome will be judged by; PHQ-9 when not given.</param>
/// <param name="Program">At most one episode is open per patient and program; "collaborative-care" when not given.</param>
internal sealed record ReferRequest(
    LocalDate ReferredOn, Id<StaffMember> CareManagerId, Id<StaffMember>? TreatingProviderId = null, Id<StaffMember>? PsychiatricConsultantId = null,
    Instrument? PrimaryScale = null, string? Program = null) : OpeningRequest(CareManagerId, TreatingProviderId, PsychiatricConsultantId, PrimaryScale, Program);

/// <param name="On">From which day on.</param>
/// <param name="DischargeReason">Required for, and only for, inactive.</param>
internal sealed record StatusChangeRequest(EpisodeStatus Status, LocalDate On, DischargeReason? DischargeReason = null);

/// <param name="Role">Which part of the care team.</param>
/// <param name="From">The first day on which it is this person's.</param>
internal sealed record AssignmentRequest(StaffRole Role, Id<StaffMember> StaffId, LocalDate From);

/// <param name="ConsentOn">Consent to Collaborative Care, verbal or written, documented.</param>
/// <param name="ConsentWithdrawnOn">Minutes after this day no longer count.</param>
/// <param name="InitiatingVisitOn">Evaluation, wellness or transition visit with the billing practitioner.</param>
/// <param name="LastSeenByPractitionerOn">Seen within a year before enrolment, no initiating visit is needed.</param>
/// <param name="CarePlanOn">The individual treatment plan.</param>
internal sealed record PrerequisitesBody(
    LocalDate? ConsentOn = null, LocalDate? ConsentWithdrawnOn = null, LocalDate? InitiatingVisitOn = null, LocalDate? LastSeenByPractitionerOn = null, LocalDate? CarePlanOn = null)
{
    public Checks Check(LocalDate today)
    {
        var checks = new Checks().Add(ConsentWithdrawnOn < ConsentOn ? Refusals.BeforeItBegan.At("consentWithdrawnOn") : null);
        foreach (var (field, day) in new[]
        {
            ("consentOn", ConsentOn), ("consentWithdrawnOn", ConsentWithdrawnOn), ("initiatingVisitOn", InitiatingVisitOn),
            ("lastSeenByPractitionerOn", LastSeenByPractitionerOn), ("carePlanOn", CarePlanOn),
        })
        {
            if (day is { } on) checks.Day(field, on, today);
        }

        return checks;
    }

    public EpisodePrerequisites ToPrerequisites() => new()
    {
        ConsentOn = ConsentOn,
        ConsentWithdrawnOn = ConsentWithdrawnOn,
        InitiatingVisitOn = InitiatingVisitOn,
        LastSeenByPractitionerOn = LastSeenByPractitionerOn,
        CarePlanOn = CarePlanOn,
    };

    public static PrerequisitesBody Of(EpisodePrerequisites p) => new(p.ConsentOn, p.ConsentWithdrawnOn, p.InitiatingVisitOn, p.LastSeenByPractitionerOn, p.CarePlanOn);
}

/// <param name="EnrolledOn">Day of the initial assessment; null while the patient is only referred.</param>
/// <param name="IsPart2">Whether its records are under 42 CFR Part 2.</param>
internal sealed record EpisodeResponse(
    Id<Episode> Id, Id<Patient> PatientId, Id<Clinic> ClinicId, string Program, EpisodeStatus Status, LocalDate? ReferredOn, LocalDate? EnrolledOn, LocalDate? EndedOn,
    DischargeReason? DischargeReason, Instrument PrimaryScale, Id<StaffMember>? CareManagerId, Id<StaffMember>? TreatingProviderId, Id<StaffMember>? PsychiatricConsultantId,
    PrerequisitesBody Prerequisites, IReadOnlyList<StatusChangeResponse> StatusChanges, IReadOnlyList<AssignmentResponse> CareTeam, bool IsPart2, int Version)
{
    public static EpisodeResponse Of(Episode e) => new(e.Id, e.PatientId, e.ClinicId, e.Program, e.Status, e.ReferredOn,
        e.Status is EpisodeStatus.Referred || e.StatusChanges.TrueForAll(c => c.Status is EpisodeStatus.Referred or EpisodeStatus.Inactive) ? null : e.EnrolledOn,
        e.EndedOn, e.DischargeReason, e.PrimaryScale, e.Who(StaffRole.CareManager), e.Who(StaffRole.TreatingProvider), e.Who(StaffRole.PsychiatricConsultant),
        PrerequisitesBody.Of(e.Prerequisites), [.. e.StatusChanges.Select(c => new StatusChangeResponse(c.Status, c.On))],
        [.. e.CareTeam.OrderBy(a => a.FromOn).ThenBy(a => a.Role).ThenBy(a => a.Id).Select(a => new AssignmentResponse(a.Role, a.StaffMemberId, a.FromOn, a.UntilOn))], e.IsPart2, e.Version);
}

internal sealed record StatusChangeResponse(EpisodeStatus Status, LocalDate On);

/// <param name="UntilOn">The first day on which it is somebody else's; null while it lasts.</param>
internal sealed record AssignmentResponse(StaffRole Role, Id<StaffMember> StaffId, LocalDate FromOn, LocalDate? UntilOn);
