using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <summary>What the requests for all kinds of team entries have in common.</summary>
/// <param name="On">The clinical day, local to the clinic.</param>
/// <param name="Note">A brief addition, at most 1,000 characters; no session content.</param>
internal abstract record TeamEntryRequest<TEntry>(LocalDate On, string? Note) : IEpisodeFactRequest<TEntry> where TEntry : TeamEntry
{
    public virtual void Check(Checks checks, Caller caller) => checks.Text("note", Note, 1000, required: false);

    public virtual IEnumerable<(string Field, Id<StaffMember>? Member)> Names(Caller caller) => [];

    public TEntry Create(Episode episode, Caller caller)
    {
        var entry = New(new(episode.OrganizationId, episode.PatientId, episode.Id), caller);
        ApplyTo(entry, caller);
        return entry;
    }

    public virtual void ApplyTo(TEntry entry, Caller caller) => entry.Note = Note;

    protected abstract TEntry New(EntryKey key, Caller caller);

    public sealed override string ToString() => GetType().Name;

    /// <summary>Whose entry it is.</summary>
    protected readonly record struct EntryKey(Id<Organization> Organization, Id<Patient> Patient, Id<Episode> Episode);
}
