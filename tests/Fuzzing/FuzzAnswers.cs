using System.Text.Json.Nodes;
using Registry.Examples;

namespace Registry.Fuzzing;

/// <summary>What no answer may be, whatever was sent.</summary>
internal static class FuzzAnswers
{
    /// <remarks>A NUL in the address is refused by the web server itself, before the registry hears of it, and without a body.</remarks>
    /// <returns>What is wrong; null when nothing is.</returns>
    public static string? Fault(FuzzRequest request, int status, string text)
    {
        if (status >= 500) return "a failure of the server";
        if (status == 400 && request.Path.Contains("%00", StringComparison.Ordinal)) return null;
        if (text.Length == 0) return status is >= 400 ? "a refusal without a reason" : null;
        var json = JsonNode.Parse(text)!;
        if (status >= 400 && (string?)json["resourceType"] != "OperationOutcome") return "a refusal without an OperationOutcome";
        return Outcomes(json).Any(Repeats) ? "an outcome that repeats what was sent" : null;
    }

    /// <summary>The OperationOutcome itself, or those of a Bundle's entries.</summary>
    private static IEnumerable<JsonNode> Outcomes(JsonNode answer) => (string?)answer["resourceType"] switch
    {
        "OperationOutcome" => [answer],
        "Bundle" => (answer["entry"]?.AsArray() ?? []).Select(entry => entry!["response"]?["outcome"]).OfType<JsonNode>(),
        _ => [],
    };

    /// <remarks>The one thing of the sender that an answer may repeat is the address of a form that nobody knows.</remarks>
    private static bool Repeats(JsonNode outcome) => outcome["issue"]!.AsArray().Any(issue =>
        issue!.ToJsonString().Contains(OwnExamples.Marker, StringComparison.OrdinalIgnoreCase)
        && (string?)issue["diagnostics"] is var told && told?.StartsWith("This form is not known here: ", StringComparison.Ordinal) is not true);
}
