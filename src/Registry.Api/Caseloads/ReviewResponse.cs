using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <param name="KnownAt">The moment of a past report; null for what is known now.</param>
/// <param name="Profile">The outcome profile by which improvement was judged.</param>
/// <param name="CaseloadSize">Active patients; the list holds those who need discussion.</param>
internal sealed record ReviewResponse(Id<StaffMember> CareManagerId, LocalDate AsOf, Instant? KnownAt, string Profile, int CaseloadSize, IReadOnlyList<ReviewItemResponse> Items);

/// <param name="Rank">Step of the review order; 1 comes first.</param>
/// <param name="Reason">Why this patient is discussed at this step.</param>
/// <param name="RankedBy">Id of the flag that decided it.</param>
/// <param name="Flags">Every raised flag, with what it was computed from.</param>
internal sealed record ReviewItemResponse(
    Id<Episode> EpisodeId, Id<Patient> PatientId, string DisplayName, string? Identifier, EpisodeStatus Status,
    int Rank, string RankCode, string Reason, string RankedBy, int? DaysSinceConsultation, IReadOnlyList<RaisedFlagResponse> Flags)
{
    public static ReviewItemResponse Of(ReviewItem item, CaseloadPatient patient, LocalDate asOf) =>
        new(item.EpisodeId, item.PatientId, patient.DisplayName, patient.Identifier, patient.Facts.StatusOn(asOf),
            item.Rank.Rank, item.Rank.Code, item.Rank.Text, item.RankedBy.Id, item.DaysSinceConsultation, [.. item.Flags.Select(RaisedFlagResponse.Of)]);

    public override string ToString() => $"{nameof(ReviewItemResponse)} {EpisodeId}";
}

/// <param name="Since">The day from which the reasons have held without a break.</param>
/// <param name="NextEvaluation">The next day on which time alone changes this flag.</param>
/// <param name="Rule">The rule as one sentence.</param>
internal sealed record RaisedFlagResponse(
    string Id, string Name, FlagSeverity Severity, LocalDate Since, string Text, IReadOnlyList<FlagInputResponse> Inputs, LocalDate? NextEvaluation, string Rule, string Profile,
    FlagState State, LocalDate? AcknowledgedOn, string? Disposition, LocalDate? SnoozedUntil)
{
    public static RaisedFlagResponse Of(RaisedFlag f) =>
        new(f.Id, f.Name, f.Severity, f.Since, f.Text, [.. f.Inputs.Select(i => new FlagInputResponse(i.Name, i.Value, i.On, i.AssessmentId, i.Code))], f.NextEvaluation, f.Rule, f.Profile,
            f.State, f.AcknowledgedOn, f.Disposition, f.SnoozedUntil);
}

/// <param name="AssessmentId">The administration, when the value is a score: GET /v1/assessments/{id} shows it.</param>
internal sealed record FlagInputResponse(string Name, int? Value, LocalDate? On, Guid? AssessmentId, string? Code);
