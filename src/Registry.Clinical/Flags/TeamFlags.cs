namespace Registry.Clinical;

/// <summary>Flags about what the team set, asked for or left open.</summary>
internal static class TeamFlags
{
    public static readonly Flag ConsultRequested = new("F03", "consult.requested", FlagSeverity.Warning,
        "The team asked for a psychiatric consultation, and none is recorded on that day or later.",
        e => OldestOpen(e) is not null,
        e =>
        {
            var request = OldestOpen(e)!.Value;
            return new(request.On, $"Consultation requested on {request.On.Iso()} ({request.Reason}).",
                new("request", e.DaysSince(request.On), request.On, Code: request.Reason), new FlagInput("lastConsultation", On: e.LastConsult));
        });

    public static readonly Flag Discussion = new("F04", "discussion.manual", FlagSeverity.Attention,
        "Somebody flagged the patient for discussion and nobody has cleared the flag.",
        e => ManualFlags.IsOpen(e, ManualFlagKind.Discussion),
        e => ManualFlags.Explain(e, ManualFlagKind.Discussion, "Flagged for discussion"));

    public static readonly Flag RecommendationOpen = new("F29", "recommendation.open", FlagSeverity.Attention,
        "A recommendation of the consultant has been neither accepted, declined nor done for more than 14 days.",
        e => OldestWaiting(e) is not null,
        e =>
        {
            var waiting = OldestWaiting(e)!.Value;
            return new(waiting.On.PlusDays(e.Parameters.RecommendationDays + 1),
                $"The recommendation of {waiting.On.Iso()} has been open for {Wording.Days(e.DaysSince(waiting.On))}.",
                new("recommendation", e.DaysSince(waiting.On), waiting.On, waiting.Id), new FlagInput("limitDays", e.Parameters.RecommendationDays));
        });

    public static readonly Flag ReminderDue = new("F31", "reminder.due", FlagSeverity.Attention,
        "A follow-up day set by the care manager has come, with no clinical contact since it was set; overdue after 7 more days.",
        e => EarliestDue(e) is not null,
        e =>
        {
            var reminder = EarliestDue(e)!.Value;
            var escalatesOn = reminder.DueOn.PlusDays(e.Parameters.ReminderGraceDays + 1);
            var overdue = e.AsOf >= escalatesOn;
            return new(Days.Later(reminder.DueOn, reminder.SetOn), $"Follow-up was set for {reminder.DueOn.Iso()}.",
                new("reminder", e.DaysSince(reminder.DueOn), reminder.DueOn), new("setOn", On: reminder.SetOn),
                new("attemptsSince", e.AttemptsSinceContact), new("state", Code: overdue ? "overdue" : "due"))
            {
                Severity = overdue ? FlagSeverity.Warning : FlagSeverity.Attention,
                NextEvaluation = overdue ? null : escalatesOn,
            };
        });

    private static ConsultationRequestFact? OldestOpen(EpisodeSummary e)
    {
        ConsultationRequestFact? oldest = null;
        for (var i = 0; i < e.Facts.ConsultationRequests.Count; i++)
        {
            var request = e.Facts.ConsultationRequests[i];
            if (request.On > e.AsOf || request.WithdrawnOn <= e.AsOf || e.LastConsult >= request.On) continue;
            if (!(oldest?.On <= request.On)) oldest = request;
        }

        return oldest;
    }

    private static RecommendationFact? OldestWaiting(EpisodeSummary e)
    {
        RecommendationFact? oldest = null;
        for (var i = 0; i < e.Facts.Recommendations.Count; i++)
        {
            var one = e.Facts.Recommendations[i];
            if (!one.IsOpenOn(e.AsOf) || e.DaysSince(one.On) <= e.Parameters.RecommendationDays) continue;
            if (!(oldest?.On <= one.On)) oldest = one;
        }

        return oldest;
    }

    private static ReminderFact? EarliestDue(EpisodeSummary e)
    {
        ReminderFact? earliest = null;
        for (var i = 0; i < e.Facts.Reminders.Count; i++)
        {
            var reminder = e.Facts.Reminders[i];
            if (reminder.SetOn > e.AsOf || reminder.DueOn > e.AsOf || reminder.DoneOn <= e.AsOf || e.LastContact > reminder.SetOn) continue;
            if (!(earliest?.DueOn <= reminder.DueOn)) earliest = reminder;
        }

        return earliest;
    }
}
