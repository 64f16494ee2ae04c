using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Registry.Storage;

/// <summary>What stays readable of a received resource beside its encrypted text: the codes, status, form and day that searches ask for, and its security labels.</summary>
/// <remarks>Never words: no display, no text, no identifier, no reference.</remarks>
internal static class SearchableParts
{
    public static string Of(string body)
    {
        using var read = JsonDocument.Parse(body);
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            var resource = read.RootElement;
            foreach (var name in (string[])["status", "questionnaire", "authored"]) Text(json, resource, name);
            if (resource.TryGetProperty("code", out var code)) Concept(json, code, "code");
            if (resource.TryGetProperty("category", out var categories) && categories.ValueKind is JsonValueKind.Array)
            {
                json.WriteStartArray("category");
                foreach (var category in categories.EnumerateArray()) Concept(json, category, null);
                json.WriteEndArray();
            }

            if (resource.TryGetProperty("meta", out var meta) && meta.TryGetProperty("security", out var labels))
            {
                json.WriteStartObject("meta");
                Codings(json, labels, "security");
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    private static void Concept(Utf8JsonWriter json, JsonElement concept, string? name)
    {
        if (name is null) json.WriteStartObject();
        else json.WriteStartObject(name);
        if (concept.ValueKind is JsonValueKind.Object && concept.TryGetProperty("coding", out var codings)) Codings(json, codings, "coding");
        json.WriteEndObject();
    }

    private static void Codings(Utf8JsonWriter json, JsonElement codings, string name)
    {
        json.WriteStartArray(name);
        if (codings.ValueKind is JsonValueKind.Array)
        {
            foreach (var coding in codings.EnumerateArray())
            {
                json.WriteStartObject();
                foreach (var part in (string[])["system", "version", "code"]) Text(json, coding, part);
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
    }

    private static void Text(Utf8JsonWriter json, JsonElement from, string name)
    {
        if (from.ValueKind is JsonValueKind.Object && from.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String) json.WriteString(name, value.GetString());
    }
}
