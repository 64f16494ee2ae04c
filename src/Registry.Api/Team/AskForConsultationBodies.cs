using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.Api;

internal sealed record ConsultationRequestRequest(LocalDate On, ConsultationReason Reason, LocalDate? WithdrawnOn = null, string? Note = null)
    : TeamEntryRequest<Clinical.ConsultationRequest>(On, Note)
{
    public override void Check(Checks checks, Caller caller)
    {
        base.Check(checks, caller);
        checks.Add(WithdrawnOn < On ? Refusals.BeforeItBegan.At("withdrawnOn") : null);
    }

    protected override Clinical.ConsultationRequest New(EntryKey key, Caller caller) =>
        new() { OrganizationId = key.Organization, Id = Id<TeamEntry>.New(), PatientId = key.Patient, EpisodeId = key.Episode, On = On, Reason = Reason };

    public override void ApplyTo(Clinical.ConsultationRequest entry, Caller caller)
    {
        base.ApplyTo(entry, caller);
        (entry.Reason, entry.WithdrawnOn) = (Reason, WithdrawnOn);
    }
}

internal sealed record RequestedConsultationResponse(
    Id<TeamEntry> Id, Id<Episode> EpisodeId, Id<Patient> PatientId, LocalDate On, ConsultationReason Reason, LocalDate? WithdrawnOn, string? Note,
    bool EnteredInError, int Version, Instant RecordedAt) : IEpisodeFactResponse<RequestedConsultationResponse, Clinical.ConsultationRequest>
{
    public static RequestedConsultationResponse Of(Clinical.ConsultationRequest e) =>
        new(e.Id, e.EpisodeId, e.PatientId, e.On, e.Reason, e.WithdrawnOn, e.Note, e.EnteredInError, e.Version, e.RecordedAt);

    public override string ToString() => $"{nameof(RequestedConsultationResponse)} {Id}";
}
