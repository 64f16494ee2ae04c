using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Registry.Fhir;

/// <summary>What all writers share. Text goes out as it is and not as \u sequences; the answer is JSON and never part of a page.</summary>
internal static class FhirWriting
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Utf8JsonWriter Writer(IBufferWriter<byte> text) => new(text, Options);

    public static byte[] Bytes(Action<Utf8JsonWriter> write)
    {
        var text = new ArrayBufferWriter<byte>(512);
        using (var json = Writer(text)) write(json);
        return text.WrittenSpan.ToArray();
    }

    public static void Coding(this Utf8JsonWriter json, string system, string code, string? display = null)
    {
        json.WriteStartObject();
        json.WriteString("system"u8, system);
        json.WriteString("code"u8, code);
        if (display is not null) json.WriteString("display"u8, display);
        json.WriteEndObject();
    }
}
