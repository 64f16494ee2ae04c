using System.Text.Json.Nodes;
using Registry.Clinical;

namespace Registry.IntegrationTests;

/// <summary>Responses to forms as an EHR or a phone app would build them.</summary>
internal static class Responses
{
    public const string Canonical = "https://forms.example.org/Questionnaire/mood";
    private static readonly string[] Codes = ["LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9"];

    /// <summary>A finished PHQ-9 whose linkIds are made of its LOINC item codes, or are q1 to q9.</summary>
    public static JsonObject Phq9(string patient, string authored, int[] answers, int? total = null, string? identifier = null, string status = "completed", bool local = false)
    {
        var items = new JsonArray([.. answers.Select((answer, i) => (JsonNode)Item(local ? $"q{i + 1}" : "/" + Instruments.Phq9.ItemLoincs[i],
            new JsonObject { ["valueCoding"] = new JsonObject { ["system"] = "http://loinc.org", ["code"] = Codes[answer] } }))]);
        if (total is { } points) items.Add(Item(local ? "sum" : "/44261-6", new JsonObject { ["valueDecimal"] = points }));
        var response = new JsonObject
        {
            ["resourceType"] = "QuestionnaireResponse",
            ["questionnaire"] = Canonical + "|1.0",
            ["status"] = status,
            ["subject"] = new JsonObject { ["reference"] = $"Patient/{patient}" },
            ["authored"] = authored,
            ["item"] = items,
        };
        if (identifier is not null) response["identifier"] = new JsonObject { ["system"] = "urn:app", ["value"] = identifier };
        return response;
    }

    /// <summary>The form that says what q1 to q9 and sum mean.</summary>
    public static JsonObject Form(string url = Canonical, string version = "1.0") => new()
    {
        ["resourceType"] = "Questionnaire",
        ["url"] = url,
        ["version"] = version,
        ["status"] = "active",
        ["item"] = new JsonArray([.. Instruments.Phq9.ItemLoincs.Append(Instruments.Phq9.TotalLoinc).Select((code, i) => (JsonNode)new JsonObject
        {
            ["linkId"] = i < 9 ? $"q{i + 1}" : "sum",
            ["type"] = i < 9 ? "choice" : "decimal",
            ["code"] = new JsonArray(new JsonObject { ["system"] = "http://loinc.org", ["code"] = code }),
        })]),
    };

    private static JsonObject Item(string linkId, JsonObject answer) => new() { ["linkId"] = linkId, ["answer"] = new JsonArray(answer) };
}
