using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;
using Registry.Examples;
using Registry.Fhir;

namespace Registry.IntegrationTests;

/// <summary>Whether what was stored comes back valid, equal in meaning, and to the letter but for what the server itself writes: id, version, time and references.</summary>
internal static class RoundTrip
{
    private const string Somebody = "Patient/somebody";

    private static readonly ReadingContext Context = new(Instant.FromUtc(2026, 11, 21, 12, 0), "https://registry.test/fhir", Forms: OwnForms());

    /// <summary>Reads back each resource that an answer says was created.</summary>
    /// <returns>The scores among them, as they came back.</returns>
    public static async Task<List<ScoredObservation>> Check(HttpClient client, string sent, Attempt answer)
    {
        var scores = new List<ScoredObservation>();
        foreach (var (resource, location) in Created(JsonNode.Parse(sent)!, answer))
        {
            using var response = await client.GetAsync(new Uri(location).AbsolutePath);
            var back = await response.Content.ReadAsByteArrayAsync();
            Assert.True(response.StatusCode == HttpStatusCode.OK, Encoding.UTF8.GetString(back));
            Assert.Empty(OfficialSchema.Problems(back));
            var (before, after) = (Unaddressed(resource), Unaddressed(JsonNode.Parse(back)!));
            using var written = JsonDocument.Parse(before);
            using var read = JsonDocument.Parse(after);
            Assert.True(FhirContent.IsSame(written.RootElement, read.RootElement), $"{Encoding.UTF8.GetString(before)}\ncame back as\n{Encoding.UTF8.GetString(after)}");
            Assert.Equal(Meaning(before, []), Meaning(after, scores));
        }

        return scores;
    }

    private static IEnumerable<(JsonNode Resource, string Location)> Created(JsonNode sent, Attempt answer)
    {
        if ((string)sent["resourceType"]! != "Bundle") return answer.Status == HttpStatusCode.Created ? [(sent, answer.Location!)] : [];
        return from pair in sent["entry"]!.AsArray().Zip(answer.Body?["entry"]?.AsArray() ?? [])
               where ((string)pair.Second!["response"]!["status"]!).StartsWith("201", StringComparison.Ordinal)
               select (pair.First!["resource"]!, (string)pair.Second!["response"]!["location"]!);
    }

    /// <summary>Its references may mean something else in the registry than at the sender: each becomes the same one.</summary>
    private static byte[] Unaddressed(JsonNode resource)
    {
        var copy = resource.DeepClone().AsObject();
        if (copy["subject"] is JsonObject subject && (string?)subject["reference"] is null) subject["reference"] = Somebody;
        Walk(copy);
        return Encoding.UTF8.GetBytes(copy.ToJsonString());

        static void Walk(JsonNode? node)
        {
            if (node is JsonArray list)
            {
                foreach (var one in list) Walk(one);
            }
            else if (node is JsonObject members)
            {
                if (members["reference"] is JsonValue value && !((string)value!).StartsWith('#')) members["reference"] = Somebody;
                foreach (var (_, member) in members) Walk(member);
            }
        }
    }

    private static string Meaning(byte[] text, List<ScoredObservation> scores)
    {
        using var body = FhirBody.Read(text);
        var resource = body.Resource!;
        if (resource.Type == "Patient")
        {
            var patient = PatientReading.Of(resource, Context.Now);
            return $"{patient.Family}, {string.Join(' ', patient.Given)}, {patient.BirthDateText}, {patient.Gender}, {patient.IsDeceased} {Names(patient.Identifiers)} {Labels(patient.Security)}";
        }

        if (resource.Type == "Questionnaire") return string.Join(' ', FormMap.Of(resource, Context.PublicBase).Instruments.Select(i => i.Code));
        var reading = resource.Type == "Observation" ? ObservationReader.Read(resource, Context) : ResponseReader.Read(resource, Context);
        if (reading.Score is { } score) scores.Add(score);
        return $"{reading.Kind} {reading.Instrument?.Code} {reading.Score?.Total} {reading.Status} [{string.Join(' ', reading.Items ?? [])}] {reading.Effective?.On} {reading.Effective?.At} {reading.Effective?.Text} "
            + $"{Names(reading.Identifiers)} {Labels(reading.Security)}";
    }

    private static string Names(IEnumerable<FhirIdentifier> identifiers) => string.Join(' ', identifiers.Select(i => $"{i.System}|{i.Value}"));

    private static string Labels(IEnumerable<SecurityLabel> labels) => string.Join(' ', labels.Select(l => $"{l.System}|{l.Code}"));

    private static Dictionary<string, FormMap> OwnForms()
    {
        using var body = FhirBody.Read(Encoding.UTF8.GetBytes(OwnExamples.Text("questionnaire.json")));
        var form = FormMap.Of(body.Resource!, "https://registry.test/fhir");
        return new() { [form.Url!] = form };
    }
}
