using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <param name="KnownAt">The moment of a past report; null for what is known now.</param>
/// <param name="Profile">The outcome profile by which improvement was judged.</param>
/// <param name="StaleScoreDays">LAST is stale when it is more than so many days older than asOf.</param>
/// <param name="Total">Active patients on the caseload, on all pages.</param>
internal sealed record CaseloadResponse(
    Id<StaffMember> CareManagerId, LocalDate AsOf, Instant? KnownAt, string Profile, int StaleScoreDays, int Total, IReadOnlyList<CaseloadRowResponse> Items, string? NextCursor);

/// <summary>One active patient: the columns of the AIMS caseload table.</summary>
/// <param name="Identifier">The patient's identifier of another system, such as the medical record number.</param>
/// <param name="Phq9">PHQ-9, or PHQ-9M of the young, which continues it.</param>
/// <param name="FollowUpOn">F/U: latest clinical contact other than the initial assessment.</param>
/// <param name="Sessions">Clinical contacts, the initial assessment included.</param>
/// <param name="MinutesThisMonth">Minutes logged from the first of asOf's month to asOf.</param>
internal sealed record CaseloadRowResponse(
    Id<Episode> EpisodeId, Id<Patient> PatientId, string DisplayName, string? Identifier, EpisodeStatus Status, IReadOnlyList<FlagSummaryResponse> Flags,
    ScoreCellResponse? Phq9, ScoreCellResponse? Gad7, ScoreCellResponse? Pcl5,
    LocalDate? InitialAssessmentOn, LocalDate? FollowUpOn, LocalDate? PsychiatricConsultationOn, LocalDate? RelapsePreventionPlanOn,
    int Sessions, int? WeeksSinceInitialAssessment, int MinutesThisMonth)
{
    public static CaseloadRowResponse Of(CaseloadPatient patient, EpisodeSummary episode)
    {
        var row = CaseloadRow.Of(episode);
        return new(row.EpisodeId, row.PatientId, patient.DisplayName, patient.Identifier, row.Status,
            [.. Clinical.Flags.Raised(episode).Select(f => new FlagSummaryResponse(f.Id, f.Name, f.Severity, f.Since, f.Text))],
            ScoreCellResponse.Of(row.Phq9), ScoreCellResponse.Of(row.Gad7), ScoreCellResponse.Of(row.Pcl5),
            row.InitialAssessmentOn, row.FollowUpOn, row.PsychiatricConsultationOn, row.RelapsePreventionPlanOn,
            row.Sessions, row.WeeksSinceInitialAssessment, row.MinutesThisMonth);
    }

    public override string ToString() => $"{nameof(CaseloadRowResponse)} {EpisodeId}";
}

/// <param name="Change">LAST minus FIRST in points; null while there is only one score.</param>
internal sealed record ScoreCellResponse(int First, LocalDate FirstOn, int Last, LocalDate LastOn, bool LastIsStale, int? Change)
{
    public static ScoreCellResponse? Of(ScoreCell? cell) => cell is null ? null
        : new(cell.First.Total, cell.First.On, cell.Last.Total, cell.Last.On, cell.LastIsStale,
            cell.First.AssessmentId == cell.Last.AssessmentId ? null : cell.Last.Total - cell.First.Total);
}

/// <param name="Id">"F14"; the review list has the same flag with its inputs.</param>
internal sealed record FlagSummaryResponse(string Id, string Name, FlagSeverity Severity, LocalDate Since, string Text);
