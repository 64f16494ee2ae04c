using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

/// <param name="FlagId">Id of the raised flag: "F01".</param>
/// <param name="Disposition">What was done; for the safety flag of item 9 this clears it, the mere seeing does not.</param>
/// <param name="SnoozedUntil">The day on which it shows again. Safety flags do not snooze.</param>
/// <param name="AssessmentId">The one score this is about.</param>
/// <param name="Instrument">For a flag that is raised per instrument; absent for all of them.</param>
internal sealed record FlagAcknowledgementRequest(
    LocalDate On, string FlagId, FlagDisposition? Disposition = null, LocalDate? SnoozedUntil = null, Id<Assessment>? AssessmentId = null, Instrument? Instrument = null,
    string? Note = null) : TeamEntryRequest<FlagAcknowledgement>(On, Note), INamesRecords
{
    private static readonly Refusal NoSnooze = new("no-snooze", RefusalKind.Rule, "A safety flag is not put off.");

    public override void Check(Checks checks, Caller caller)
    {
        base.Check(checks, caller);
        checks.Add(Clinical.Flags.InReviewOrder.Any(f => f.Id == FlagId) ? null : Refusals.UnknownFlag.At("flagId"))
            .Add(SnoozedUntil < On ? Refusals.BeforeItBegan.At("snoozedUntil") : null)
            .Add(SnoozedUntil is not null && Clinical.Flags.InReviewOrder.Any(f => f.Id == FlagId && !f.MaySnooze) ? NoSnooze.At("snoozedUntil") : null);
    }

    public async Task CheckNames(Checks checks, Episode episode, Access access, RegistryDbContext db, CancellationToken ct) =>
        checks.Add(AssessmentId is not { } id || await db.HasAssessment(episode, id, ct) ? null : Refusals.UnknownReference.At("assessmentId"));

    protected override FlagAcknowledgement New(EntryKey key, Caller caller) =>
        new() { OrganizationId = key.Organization, Id = Id<TeamEntry>.New(), PatientId = key.Patient, EpisodeId = key.Episode, On = On, FlagId = FlagId };

    public override void ApplyTo(FlagAcknowledgement entry, Caller caller)
    {
        base.ApplyTo(entry, caller);
        (entry.FlagId, entry.Disposition, entry.SnoozedUntil, entry.AssessmentId, entry.Instrument) = (FlagId, Disposition, SnoozedUntil, AssessmentId, Instrument);
    }
}

internal sealed record FlagAcknowledgementResponse(
    Id<TeamEntry> Id, Id<Episode> EpisodeId, Id<Patient> PatientId, LocalDate On, string FlagId, FlagDisposition? Disposition, LocalDate? SnoozedUntil,
    Id<Assessment>? AssessmentId, Instrument? Instrument, string? Note, bool EnteredInError, int Version, Instant RecordedAt)
    : IEpisodeFactResponse<FlagAcknowledgementResponse, FlagAcknowledgement>
{
    public static FlagAcknowledgementResponse Of(FlagAcknowledgement e) => new(e.Id, e.EpisodeId, e.PatientId, e.On, e.FlagId, e.Disposition, e.SnoozedUntil,
        e.AssessmentId, e.Instrument, e.Note, e.EnteredInError, e.Version, e.RecordedAt);

    public override string ToString() => $"{nameof(FlagAcknowledgementResponse)} {Id}";
}
