using System.Text.Json;
using Registry.Storage;

namespace Registry.Api;

/// <summary>A call of patient-view: whom the chart is about, by the identifiers of the prefetched Patient.</summary>
/// <param name="Problem">What is wrong with the call, as a status; null when it can be answered.</param>
internal sealed record CdsRequest(int? Problem, IReadOnlyList<BusinessIdentifier> Identifiers)
{
    /// <remarks>
    /// Lenient where the specification asks for it: members that are not known here are passed over. A patient that was not
    /// prefetched is not fetched either: the registry calls no server that a request names.
    /// </remarks>
    public static async Task<CdsRequest> Read(HttpRequest http, CancellationToken ct)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(http.Body, new() { MaxDepth = 32, AllowDuplicateProperties = false }, ct);
            var root = body.RootElement;
            if (Text(root, "hook") != "patient-view" || Text(root, "hookInstance") is null || Text(root, "context", "patientId") is not { } patientId) return new(StatusCodes.Status400BadRequest, []);
            if (Member(root, "prefetch", "patient") is not { ValueKind: JsonValueKind.Object } patient) return new(StatusCodes.Status412PreconditionFailed, []);

            // A card beside the wrong chart would be worse than none.
            return Text(patient, "resourceType") == "Patient" && Text(patient, "id") == patientId ? new(null, [.. IdentifiersOf(patient)]) : new(StatusCodes.Status400BadRequest, []);
        }
        catch (JsonException)
        {
            return new(StatusCodes.Status400BadRequest, []);
        }
    }

    private static IEnumerable<BusinessIdentifier> IdentifiersOf(JsonElement patient)
    {
        if (Member(patient, "identifier") is not { ValueKind: JsonValueKind.Array } identifiers) yield break;
        foreach (var identifier in identifiers.EnumerateArray().Take(50))
        {
            if (Text(identifier, "use") == "old") continue;
            if (Text(identifier, "system") is { Length: > 0 } system && Text(identifier, "value") is { Length: > 0 } value) yield return new(system, value);
        }
    }

    private static string? Text(JsonElement element, params ReadOnlySpan<string> path) =>
        Member(element, path) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static JsonElement? Member(JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind is not JsonValueKind.Object || !element.TryGetProperty(name, out element)) return null;
        }

        return element;
    }
}
