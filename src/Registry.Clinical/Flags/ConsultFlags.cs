using NodaTime;

namespace Registry.Clinical;

/// <summary>Flags about the psychiatric consultant having looked at the patient.</summary>
internal static class ConsultFlags
{
    public static readonly Flag NewPatient = new("F10", "consult.newPatient", FlagSeverity.Attention,
        "In treatment, day 30 or later after the initial assessment, and never consulted on since.",
        e => e.Status is EpisodeStatus.Treatment && e.Day >= e.Parameters.NewPatientConsultByDay && !ConsultedSince(e, e.Facts.EnrolledOn),
        e => new(Days.Later(e.Facts.EnrolledOn.PlusDays(e.Parameters.NewPatientConsultByDay), e.StatusSince),
            $"Day {e.Day} since the initial assessment on {e.Facts.EnrolledOn.Iso()} and no psychiatric consultation yet.",
            new("initialAssessment", e.Day, e.Facts.EnrolledOn), new FlagInput("lastConsultation", On: e.LastConsult)));

    public static readonly Flag NonImprover = new("F12", "consult.nonImprover", FlagSeverity.Attention,
        "Not improved at eight weeks (F11) and no consultation with a recommendation since day 56: due until day 84, then overdue. One older than 60 days is overdue for renewal.",
        e => ProgressFlags.NotImprovedAtEightWeeks(e) && !AdvisedLately(e),
        e =>
        {
            var overdue = IsOverdue(e);
            var asked = ProgressFlags.NotImprovedAtEightWeeksSince(e);
            var lapsed = AdvisedSinceWindow(e) ? e.LastAdvice!.Value.PlusDays(e.Parameters.NonImproverConsultMaxAgeDays + 1) : asked;
            var lastDay = e.Facts.EnrolledOn.PlusDays(e.Parameters.NonImproverConsultByDay);
            return new(Days.Later(asked, lapsed),
                e.LastAdvice is { } advised
                    ? $"Not improved, and the last consultation with a recommendation was {Wording.Days(e.DaysSince(advised))} ago, on {advised.Iso()}."
                    : $"Not improved on day {e.Day}, and no consultation with a recommendation yet.",
                new("initialAssessment", e.Day, e.Facts.EnrolledOn), new("lastRecommendation", e.LastAdvice is { } on ? e.DaysSince(on) : null, e.LastAdvice),
                new("windowFrom", On: WindowStart(e)), new("windowTo", On: lastDay), new("state", Code: overdue ? "overdue" : "due"))
            {
                Severity = overdue ? FlagSeverity.Warning : FlagSeverity.Attention,
                NextEvaluation = overdue ? null : lastDay.PlusDays(1),
            };
        });

    /// <summary>F12 in its overdue stage: past day 84 with nothing since day 56, or the last recommendation older than 60 days.</summary>
    internal static bool IsOverdue(EpisodeSummary e) => AdvisedSinceWindow(e) || e.Day > e.Parameters.NonImproverConsultByDay;

    private static bool ConsultedSince(EpisodeSummary e, LocalDate day) => e.LastConsult >= day;

    private static LocalDate WindowStart(EpisodeSummary e) => e.Facts.EnrolledOn.PlusDays(e.Parameters.NotImprovedFromDay);

    private static bool AdvisedSinceWindow(EpisodeSummary e) => e.LastAdvice >= WindowStart(e);

    private static bool AdvisedLately(EpisodeSummary e) =>
        AdvisedSinceWindow(e) && e.DaysSince(e.LastAdvice!.Value) <= e.Parameters.NonImproverConsultMaxAgeDays;
}
