using System.Text;
using NodaTime;
using Registry.Clinical;
using Registry.Fhir;
using Registry.Storage;

namespace Registry.Api;

/// <summary>The text of a resource: as it was received, or written from the registry's own row.</summary>
internal static class FhirText
{
    public static byte[] Of(FoundResource found, RegistrySettings settings) =>
        found.Body is { } body ? Encoding.UTF8.GetBytes(body)
        : found.Score is { } score ? ObservationJson.Write(Native(found, score), settings.FhirBase)
        : found.Episode is { } episode ? EpisodeOfCareJson.Write(Native(found, episode), settings.FhirBase)
        : found.Contact is { } contact ? EncounterJson.Write(Native(found, contact), settings.FhirBase)
        : found.Patient is { } patient ? PatientJson.Write(Native(found, patient))
        : RecordJson.Basic(Head(found, isPart2: false), found.Record!, settings.FhirBase);

    /// <summary>With everything that another registry needs besides. A patient whom nobody gave an identifier gets one of this registry, or could not come back.</summary>
    public static byte[] Complete(FoundResource found, RegistrySettings settings)
    {
        if (found is { Body: null, Patient: { Identifiers.Count: 0 } nameless })
            found = found with { Patient = nameless with { Identifiers = [new(RecordUrls.PatientSystem(settings.FhirBase), found.Id.ToString("D"))] } };
        var text = Of(found, settings);
        return found.Type != BulkType.Complete && found.Record is { Values.Count: > 0 } record ? RecordJson.Beside(text, record, settings.FhirBase) : text;
    }

    private static ResourceHead Head(FoundResource found, bool isPart2) =>
        new(found.Type, found.Id.ToString("D"), $"{found.Version}", found.RecordedAt, isPart2 ? Part2Labels.Json : found.Labels) { Marking = isPart2 ? Part2.Notice : null };

    private static NativeEpisode Native(FoundResource found, EpisodeRow episode) => new(
        Head(found, episode.IsPart2), found.PatientId.ToString(), episode.EnrolledOn, episode.EndedOn, episode.Reason is { } reason ? Kebab.Of(reason) : null, episode.Changes);

    private static NativeContact Native(FoundResource found, ContactRow contact) => new(
        Head(found, contact.IsPart2), found.PatientId.ToString(), contact.EpisodeId.ToString("D"), contact.StaffMemberId.ToString("D"), Kebab.Of(contact.Purpose), Kebab.Of(contact.Mode),
        contact.Mode is ContactMode.InPerson, contact.On, contact.StartedAt, contact.StartedAt is { } at ? ClinicDays.OffsetAt(at, contact.TimeZone) : Offset.Zero,
        contact.Minutes, contact.Kept, contact.EnteredInError);

    private static NativeScore Native(FoundResource found, ScoreRow score) => new(
        found.Id.ToString("D"), $"{found.Version}", found.RecordedAt, found.Id.ToString("D"), found.PatientId.ToString(), score.Instrument, score.Total, score.On, score.At,
        score.At is { } at ? ClinicDays.OffsetAt(at, score.TimeZone) : Offset.Zero, score.Status == "quarantined" ? "preliminary" : score.Status,
        Assessment.Answers(score.Items)) { Labels = found.Labels };

    private static NativePatient Native(FoundResource found, PatientRow patient) => new(
        found.Id.ToString("D"), $"{found.Version}", found.RecordedAt, patient.FamilyName, patient.GivenName, patient.BirthDate,
        [.. patient.Identifiers.Select(i => new FhirIdentifier(i.System, i.Value))]) { Labels = found.Labels };
}
