using System.Text;
using System.Text.Json;
using NodaTime;
using Registry.Clinical;
using Registry.Fhir;
using Registry.Storage;

namespace Registry.Api;

/// <summary>The Observation that a response comes to: its total, its answers as components, derived from it.</summary>
internal static class ResponseExtract
{
    /// <summary>The text of a stored score that a response tells of.</summary>
    /// <param name="sent">What a sender wrote as the Observation itself: that stays to the letter, with its new version.</param>
    public static byte[] Of(ImportEntry entry, Id<Assessment> id, Assessment score, int version, string? sent, RegistrySettings settings)
    {
        if (sent is not null)
        {
            using var text = JsonDocument.Parse(sent);
            return new ResourceRewrite { Id = id.ToString(), VersionId = $"{version}", LastUpdated = score.RecordedAt }.Write(text.RootElement);
        }

        return ObservationJson.Write(new(id.ToString(), $"{version}", score.RecordedAt, id.ToString(), score.PatientId.ToString(), score.Instrument, score.Total,
            score.AdministeredOn, score.AdministeredAt, Offset.Zero, Kebab.Of(score.Status), Assessment.Answers(score.Items))
        {
            DerivedFrom = $"QuestionnaireResponse/{ResponseIds.IdOf(id):D}",
            Effective = entry.Observation!.Effective is { } effective && effective.At == score.AdministeredAt && (effective.At is not null || effective.On == score.AdministeredOn) ? effective.Text : null,
        }, settings.FhirBase);
    }

    /// <summary>The same of a response that nobody stores: a transaction that would.</summary>
    public static byte[] Bundle(ObservationReading reading, RegistrySettings settings, string? subject)
    {
        var score = reading.Score!;
        var observation = ObservationJson.Write(new(null, "", default, "", "", score.Instrument, score.Total, score.On, score.At, Offset.Zero, score.Status, score.Items)
        {
            DerivedFrom = reading.SourceId is { } id ? $"QuestionnaireResponse/{id}" : null,
            Effective = score.Effective.Text,
            Subject = subject,
        }, settings.FhirBase);
        return Encoding.UTF8.GetBytes($$$"""
            {"resourceType":"Bundle","type":"transaction","entry":[
            {"fullUrl":"urn:uuid:{{{Guid.CreateVersion7():D}}}","resource":{{{Encoding.UTF8.GetString(observation)}}},"request":{"method":"POST","url":"Observation"}}]}
            """);
    }
}
