using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Registry.Fhir;

/// <summary>The escapes of FHIR search values: <c>\,</c> <c>\|</c> <c>\$</c> and <c>\\</c> are the characters themselves.</summary>
internal static class QueryText
{
    /// <summary>Splits at a separator that is not escaped; the escapes stay.</summary>
    public static List<string> Split(string text, char separator)
    {
        var parts = new List<string>();
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\') i++;
            else if (text[i] == separator)
            {
                parts.Add(text[start..i]);
                start = i + 1;
            }
        }
        parts.Add(text[start..]);
        return parts;
    }

    public static string Unescape(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal)) return text;
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length && text[i + 1] is ',' or '|' or '$' or '\\') i++;
            plain.Append(text[i]);
        }
        return plain.ToString();
    }

    public static string Escape(string text) =>
        text.AsSpan().ContainsAny(@"\,|$")
            ? text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace(",", @"\,", StringComparison.Ordinal).Replace("|", @"\|", StringComparison.Ordinal).Replace("$", @"\$", StringComparison.Ordinal)
            : text;

    /// <summary>Percent-decoding that answers null instead of letting half a character or a control character through.</summary>
    public static string? Decode(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '%')
            {
                var width = char.IsHighSurrogate(text[i]) && i + 1 < text.Length ? 2 : 1;
                bytes.AddRange(Encoding.UTF8.GetBytes(text.Substring(i, width)));
                i += width - 1;
            }
            else if (i + 2 < text.Length && byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, null, out var value))
            {
                bytes.Add(value);
                i += 2;
            }
            else return null;
        }
        var utf8 = bytes.ToArray();
        if (!Utf8.IsValid(utf8)) return null;
        var plain = Encoding.UTF8.GetString(utf8);
        return plain.Any(char.IsControl) ? null : plain;
    }
}
