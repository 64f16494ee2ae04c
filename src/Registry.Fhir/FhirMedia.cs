namespace Registry.Fhir;

/// <summary>Content negotiation: R4 as JSON, under any of its names, and nothing else.</summary>
public static class FhirMedia
{
    public const string Json = "application/fhir+json";

    /// <summary>For the header of every answer.</summary>
    public const string Answer = "application/fhir+json; charset=utf-8";

    /// <summary>Whether an answer in JSON is what was asked for; else 406. <c>_format</c> overrides the header.</summary>
    public static bool IsAcceptable(string? accept, string? format)
    {
        // In a query the plus of "fhir+json" arrives as a blank.
        if (!string.IsNullOrWhiteSpace(format)) return format.Trim() == "json" || IsJson(format.Trim().Replace("fhir json", "fhir+json", StringComparison.Ordinal), anyIsFine: false);
        if (string.IsNullOrWhiteSpace(accept)) return true;
        foreach (var range in accept.Split(','))
        {
            if (IsJson(range, anyIsFine: true)) return true;
        }
        return false;
    }

    /// <summary>Whether a body of that type can be read; else 415. A body without a type is taken for what it should be.</summary>
    public static bool IsReadable(string? contentType) => string.IsNullOrWhiteSpace(contentType) || IsJson(contentType, anyIsFine: false);

    private static bool IsJson(string mediaType, bool anyIsFine)
    {
        var parts = mediaType.Split(';');
        var type = parts[0].Trim().ToLowerInvariant();
        if (!(type is Json or "application/json" or "text/json" || (anyIsFine && type is "*/*" or "application/*"))) return false;
        foreach (var part in parts.AsSpan(1))
        {
            var parameter = part.Split('=', 2);
            var (name, value) = (parameter[0].Trim().ToLowerInvariant(), parameter.Length > 1 ? parameter[1].Trim().Trim('"').ToLowerInvariant() : "");
            var refused = name switch
            {
                "fhirversion" => value is not ("4.0" or "4.0.1"),
                "charset" => value is not ("utf-8" or "utf8"),
                "q" => value is "0" or "0.0" or "0.00" or "0.000",
                _ => false,
            };
            if (refused) return false;
        }
        return true;
    }
}
