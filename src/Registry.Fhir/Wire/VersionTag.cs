using System.Globalization;

namespace Registry.Fhir;

/// <summary>The version of a resource as an ETag: weak, <c>W/"3"</c>.</summary>
public static class VersionTag
{
    public static string Of(int version) => string.Create(CultureInfo.InvariantCulture, $"W/\"{version}\"");

    /// <summary>Whether If-Match or If-None-Match names this version. Clients also send it strong (<c>"3"</c>) or bare (<c>3</c>), in lists, and as <c>*</c> for any.</summary>
    public static bool Names(string header, int version)
    {
        ArgumentNullException.ThrowIfNull(header);
        foreach (var tag in header.Split(',', StringSplitOptions.TrimEntries))
        {
            if (tag == "*" || Number(tag) == version) return true;
        }
        return false;
    }

    private static int? Number(string tag)
    {
        if (tag.StartsWith("W/", StringComparison.Ordinal)) tag = tag[2..];
        if (tag.Length > 2 && tag[0] == '"' && tag[^1] == '"') tag = tag[1..^1];
        return int.TryParse(tag, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
