using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace Registry.Fhir;

/// <summary>One version of a resource, as it was.</summary>
public readonly record struct PastVersion(int Version, Instant LastUpdated, ReadOnlyMemory<byte> Json)
{
    public override string ToString() => $"{nameof(PastVersion)} {Version}";
}

/// <summary>Writes the history of one resource as a Bundle.</summary>
public static class HistoryJson
{
    /// <param name="address">Of the resource: "[base]/Observation/{id}".</param>
    /// <param name="versions">Newest first.</param>
    /// <param name="total">Of all versions, not of those on this page.</param>
    /// <param name="next">Null on the last page.</param>
    public static byte[] Write(string type, string address, IEnumerable<PastVersion> versions, int total, string self, string? next) => FhirWriting.Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteString("resourceType"u8, "Bundle"u8);
        json.WriteString("type"u8, "history"u8);
        json.WriteNumber("total"u8, total);
        BundleJson.Links(json, self, next);
        json.WriteStartArray("entry"u8);
        foreach (var version in versions) Entry(json, type, address, version);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void Entry(Utf8JsonWriter json, string type, string address, PastVersion version)
    {
        json.WriteStartObject();
        json.WriteString("fullUrl"u8, address);
        json.WritePropertyName("resource"u8);
        json.WriteRawValue(version.Json.Span, skipInputValidation: true);
        json.WriteStartObject("request"u8);
        json.WriteString("method"u8, version.Version == 1 ? "POST"u8 : "PUT"u8);
        json.WriteString("url"u8, version.Version == 1 ? type : address[(address.LastIndexOf(type, StringComparison.Ordinal))..]);
        json.WriteEndObject();
        json.WriteStartObject("response"u8);
        json.WriteString("status"u8, version.Version == 1 ? "201"u8 : "200"u8);
        json.WriteString("etag"u8, VersionTag.Of(version.Version));
        json.WriteString("lastModified"u8, InstantPattern.ExtendedIso.Format(version.LastUpdated));
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
