using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <param name="ClearedOn">The day it was cleared; the note then says why.</param>
internal sealed record ManualFlagRequest(LocalDate On, ManualFlagKind Flag, LocalDate? ClearedOn = null, string? Note = null) : TeamEntryRequest<ManualFlag>(On, Note)
{
    public override void Check(Checks checks, Caller caller)
    {
        base.Check(checks, caller);
        checks.Add(ClearedOn < On ? Refusals.BeforeItBegan.At("clearedOn") : null)
            .Add(ClearedOn is not null && string.IsNullOrWhiteSpace(Note) ? Refusals.NoteRequired.At("note") : null);
    }

    protected override ManualFlag New(EntryKey key, Caller caller) =>
        new() { OrganizationId = key.Organization, Id = Id<TeamEntry>.New(), PatientId = key.Patient, EpisodeId = key.Episode, On = On, Flag = Flag };

    public override void ApplyTo(ManualFlag entry, Caller caller)
    {
        base.ApplyTo(entry, caller);
        (entry.Flag, entry.ClearedOn) = (Flag, ClearedOn);
    }
}

internal sealed record ManualFlagResponse(
    Id<TeamEntry> Id, Id<Episode> EpisodeId, Id<Patient> PatientId, LocalDate On, ManualFlagKind Flag, LocalDate? ClearedOn, string? Note,
    bool EnteredInError, int Version, Instant RecordedAt) : IEpisodeFactResponse<ManualFlagResponse, ManualFlag>
{
    public static ManualFlagResponse Of(ManualFlag e) => new(e.Id, e.EpisodeId, e.PatientId, e.On, e.Flag, e.ClearedOn, e.Note, e.EnteredInError, e.Version, e.RecordedAt);

    public override string ToString() => $"{nameof(ManualFlagResponse)} {Id}";
}
