using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Registry.Clinical;

namespace Registry.Fhir;

/// <summary>A raised flag, to be written as a Flag.</summary>
public sealed record NativeFlag(ResourceHead Head, string PatientId, string EpisodeId, RaisedFlag Flag, string Severity)
{
    public override string ToString() => Head.ToString();
}

/// <summary>Writes a Flag: which rule is met, why in words, since when, and from which values; a score is given by reference.</summary>
public static class FlagJson
{
    public static byte[] Write(NativeFlag flag, string publicBase)
    {
        ArgumentNullException.ThrowIfNull(flag);
        var raised = flag.Flag;
        return ResourceWriting.Resource(flag.Head, json =>
        {
            json.WriteStartArray("extension"u8);
            json.CodeExtension(publicBase + "/StructureDefinition/flag-severity", flag.Severity);
            Reference(json, publicBase + "/StructureDefinition/flag-episode", "EpisodeOfCare/" + flag.EpisodeId);
            foreach (var input in raised.Inputs) Evidence(json, input, publicBase);
            json.WriteEndArray();
            json.WriteString("status"u8, "active"u8);
            json.Concepts("category", "http://terminology.hl7.org/CodeSystem/flag-category", "clinical", "Clinical");
            json.WritePropertyName("code"u8);
            json.Concept(publicBase + "/CodeSystem/flag", raised.Id, raised.Name, raised.Text);
            json.Reference("subject", "Patient/" + flag.PatientId);
            json.Period(raised.Since, null);
        });
    }

    /// <summary>One value the rule was computed from.</summary>
    private static void Evidence(Utf8JsonWriter json, FlagInput input, string publicBase)
    {
        json.WriteStartObject();
        json.WriteString("url"u8, publicBase + "/StructureDefinition/flag-evidence");
        json.WriteStartArray("extension"u8);
        Value(json, "name", "valueString", input.Name);
        if (input.Value is { } value)
        {
            json.WriteStartObject();
            json.WriteString("url"u8, "value"u8);
            json.WriteNumber("valueInteger"u8, value);
            json.WriteEndObject();
        }

        if (input.On is { } day) Value(json, "on", "valueDate", LocalDatePattern.Iso.Format(day));
        if (input.Code is { } code) Value(json, "code", "valueString", code);
        if (input.AssessmentId is { } score) Reference(json, "score", $"Observation/{score:D}");
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Value(Utf8JsonWriter json, string url, string element, string value)
    {
        json.WriteStartObject();
        json.WriteString("url"u8, url);
        json.WriteString(element, value);
        json.WriteEndObject();
    }

    private static void Reference(Utf8JsonWriter json, string url, string reference)
    {
        json.WriteStartObject();
        json.WriteString("url"u8, url);
        json.Reference("valueReference", reference);
        json.WriteEndObject();
    }
}
