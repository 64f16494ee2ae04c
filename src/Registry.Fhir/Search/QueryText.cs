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
        var plain = new System.Text.StringBuilder(text.Length);
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
        var plain = Uri.UnescapeDataString(text);
        foreach (var c in plain)
        {
            if (char.IsControl(c) || c == '\uFFFD') return null;
        }
        return plain;
    }
}
