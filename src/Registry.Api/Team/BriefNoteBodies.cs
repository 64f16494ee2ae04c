using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <param name="Note">At most 1,000 characters. Never psychotherapy notes: what was said in a session does not belong here.</param>
internal sealed record BriefNoteRequest(LocalDate On, string Note) : TeamEntryRequest<BriefNote>(On, Note)
{
    public override void Check(Checks checks, Caller caller) => checks.Text("note", Note, 1000);

    protected override BriefNote New(EntryKey key, Caller caller) =>
        new() { OrganizationId = key.Organization, Id = Id<TeamEntry>.New(), PatientId = key.Patient, EpisodeId = key.Episode, On = On };
}

internal sealed record BriefNoteResponse(
    Id<TeamEntry> Id, Id<Episode> EpisodeId, Id<Patient> PatientId, LocalDate On, string? Note, bool EnteredInError, int Version, Instant RecordedAt)
    : IEpisodeFactResponse<BriefNoteResponse, BriefNote>
{
    public static BriefNoteResponse Of(BriefNote e) => new(e.Id, e.EpisodeId, e.PatientId, e.On, e.Note, e.EnteredInError, e.Version, e.RecordedAt);

    public override string ToString() => $"{nameof(BriefNoteResponse)} {Id}";
}
