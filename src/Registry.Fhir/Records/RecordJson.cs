using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Registry.Clinical;

namespace Registry.Fhir;

/// <summary>Writes records: each value a plain extension of its type, in a Basic of their own or on the resource that they complete.</summary>
public static class RecordJson
{
    /// <summary>A Basic: its code says the kind, its subject the patient.</summary>
    public static byte[] Basic(ResourceHead head, RegistryRecord record, string publicBase)
    {
        ArgumentNullException.ThrowIfNull(record);
        return ResourceWriting.Resource(head, json =>
        {
            json.WriteStartArray("extension"u8);
            json.WriteStartObject();
            json.WriteString("url"u8, RecordUrls.Field(publicBase, RecordReading.Episode));
            json.Reference("valueReference", $"EpisodeOfCare/{record.EpisodeId:D}");
            json.WriteEndObject();
            Fields(json, record, publicBase);
            json.WriteEndArray();
            json.WritePropertyName("code"u8);
            json.Concept(RecordUrls.Kind(publicBase), record.Kind.Code);
            json.Reference("subject", $"Patient/{record.PatientId:D}");
        });
    }

    /// <summary>The resource with the values beside its own extensions; every other byte stays.</summary>
    public static byte[] Beside(byte[] resource, RegistryRecord record, string publicBase) =>
        Extended(resource, keep: _ => true, json => Fields(json, record, publicBase));

    /// <summary>The resource as it was before <see cref="Beside"/>.</summary>
    public static byte[] Without(ReadOnlyMemory<byte> resource) =>
        Extended(resource, keep: extension => RecordUrls.FieldName(JsonReads.Text(extension, "url"u8)) is null, _ => { });

    private static byte[] Extended(ReadOnlyMemory<byte> resource, Func<JsonElement, bool> keep, Action<Utf8JsonWriter> more)
    {
        using var document = JsonDocument.Parse(resource);
        var own = FhirWriting.Bytes(json =>
        {
            json.WriteStartArray();
            foreach (var extension in JsonReads.List(document.RootElement, "extension"u8))
            {
                if (keep(extension)) Raw(json, extension);
            }

            more(json);
            json.WriteEndArray();
        });
        return FhirWriting.Bytes(json =>
        {
            var isEmpty = own is [(byte)'[', (byte)']'];
            var isThere = document.RootElement.TryGetProperty("extension"u8, out _);
            json.WriteStartObject();
            foreach (var property in document.RootElement.EnumerateObject())
            {
                var isExtension = property.NameEquals("extension"u8);
                if (isExtension && isEmpty) continue;
                json.WritePropertyName(property.Name);
                if (isExtension) json.WriteRawValue(own, skipInputValidation: true);
                else Raw(json, property.Value);
            }

            if (!isThere && !isEmpty)
            {
                json.WritePropertyName("extension"u8);
                json.WriteRawValue(own, skipInputValidation: true);
            }

            json.WriteEndObject();
        });
    }

    private static void Raw(Utf8JsonWriter json, JsonElement value) => json.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);

    private static void Fields(Utf8JsonWriter json, RegistryRecord record, string publicBase)
    {
        foreach (var field in record.Kind.Fields)
        {
            if (record[field.Name] is not { } value) continue;
            json.WriteStartObject();
            json.WriteString("url"u8, RecordUrls.Field(publicBase, field.Name));
            Value(json, field, value, publicBase);
            json.WriteEndObject();
        }
    }

    private static void Value(Utf8JsonWriter json, RecordField field, object value, string publicBase)
    {
        switch (field.Type)
        {
            case RecordFieldType.Day:
                json.WriteString("valueDate"u8, LocalDatePattern.Iso.Format((LocalDate)value));
                break;
            case RecordFieldType.Moment:
                json.WriteString("valueInstant"u8, InstantPattern.ExtendedIso.Format((Instant)value));
                break;
            case RecordFieldType.Code:
                json.WriteString("valueCode"u8, (string)value);
                break;
            case RecordFieldType.Text:
                json.WriteString("valueString"u8, (string)value);
                break;
            case RecordFieldType.Number:
                json.WriteNumber("valueInteger"u8, (int)value);
                break;
            case RecordFieldType.YesNo:
                json.WriteBoolean("valueBoolean"u8, (bool)value);
                break;
            case RecordFieldType.Answers:
                json.WriteString("valueString"u8, string.Join(' ', ((short[])value).Select(answer => answer.ToString(CultureInfo.InvariantCulture))));
                break;
            case RecordFieldType.Score:
                json.Reference("valueReference", $"Observation/{value:D}");
                break;
            case RecordFieldType.Staff:
                json.WriteStartObject("valueIdentifier"u8);
                json.WriteString("system"u8, RecordUrls.StaffSystem(publicBase));
                json.WriteString("value"u8, $"{value:D}");
                json.WriteEndObject();
                break;
            case RecordFieldType.Clinic or RecordFieldType.Session:
                json.WriteString("valueUuid"u8, $"urn:uuid:{value:D}");
                break;
            default:
                throw new InvalidOperationException($"{field.Type} cannot be written.");
        }
    }
}
