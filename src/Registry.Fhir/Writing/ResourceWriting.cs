using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace Registry.Fhir;

/// <summary>What every resource that is written from a row begins with.</summary>
/// <param name="VersionId">Null, with LastUpdated, for what is worked out anew each time it is asked for and so has no versions.</param>
/// <param name="Labels">A JSON array of codings for meta.security; null for none.</param>
public readonly record struct ResourceHead(string Type, string Id, string? VersionId = null, Instant? LastUpdated = null, string? Labels = null)
{
    /// <summary>A marking that whoever shows the resource has to show with it; null for none.</summary>
    public string? Marking { get; init; }

    public override string ToString() => $"{Type} {Id}";
}

internal static class ResourceWriting
{
    private static readonly OffsetDateTimePattern Moment = OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'ss;FFFFFFFFFo<Z+HH:mm>");

    public static byte[] Resource(in ResourceHead head, Action<Utf8JsonWriter> elements)
    {
        var own = head;
        return FhirWriting.Bytes(json =>
        {
            json.WriteStartObject();
            json.WriteString("resourceType"u8, own.Type);
            json.WriteString("id"u8, own.Id);
            if (own is { VersionId: { } version, LastUpdated: { } at }) Meta(json, version, at, own.Labels, own.Marking);
            elements(json);
            json.WriteEndObject();
        });
    }

    public static void Meta(Utf8JsonWriter json, string versionId, Instant lastUpdated, string? labels, string? marking = null)
    {
        json.WriteStartObject("meta"u8);
        if (marking is not null) Marking(json, marking);
        json.WriteString("versionId"u8, versionId);
        json.WriteString("lastUpdated"u8, InstantPattern.ExtendedIso.Format(lastUpdated));
        if (labels is not null)
        {
            json.WritePropertyName("security"u8);
            json.WriteRawValue(labels);
        }

        json.WriteEndObject();
    }

    /// <summary>HL7's Data Segmentation for Privacy: a text to be displayed with the resource.</summary>
    private static void Marking(Utf8JsonWriter json, string text)
    {
        json.WriteStartArray("extension"u8);
        json.WriteStartObject();
        json.WriteString("url"u8, "http://hl7.org/fhir/uv/security-label-ds4p/StructureDefinition/extension-display"u8);
        json.WriteStartObject("valueAnnotation"u8);
        json.WriteString("text"u8, text);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    public static void Reference(this Utf8JsonWriter json, string element, string reference)
    {
        json.WriteStartObject(element);
        json.WriteString("reference"u8, reference);
        json.WriteEndObject();
    }

    public static void Concept(this Utf8JsonWriter json, string system, string code, string? display = null, string? text = null)
    {
        json.WriteStartObject();
        json.WriteStartArray("coding"u8);
        json.Coding(system, code, display);
        json.WriteEndArray();
        if (text is not null) json.WriteString("text"u8, text);
        json.WriteEndObject();
    }

    public static void Concepts(this Utf8JsonWriter json, string element, string system, string code, string? display = null)
    {
        json.WriteStartArray(element);
        json.Concept(system, code, display);
        json.WriteEndArray();
    }

    public static void Period(this Utf8JsonWriter json, LocalDate start, LocalDate? end)
    {
        json.WriteStartObject("period"u8);
        json.WriteString("start"u8, LocalDatePattern.Iso.Format(start));
        if (end is { } last) json.WriteString("end"u8, LocalDatePattern.Iso.Format(last));
        json.WriteEndObject();
    }

    public static string Text(this Instant at, Offset offset) => Moment.Format(at.WithOffset(offset));

    public static void CodeExtension(this Utf8JsonWriter json, string url, string code)
    {
        json.WriteStartObject();
        json.WriteString("url"u8, url);
        json.WriteString("valueCode"u8, code);
        json.WriteEndObject();
    }
}
