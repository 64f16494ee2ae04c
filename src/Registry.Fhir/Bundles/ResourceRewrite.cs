using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace Registry.Fhir;

/// <summary>Writes a resource as it goes into the store: with our id, version and time, and with references that mean something here. All else stays to the letter.</summary>
public sealed class ResourceRewrite
{
    /// <summary>Null leaves the id of the sender away.</summary>
    public required string? Id { get; init; }

    public string? VersionId { get; init; }
    public Instant? LastUpdated { get; init; }

    /// <summary>"Patient/{id}" once it is known who is meant: stands in subject.reference from then on, also where the sender named the patient by identifier or condition.</summary>
    /// <remarks>A contained patient stays what subject points at: what is contained must be referred to.</remarks>
    public string? Subject { get; init; }

    /// <summary>The new text of a reference, or null to leave it. Asked for Reference.reference everywhere, and for urns in extensions.</summary>
    public Func<string, string?>? Reference { get; init; }

    public byte[] Write(JsonElement resource)
    {
        var text = new ArrayBufferWriter<byte>(1024);
        using (var json = FhirWriting.Writer(text)) WriteTo(json, resource);
        return text.WrittenSpan.ToArray();
    }

    public void WriteTo(Utf8JsonWriter json, JsonElement resource)
    {
        ArgumentNullException.ThrowIfNull(json);
        var hasId = resource.TryGetProperty("id"u8, out _);
        var hasMeta = resource.TryGetProperty("meta"u8, out _);
        json.WriteStartObject();
        foreach (var property in resource.EnumerateObject())
        {
            if (property.NameEquals("id"u8)) WriteId(json);
            else if (property.NameEquals("meta"u8)) WriteMeta(json, property.Value);
            else if (Subject is not null && property.NameEquals("subject"u8) && property.Value.ValueKind == JsonValueKind.Object) WriteSubject(json, property.Value);
            else if (!property.NameEquals("_id"u8)) Copy(json, property);
            if (property.NameEquals("resourceType"u8) && !hasId) WriteId(json);
            if (!hasMeta && property.NameEquals(hasId ? "id"u8 : "resourceType"u8)) WriteMeta(json, default);
        }
        json.WriteEndObject();
    }

    private void WriteId(Utf8JsonWriter json)
    {
        if (Id is not null) json.WriteString("id"u8, Id);
    }

    private void WriteSubject(Utf8JsonWriter json, JsonElement subject)
    {
        json.WriteStartObject("subject"u8);
        if (JsonReads.Text(subject, "reference"u8) is not { } written) json.WriteString("reference"u8, Subject);
        else json.WriteString("reference"u8, written.StartsWith('#') ? written : Subject);
        foreach (var property in subject.EnumerateObject())
        {
            if (!property.NameEquals("reference"u8)) Copy(json, property);
        }
        json.WriteEndObject();
    }

    private void WriteMeta(Utf8JsonWriter json, JsonElement meta)
    {
        var kept = meta.ValueKind == JsonValueKind.Object
            && meta.EnumerateObject().Any(p => !p.NameEquals("versionId"u8) && !p.NameEquals("lastUpdated"u8) && !p.NameEquals("_versionId"u8) && !p.NameEquals("_lastUpdated"u8));
        if (!kept && VersionId is null && LastUpdated is null) return;
        json.WriteStartObject("meta"u8);
        if (VersionId is not null) json.WriteString("versionId"u8, VersionId);
        if (LastUpdated is { } at) json.WriteString("lastUpdated"u8, InstantPattern.ExtendedIso.Format(at));
        if (kept)
        {
            foreach (var property in meta.EnumerateObject())
            {
                if (property.NameEquals("versionId"u8) || property.NameEquals("lastUpdated"u8) || property.NameEquals("_versionId"u8) || property.NameEquals("_lastUpdated"u8)) continue;
                Copy(json, property);
            }
        }
        json.WriteEndObject();
    }

    private void Copy(Utf8JsonWriter json, JsonProperty property)
    {
        json.WritePropertyName(property.Name);
        if (Reference is not null && IsAddress(property) && JsonReads.String(property.Value) is { } written
            && (property.NameEquals("reference"u8) || written.StartsWith("urn:", StringComparison.Ordinal)) && Reference(written) is { } reference)
            json.WriteStringValue(reference);
        else Copy(json, property.Value);
    }

    /// <remarks>Not Identifier.value: an identifier may look like the fullUrl of an entry and yet is a name, no pointer.</remarks>
    private static bool IsAddress(JsonProperty property) =>
        property.NameEquals("reference"u8) || property.NameEquals("valueUri"u8) || property.NameEquals("valueUrl"u8) || property.NameEquals("valueUuid"u8) || property.NameEquals("valueOid"u8);

    private void Copy(Utf8JsonWriter json, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var property in value.EnumerateObject()) Copy(json, property);
                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray()) Copy(json, item);
                json.WriteEndArray();
                break;
            default:
                // The very bytes that came in: 1.10 stays 1.10, an escaped character stays escaped.
                json.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);
                break;
        }
    }
}
