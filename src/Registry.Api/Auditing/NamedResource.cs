namespace Registry.Api;

/// <summary>An answer about one resource in one version.</summary>
internal interface IVersionedAnswer
{
    /// <summary>Null when the answer has no version, as a list or a refusal.</summary>
    int? Version { get; }

    /// <summary>Where the resource is, when it was just made.</summary>
    string? Location { get; }
}

/// <summary>Which resource an answer is about, for the audit trail: "Observation/{id}/_history/{version}", "contacts/{id}/_history/{version}".</summary>
internal static class NamedResource
{
    public static string? Of(HttpContext http, object? result) =>
        result is IVersionedAnswer { Version: { } version } answer && Place(answer.Location ?? http.Request.Path) is { } place ? $"{place}/_history/{version}" : null;

    /// <summary>The collection and the id at the end of an address, whatever stands before, and without a version or an act behind.</summary>
    private static string? Place(string address)
    {
        var parts = address.Split("/_history/")[0].Split('/');
        for (var i = parts.Length - 1; i > 0; i--)
        {
            if (Guid.TryParseExact(parts[i], "D", out var id)) return $"{parts[i - 1]}/{id:D}";
        }

        return null;
    }
}
