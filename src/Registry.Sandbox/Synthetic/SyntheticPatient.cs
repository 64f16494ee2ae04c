using NodaTime;
using Registry.Clinical;

namespace Registry.Sandbox;

public sealed record SyntheticPatient(
    Id<Patient> Id,
    Id<Clinic> ClinicId,
    string FamilyName,
    string GivenName,
    LocalDate BirthDate,
    string MedicalRecordNumber,
    Instant RecordedAt,
    IReadOnlyList<SyntheticEpisode> Episodes,
    IReadOnlyList<SyntheticAssessment> Assessments)
{
    /// <summary>Null where nobody asked: of the ten published patients nothing is known.</summary>
    public SyntheticBackground? Background { get; init; }
}

public sealed record SyntheticEpisode(
    Id<Episode> Id,
    LocalDate EnrolledOn,
    Instrument PrimaryScale,
    Id<StaffMember>? TreatingProvider,
    IReadOnlyList<StatusChange> StatusChanges,
    IReadOnlyList<SyntheticAssignment> CareManagers,
    LocalDate? EndedOn,
    DischargeReason? DischargeReason,
    Instant RecordedAt,
    IReadOnlyList<SyntheticContact> Contacts,
    IReadOnlyList<SyntheticConsultation> Consultations,
    IReadOnlyList<SyntheticPlan> Plans)
{
    public EpisodeStatus Status => StatusChanges[^1].Status;
}

/// <param name="Until">The first day on which it is somebody else's; null while it lasts.</param>
public sealed record SyntheticAssignment(Id<StaffMember> CareManager, LocalDate From, LocalDate? Until);

public sealed record SyntheticContact(
    Id<Contact> Id, Id<StaffMember> Staff, ContactPurpose Purpose, ContactMode Mode, LocalDate On, Instant? StartedAt, int Minutes, bool Kept, Instant RecordedAt);

public sealed record SyntheticConsultation(
    Id<Consultation> Id, Id<StaffMember> Consultant, LocalDate On, int Minutes, RecommendationKind? Recommendation, Instant RecordedAt);

public sealed record SyntheticPlan(Id<RelapsePreventionPlan> Id, Id<StaffMember> Staff, LocalDate On, int Minutes, Instant RecordedAt);

/// <param name="Items">Answers in order, -1 where unanswered; null when only the total is known.</param>
/// <param name="SourceId">The sender's own number for it; null when it was typed in here.</param>
public sealed record SyntheticAssessment(
    Id<Assessment> Id, Instrument Instrument, LocalDate On, Instant? At, int Total, short[]? Items, ScoreOrigin Origin, AssessmentStatus Status, string? SourceId, Instant RecordedAt)
{
    /// <summary>Unknown, never "no", where the item was not answered or not sent.</summary>
    public short? SelfHarmAnswer => Instrument.SelfHarmItem is { } item && Items?[item - 1] is { } answer and >= 0 ? answer : null;
}
