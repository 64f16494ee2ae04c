using System.Text.Json;
using NodaTime;
using Registry.Clinical;

namespace Registry.Fhir;

/// <summary>An episode of Collaborative Care, to be written as an EpisodeOfCare.</summary>
/// <param name="Changes">Every status with the day from which it held, in order.</param>
public sealed record NativeEpisode(
    ResourceHead Head, string PatientId, LocalDate EnrolledOn, LocalDate? EndedOn, string? DischargeReason, IReadOnlyList<StatusChange> Changes)
{
    public override string ToString() => Head.ToString();
}

/// <summary>Writes an EpisodeOfCare: enrolment, status with its history, and why it ended.</summary>
/// <remarks>Who cares for the patient is not in it: a caseload (Group) changes hands without a new version of the episode.</remarks>
public static class EpisodeOfCareJson
{
    public static byte[] Write(NativeEpisode episode, string publicBase)
    {
        ArgumentNullException.ThrowIfNull(episode);
        return ResourceWriting.Resource(episode.Head, json =>
        {
            var current = episode.Changes[^1].Status;
            json.WriteStartArray("extension"u8);
            json.CodeExtension(publicBase + "/StructureDefinition/episode-phase", Phase(current));
            if (episode.DischargeReason is { } reason) json.CodeExtension(publicBase + "/StructureDefinition/discharge-reason", reason);
            json.WriteEndArray();
            json.WriteString("status"u8, Status(current, episode.Changes));
            json.WriteStartArray("statusHistory"u8);
            for (var i = 0; i < episode.Changes.Count; i++) History(json, i, episode.Changes, publicBase);
            json.WriteEndArray();
            json.Concepts("type", publicBase + "/CodeSystem/program", "collaborative-care", "Collaborative Care");
            json.Reference("patient", "Patient/" + episode.PatientId);
            json.Period(episode.EnrolledOn, episode.EndedOn);
        });
    }

    /// <summary>R4 has no word for relapse prevention: it is active, and the extension says the phase.</summary>
    private static string Status(EpisodeStatus status, IReadOnlyList<StatusChange> changes) => status switch
    {
        EpisodeStatus.Referred => "planned",
        EpisodeStatus.Treatment or EpisodeStatus.RelapsePrevention => "active",
        _ => changes.Any(c => c.Status is EpisodeStatus.Treatment) ? "finished" : "cancelled",
    };

    private static string Phase(EpisodeStatus status) => status switch
    {
        EpisodeStatus.Referred => "referred",
        EpisodeStatus.Treatment => "treatment",
        EpisodeStatus.RelapsePrevention => "relapse-prevention",
        _ => "inactive",
    };

    private static void History(Utf8JsonWriter json, int place, IReadOnlyList<StatusChange> changes, string publicBase)
    {
        json.WriteStartObject();
        json.WriteStartArray("extension"u8);
        json.CodeExtension(publicBase + "/StructureDefinition/episode-phase", Phase(changes[place].Status));
        json.WriteEndArray();
        json.WriteString("status"u8, Status(changes[place].Status, changes));
        json.Period(changes[place].On, place + 1 < changes.Count ? changes[place + 1].On : null);
        json.WriteEndObject();
    }
}
