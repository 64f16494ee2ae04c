using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <param name="Row">The patient's line of the caseload table.</param>
/// <param name="Headline">The outcome by the primary scale.</param>
/// <param name="AnyImproved">At least one instrument improved; null when none can be judged.</param>
/// <param name="AllTrackedImproved">Every instrument that can be judged improved.</param>
/// <param name="OpenRecommendations">Consultations whose recommendation nobody has settled.</param>
/// <param name="ThisMonth">Minutes and codes of the month of asOf.</param>
internal sealed record PatientViewResponse(
    LocalDate AsOf, Instant? KnownAt, string Profile, CaseloadRowResponse Row, IReadOnlyList<StatusChangeResponse> StatusChanges,
    OutcomeResponse Headline, bool? AnyImproved, bool? AllTrackedImproved, bool IsSustainedRemission,
    IReadOnlyList<TrajectoryResponse> Trajectories, IReadOnlyList<RaisedFlagResponse> Flags, IReadOnlyList<ViewedContact> Contacts,
    IReadOnlyList<ViewedConsultation> Consultations, IReadOnlyList<Guid> OpenRecommendations, IReadOnlyList<LocalDate> TreatmentChanges, BillingMonthResponse ThisMonth)
{
    public static PatientViewResponse Of(CaseloadPatient patient, EpisodeSummary episode, Question question, BillingMonth month)
    {
        var facts = patient.Facts;
        var outcome = EpisodeOutcome.Of(episode);
        return new(question.AsOf, question.KnownAt, question.Profile.Name, CaseloadRowResponse.Of(patient, episode),
            [.. facts.StatusChanges.Where(c => c.On <= question.AsOf).Select(c => new StatusChangeResponse(c.Status, c.On))],
            OutcomeResponse.Of(outcome.Headline), outcome.AnyImproved, outcome.AllTrackedImproved, outcome.IsSustainedRemission,
            [.. outcome.ByInstrument.Select(o => TrajectoryResponse.Of(o, facts, question))],
            [.. Clinical.Flags.Raised(episode).Select(RaisedFlagResponse.Of)],
            [.. facts.Contacts.Reverse().Select(c => new ViewedContact(c.Stamp.Id, c.On, c.Purpose, c.Mode, c.Minutes, c.Kept, c.IsClinical))],
            [.. facts.Consultations.Reverse().Select(c => ViewedConsultation.Of(c, facts))],
            [.. facts.Recommendations.Where(r => r.IsOpenOn(question.AsOf)).Select(r => r.Id)],
            [.. facts.TreatmentChanges.Select(c => c.On)],
            BillingMonthResponse.Of(month, patient, null, null));
    }

    public override string ToString() => nameof(PatientViewResponse);
}

/// <param name="Points">Every score with its day, change from baseline and band; oldest first.</param>
/// <param name="Bands">Severity bands; empty where none is empirically derived.</param>
/// <param name="RemissionBelow">The target: a last score under this is remission.</param>
internal sealed record TrajectoryResponse(
    Instrument Instrument, OutcomeResponse Outcome, IReadOnlyList<PointResponse> Points, IReadOnlyList<BandResponse> Bands, int MaxTotal, int? RemissionBelow)
{
    public static TrajectoryResponse Of(Outcome outcome, EpisodeFacts facts, Question question) => new(
        outcome.Instrument, OutcomeResponse.Of(outcome),
        [
            .. facts.Scores.Where(s => s.Instrument.Continues(outcome.Instrument) && s.On <= question.AsOf).Select(s => new PointResponse(
                s.AssessmentId, s.On, s.Total, outcome.Baseline is { } first ? s.Total - first.Total : null, s.Instrument.Band(s.Total)?.Name, s.Item9, s.IsProrated)),
        ],
        [.. outcome.Instrument.Bands.Select(b => new BandResponse(b.Name, b.From, b.To))], outcome.Instrument.MaxTotal, question.Profile.For(outcome.Instrument)?.RemissionBelow);
}

/// <param name="SelfHarmAnswer">0 to 3; of the C-SSRS the tier of its answers. Null means unknown, never "no".</param>
internal sealed record PointResponse(Guid AssessmentId, LocalDate On, int Total, int? ChangeFromBaseline, string? Band, int? SelfHarmAnswer, bool IsProrated);

internal sealed record BandResponse(string Name, int From, int To);

/// <param name="Unassessed">Why an answer is null: no-baseline, no-later-score, not-elevated or not-judged.</param>
internal sealed record OutcomeResponse(
    Instrument Instrument, string Profile, int? Baseline, LocalDate? BaselineOn, int? Last, LocalDate? LastOn, int? Change, decimal? PercentDrop,
    bool? IsElevated, bool? IsResponse, bool? IsImproved, bool? IsRemission, string? Unassessed)
{
    public static OutcomeResponse Of(Outcome o) => new(o.Instrument, o.Profile, o.Baseline?.Total, o.Baseline?.On, o.Last?.Total, o.Last?.On, o.Change, o.PercentDrop,
        o.IsElevated, o.IsResponse, o.IsImproved, o.IsRemission, o.Unassessed);
}

/// <param name="IsClinical">Counts as a session and as the last contact.</param>
internal sealed record ViewedContact(Guid Id, LocalDate On, ContactPurpose Purpose, ContactMode Mode, int Minutes, bool Kept, bool IsClinical);

internal sealed record ViewedConsultation(Guid Id, LocalDate On, int Minutes, bool HasRecommendation, RecommendationState? State, LocalDate? SettledOn)
{
    public static ViewedConsultation Of(ConsultationFact c, EpisodeFacts facts)
    {
        var recommendation = facts.Recommendations.Where(r => r.Id == c.Stamp.Id).Select(r => (RecommendationFact?)r).FirstOrDefault();
        return new(c.Stamp.Id, c.On, c.Minutes, c.HasRecommendation, recommendation?.State, recommendation?.SettledOn);
    }
}
