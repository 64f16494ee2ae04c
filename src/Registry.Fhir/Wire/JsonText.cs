using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Registry.Fhir;

/// <summary>The bytes of names and strings as they stand in the text, so that the usual ones need no string object.</summary>
internal static class JsonText
{
    /// <summary>The content between the quotes, still escaped.</summary>
    public static ReadOnlySpan<byte> Raw(JsonElement text) => JsonMarshal.GetRawUtf8Value(text)[1..^1];

    public static bool IsEscaped(ReadOnlySpan<byte> raw) => raw.Contains((byte)'\\');

    /// <summary>A backslash sequence may hide half a character or a control character: neither is text, and a database may refuse it.</summary>
    public static bool EscapesAreText(ReadOnlySpan<byte> raw)
    {
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\') continue;
            i++;
            if (raw[i] is (byte)'b' or (byte)'f') return false;
            if (raw[i] != 'u') continue;
            var unit = Unit(raw, i + 1);
            i += 4;
            if (unit is < 0x20 and not (0x09 or 0x0A or 0x0D)) return false;
            if (unit is >= 0xDC00 and <= 0xDFFF) return false;
            if (unit is < 0xD800 or > 0xDBFF) continue;
            if (i + 6 >= raw.Length || raw[i + 1] != '\\' || raw[i + 2] != 'u' || Unit(raw, i + 3) is < 0xDC00 or > 0xDFFF) return false;
            i += 6;
        }
        return true;
    }

    private static int Unit(ReadOnlySpan<byte> raw, int at) =>
        System.Buffers.Text.Utf8Parser.TryParse(raw.Slice(at, 4), out int unit, out _, 'x') ? unit : 0;

    /// <summary>The unescaped content; only for text whose escapes are sound.</summary>
    public static byte[] Unescaped(JsonElement text) => Encoding.UTF8.GetBytes(text.GetString()!);

    public static bool Is(JsonElement text, ReadOnlySpan<byte> value) => text.ValueKind == JsonValueKind.String && text.ValueEquals(value);
}
