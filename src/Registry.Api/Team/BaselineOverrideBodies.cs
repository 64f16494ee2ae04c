using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <param name="AssessmentId">The administration that is the baseline.</param>
/// <param name="Note">Why; required.</param>
internal sealed record BaselineOverrideRequest(LocalDate On, Id<Assessment> AssessmentId, string Note) : TeamEntryRequest<BaselineOverride>(On, Note), INamesRecords
{
    public override void Check(Checks checks, Caller caller) => checks.Text("note", Note, 1000);

    public async Task CheckNames(Checks checks, Episode episode, Access access, RegistryDbContext db, CancellationToken ct) =>
        checks.Add(await db.HasAssessment(episode, AssessmentId, ct) ? null : Refusals.UnknownReference.At("assessmentId"));

    protected override BaselineOverride New(EntryKey key, Caller caller) =>
        new() { OrganizationId = key.Organization, Id = Id<TeamEntry>.New(), PatientId = key.Patient, EpisodeId = key.Episode, On = On, AssessmentId = AssessmentId };

    public override void ApplyTo(BaselineOverride entry, Caller caller)
    {
        base.ApplyTo(entry, caller);
        entry.AssessmentId = AssessmentId;
    }
}

internal sealed record BaselineOverrideResponse(
    Id<TeamEntry> Id, Id<Episode> EpisodeId, Id<Patient> PatientId, LocalDate On, Id<Assessment> AssessmentId, string? Note,
    bool EnteredInError, int Version, Instant RecordedAt) : IEpisodeFactResponse<BaselineOverrideResponse, BaselineOverride>
{
    public static BaselineOverrideResponse Of(BaselineOverride e) => new(e.Id, e.EpisodeId, e.PatientId, e.On, e.AssessmentId, e.Note, e.EnteredInError, e.Version, e.RecordedAt);

    public override string ToString() => $"{nameof(BaselineOverrideResponse)} {Id}";
}
