using Registry.Clinical;

namespace Registry.Api;

/// <summary>Every kind of dated fact the team records about an episode. A new kind is a line here and its bodies.</summary>
internal static class TeamWork
{
    public static void MapTeamWork(this IEndpointRouteBuilder routes)
    {
        EpisodeFactEndpoints<Contact, Contact, ContactRequest, ContactResponse>.Map(routes,
            new("contacts", "Contacts", "Contact", "Contacts", "a contact", "contacts", "With its minutes. Attempts and no-shows are recorded too; they count as no session."),
            Permissions.ReadContact, Permissions.WriteContact);
        EpisodeFactEndpoints<Consultation, Consultation, ConsultationRequest, ConsultationResponse>.Map(routes,
            new("consultations", "Consultations", "Consultation", "Consultations", "a consultation", "consultations", "One record per patient discussed, never one per meeting."),
            Permissions.ReadContact, Permissions.WriteConsultation);
        EpisodeFactEndpoints<RelapsePreventionPlan, RelapsePreventionPlan, RelapsePreventionPlanRequest, RelapsePreventionPlanResponse>.Map(routes,
            new("relapse-prevention-plans", "Relapse prevention plans", "RelapsePreventionPlan", "RelapsePreventionPlans", "a relapse prevention plan", "relapse prevention plans",
                "An episode in treatment enters relapse prevention on the day its plan was documented."),
            Permissions.ReadContact, Permissions.WriteContact, RelapsePreventionPlanRequest.Begins);

        EpisodeFactEndpoints<MinutesEntry, TeamEntry, MinutesEntryRequest, MinutesEntryResponse>.Map(routes,
            new("minutes-entries", "Minutes", "MinutesEntry", "MinutesEntries", "a minutes entry", "minutes entries", "Care management time without a contact, consultation or plan of its own."),
            Permissions.ReadContact, Permissions.WriteContact);
        EpisodeFactEndpoints<TreatmentChange, TeamEntry, TreatmentChangeRequest, TreatmentChangeResponse>.Map(routes,
            new("treatment-changes", "Treatment", "TreatmentChange", "TreatmentChanges", "a treatment change", "treatment changes", "A medication, psychotherapy or other treatment began, changed or ended."),
            Permissions.ReadContact, Permissions.WriteContact);
        EpisodeFactEndpoints<Clinical.ConsultationRequest, TeamEntry, ConsultationRequestRequest, RequestedConsultationResponse>.Map(routes,
            new("consultation-requests", "Consultations", "ConsultationRequest", "ConsultationRequests", "a consultation request", "consultation requests",
                "Asks the psychiatric consultant about this patient; a consultation on or after its day answers it."),
            Permissions.ReadContact, Permissions.WriteContact);
        EpisodeFactEndpoints<ManualFlag, TeamEntry, ManualFlagRequest, ManualFlagResponse>.Map(routes,
            new("manual-flags", "Flags", "ManualFlag", "ManualFlags", "a manual flag", "manual flags", "For safety or for discussion. Clear it by correcting it with clearedOn and a note."),
            Permissions.ReadContact, Permissions.WriteConsultation);
        EpisodeFactEndpoints<FlagAcknowledgement, TeamEntry, FlagAcknowledgementRequest, FlagAcknowledgementResponse>.Map(routes,
            new("flag-acknowledgements", "Flags", "FlagAcknowledgement", "FlagAcknowledgements", "a flag acknowledgement", "flag acknowledgements",
                "Somebody saw a raised flag, said what was done, or asked to see it again later."),
            Permissions.ReadContact, Permissions.WriteConsultation);
        EpisodeFactEndpoints<Reminder, TeamEntry, ReminderRequest, ReminderResponse>.Map(routes,
            new("reminders", "Reminders", "Reminder", "Reminders", "a reminder", "reminders", "A follow-up day. Done is a correction with doneOn."),
            Permissions.ReadContact, Permissions.WriteContact);
        EpisodeFactEndpoints<BaselineOverride, TeamEntry, BaselineOverrideRequest, BaselineOverrideResponse>.Map(routes,
            new("baseline-overrides", "Assessments", "BaselineOverride", "BaselineOverrides", "a baseline override", "baseline overrides", "Chooses the baseline instead of the rule; the note says why."),
            Permissions.ReadAssessment, Permissions.WriteAssessment);
        EpisodeFactEndpoints<BriefNote, TeamEntry, BriefNoteRequest, BriefNoteResponse>.Map(routes,
            new("notes", "Notes", "Note", "Notes", "a brief note", "notes", "A fact the other records have no place for. Never psychotherapy notes."),
            Permissions.ReadContact, Permissions.WriteConsultation);
    }
}
