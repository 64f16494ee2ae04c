using System.Buffers;

namespace Registry.Fhir;

/// <summary>What the text of each primitive type may look like. Works on unescaped UTF-8.</summary>
internal static class Lexical
{
    private static readonly SearchValues<byte> IdBytes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-."u8);
    private static readonly SearchValues<byte> Base64Bytes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/= \r\n\t"u8);
    private static readonly SearchValues<byte> Blank = SearchValues.Create(" \t\r\n"u8);

    public static bool IsText(Primitive type, ReadOnlySpan<byte> text) => type switch
    {
        Primitive.String or Primitive.Markdown => true,
        Primitive.Uri or Primitive.Url or Primitive.Canonical => !text.ContainsAny(Blank),
        Primitive.Code => IsCode(text),
        Primitive.Id => IsId(text),
        Primitive.Oid => IsOid(text),
        Primitive.Uuid => IsUuid(text),
        Primitive.Base64Binary => IsBase64(text),
        Primitive.Date => FhirDateText.TryParse(text, DateForm.Date, out _),
        Primitive.DateTime => FhirDateText.TryParse(text, DateForm.DateTime, out _),
        Primitive.Instant => FhirDateText.TryParse(text, DateForm.Instant, out _),
        Primitive.Time => IsTime(text),
        Primitive.Xhtml => text.StartsWith("<div"u8) && (text.EndsWith("</div>"u8) || text.EndsWith("/>"u8)),
        _ => false,
    };

    public static bool IsId(ReadOnlySpan<byte> text) => text.Length is > 0 and <= 64 && !text.ContainsAnyExcept(IdBytes);

    public static bool IsId(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > 64) return false;
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.')) return false;
        }
        return true;
    }

    /// <remarks>12.0 and 1e1 are decimals; R4 integers have neither point nor exponent, no leading plus and no minus before zero.</remarks>
    public static bool IsNumber(Primitive type, ReadOnlySpan<byte> text)
    {
        if (type == Primitive.Decimal) return true;
        if (text.ContainsAny("."u8) || text.ContainsAny("eE"u8) || text.SequenceEqual("-0"u8)) return false;
        return System.Buffers.Text.Utf8Parser.TryParse(text, out int value, out var used) && used == text.Length && type switch
        {
            Primitive.UnsignedInt => value >= 0,
            Primitive.PositiveInt => value > 0,
            _ => true,
        };
    }

    private static bool IsCode(ReadOnlySpan<byte> text)
    {
        var afterBlank = true;
        foreach (var b in text)
        {
            var blank = b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';
            if (blank && afterBlank) return false;
            afterBlank = blank;
        }
        return !afterBlank;
    }

    private static bool IsOid(ReadOnlySpan<byte> text)
    {
        if (!text.StartsWith("urn:oid:"u8) || text.Length < 11 || text[8] is < (byte)'0' or > (byte)'2' || text[9] != '.') return false;
        var rest = text[10..];
        var start = 0;
        for (var i = 0; i <= rest.Length; i++)
        {
            if (i < rest.Length && rest[i] is >= (byte)'0' and <= (byte)'9') continue;
            if (i < rest.Length && rest[i] != '.') return false;
            if (i == start || (rest[start] == '0' && i > start + 1)) return false;
            start = i + 1;
        }
        return true;
    }

    private static bool IsUuid(ReadOnlySpan<byte> text) =>
        text.StartsWith("urn:uuid:"u8) && System.Buffers.Text.Utf8Parser.TryParse(text[9..], out Guid _, out var used, 'D') && used == 36 && text.Length == 45;

    private static bool IsBase64(ReadOnlySpan<byte> text)
    {
        if (text.ContainsAnyExcept(Base64Bytes)) return false;
        var length = 0;
        foreach (var b in text)
        {
            if (b > ' ') length++;
        }
        return length > 0 && length % 4 == 0;
    }

    private static bool IsTime(ReadOnlySpan<byte> text)
    {
        Span<byte> full = stackalloc byte[64];
        if (text.Length is < 8 or > 40) return false;
        "2000-01-01T"u8.CopyTo(full);
        text.CopyTo(full[11..]);
        full[11 + text.Length] = (byte)'Z';
        return !text.ContainsAny("Z+-"u8) && FhirDateText.TryParse(full[..(12 + text.Length)], DateForm.DateTime, out _);
    }
}
