using NodaTime;

namespace Registry.Clinical;

/// <summary>Flags about contact with the patient. Attempts, no-shows and messages are not contact.</summary>
internal static class ContactFlags
{
    public static readonly Flag Overdue = new("F06", "contact.overdue", FlagSeverity.Warning,
        "More than 30 days (60 in relapse prevention) since the last clinical contact, or since the initial assessment when there was none.",
        e => OverdueLimit(e, e.Status) is { } limit && e.DaysSince(Anchor(e)) > limit,
        e => new(e.OlderThanLimitSince(Anchor(e), status => OverdueLimit(e, status)), Silence(e),
            [.. SilenceInputs(e), new FlagInput("limitDays", OverdueLimit(e, e.Status))]));

    public static readonly Flag Lost = new("F07", "contact.lost60", FlagSeverity.Warning,
        "In treatment, and more than 60 days since the last clinical contact.",
        e => LostLimit(e, e.Status) is { } limit && e.DaysSince(Anchor(e)) > limit,
        e => new(e.OlderThanLimitSince(Anchor(e), status => LostLimit(e, status)), Silence(e),
            [.. SilenceInputs(e), new FlagInput("limitDays", e.Parameters.ContactLostDays)]));

    public static readonly Flag Inactive = new("F08", "inactivity.propose", FlagSeverity.Warning,
        "90 days or more without clinical contact: ending the episode is proposed, dated 90 days after the last contact and never done by itself.",
        e => e.IsActive && e.DaysSince(Anchor(e)) >= e.Parameters.InactivityDays,
        e => new(Anchor(e).PlusDays(e.Parameters.InactivityDays), Silence(e),
            [.. SilenceInputs(e), new FlagInput("proposedDischarge", On: Anchor(e).PlusDays(e.Parameters.InactivityDays))]));

    public static readonly Flag EarlyFollowUp = new("F09", "followup.early", FlagSeverity.Attention,
        "No clinical contact in days 1 to 28 after the initial assessment: a warning from day 14, from day 29 on missed for good. A second contact on the day of the assessment does not count.",
        e => e.IsActive && e.Day >= e.Parameters.EarlyFollowUpWarnFromDay && !FollowedUpInTime(e),
        e =>
        {
            var missed = e.Day > e.Parameters.EarlyFollowUpByDay;
            var dueBy = e.Facts.EnrolledOn.PlusDays(e.Parameters.EarlyFollowUpByDay);
            return new(e.Facts.EnrolledOn.PlusDays(e.Parameters.EarlyFollowUpWarnFromDay),
                missed ? $"No contact by day {e.Parameters.EarlyFollowUpByDay}, {dueBy.Iso()}." : $"Day {e.Day} without a follow-up contact; due by {dueBy.Iso()}.",
                new("initialAssessment", e.Day, e.Facts.EnrolledOn), new("dueBy", On: dueBy), new("firstFollowUp", On: e.FirstFollowUp),
                new("attempts", e.AttemptsSinceContact), new("state", Code: missed ? "missed" : "due"))
            {
                Severity = missed ? FlagSeverity.Information : FlagSeverity.Attention,
                NextEvaluation = missed ? null : dueBy.PlusDays(1),
            };
        });

    /// <summary>The last clinical contact, or the initial assessment while there is none.</summary>
    internal static LocalDate Anchor(EpisodeSummary e) => e.LastContact ?? e.Facts.EnrolledOn;

    internal static string Silence(EpisodeSummary e)
    {
        var attempts = e.AttemptsSinceContact is 0 ? "no attempt" : Wording.Count(e.AttemptsSinceContact, "attempt");
        return $"No clinical contact for {Wording.Days(e.DaysSince(Anchor(e)))}, since {Anchor(e).Iso()}; {attempts} since.";
    }

    internal static FlagInput[] SilenceInputs(EpisodeSummary e) =>
    [
        new(e.LastContact is null ? "initialAssessment" : "lastContact", e.DaysSince(Anchor(e)), Anchor(e)),
        new("attemptsSince", e.AttemptsSinceContact),
    ];

    private static int? OverdueLimit(EpisodeSummary e, EpisodeStatus status) => status switch
    {
        EpisodeStatus.Treatment => e.Parameters.ContactOverdueInTreatmentDays,
        EpisodeStatus.RelapsePrevention => e.Parameters.ContactOverdueInRelapsePreventionDays,
        _ => null,
    };

    private static int? LostLimit(EpisodeSummary e, EpisodeStatus status) =>
        status is EpisodeStatus.Treatment ? e.Parameters.ContactLostDays : null;

    private static bool FollowedUpInTime(EpisodeSummary e) =>
        e.FirstFollowUp is { } first && Period.DaysBetween(e.Facts.EnrolledOn, first) <= e.Parameters.EarlyFollowUpByDay;
}
