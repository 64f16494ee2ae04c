using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <param name="Description">What it is: a medication with its dose, a kind of psychotherapy; at most 200 characters.</param>
internal sealed record TreatmentChangeRequest(LocalDate On, TreatmentKind Treatment, TreatmentChangeKind Change, string Description, string? Note = null)
    : TeamEntryRequest<TreatmentChange>(On, Note)
{
    public override void Check(Checks checks, Caller caller)
    {
        base.Check(checks, caller);
        checks.Text("description", Description, 200);
    }

    protected override TreatmentChange New(EntryKey key, Caller caller) => new()
    {
        OrganizationId = key.Organization,
        Id = Id<TeamEntry>.New(),
        PatientId = key.Patient,
        EpisodeId = key.Episode,
        On = On,
        Treatment = Treatment,
        Change = Change,
        Description = Description,
    };

    public override void ApplyTo(TreatmentChange entry, Caller caller)
    {
        base.ApplyTo(entry, caller);
        (entry.Treatment, entry.Change, entry.Description) = (Treatment, Change, Description);
    }
}

internal sealed record TreatmentChangeResponse(
    Id<TeamEntry> Id, Id<Episode> EpisodeId, Id<Patient> PatientId, LocalDate On, TreatmentKind Treatment, TreatmentChangeKind Change, string Description, string? Note,
    bool EnteredInError, int Version, Instant RecordedAt) : IEpisodeFactResponse<TreatmentChangeResponse, TreatmentChange>
{
    public static TreatmentChangeResponse Of(TreatmentChange e) =>
        new(e.Id, e.EpisodeId, e.PatientId, e.On, e.Treatment, e.Change, e.Description, e.Note, e.EnteredInError, e.Version, e.RecordedAt);

    public override string ToString() => $"{nameof(TreatmentChangeResponse)} {Id}";
}
