using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <param name="DueOn">The follow-up day.</param>
/// <param name="DoneOn">The day it was done.</param>
internal sealed record ReminderRequest(LocalDate On, LocalDate DueOn, LocalDate? DoneOn = null, string? Note = null) : TeamEntryRequest<Reminder>(On, Note)
{
    public override void Check(Checks checks, Caller caller)
    {
        base.Check(checks, caller);
        checks.Add(DueOn < On ? Refusals.BeforeItBegan.At("dueOn") : null).Add(DoneOn < On ? Refusals.BeforeItBegan.At("doneOn") : null);
    }

    protected override Reminder New(EntryKey key, Caller caller) =>
        new() { OrganizationId = key.Organization, Id = Id<TeamEntry>.New(), PatientId = key.Patient, EpisodeId = key.Episode, On = On, DueOn = DueOn };

    public override void ApplyTo(Reminder entry, Caller caller)
    {
        base.ApplyTo(entry, caller);
        (entry.DueOn, entry.DoneOn) = (DueOn, DoneOn);
    }
}

internal sealed record ReminderResponse(
    Id<TeamEntry> Id, Id<Episode> EpisodeId, Id<Patient> PatientId, LocalDate On, LocalDate DueOn, LocalDate? DoneOn, string? Note,
    bool EnteredInError, int Version, Instant RecordedAt) : IEpisodeFactResponse<ReminderResponse, Reminder>
{
    public static ReminderResponse Of(Reminder e) => new(e.Id, e.EpisodeId, e.PatientId, e.On, e.DueOn, e.DoneOn, e.Note, e.EnteredInError, e.Version, e.RecordedAt);

    public override string ToString() => $"{nameof(ReminderResponse)} {Id}";
}
