using System.Text;
using Registry.Clinical;
using Registry.Fhir;

namespace Registry.UnitTests.Fhir;

/// <summary>Short ways to say "a response like this" and "a form like this".</summary>
internal static class Forms
{
    public const string Canonical = "https://forms.example.org/Questionnaire/mood";

    private static readonly string[] Codes = ["LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9"];

    /// <summary>An answer by its LOINC code, and by an ordinal beside it where one is given.</summary>
    public static string Coded(int points, int? ordinal = null) =>
        $$$"""{"valueCoding":{ {{{Worth(ordinal)}}}"system":"http://loinc.org","code":"{{{Codes[points]}}}"}}""";

    private static string Worth(int? points) => points is null ? ""
        : $$$"""
          "extension":[{"url":"http://hl7.org/fhir/StructureDefinition/ordinalValue","valueDecimal":{{{points}}}}],
          """;

    public static string Item(string linkId, params string[] answers) =>
        answers.Length == 0 ? $$"""{"linkId":"{{linkId}}"}""" : $$"""{"linkId":"{{linkId}}","answer":[{{string.Join(',', answers)}}]}""";

    /// <summary>Items of the PHQ-9 under their LOINC codes; null leaves one unanswered.</summary>
    public static IEnumerable<string> Phq9(params int?[] points) =>
        Instruments.Phq9.ItemLoincs.Zip(points, (code, answer) => answer is { } given ? Item("/" + code, Coded(given)) : Item("/" + code));

    /// <summary>A finished response about Patient/p1 of 5 March 2026, with single properties replaced; null takes a property away.</summary>
    public static string Response(IEnumerable<string> items, params (string Name, string? Json)[] changes)
    {
        var properties = new Dictionary<string, string?>
        {
            ["resourceType"] = "\"QuestionnaireResponse\"",
            ["questionnaire"] = $"\"{Canonical}|1.2\"",
            ["status"] = "\"completed\"",
            ["subject"] = """{"reference":"Patient/p1"}""",
            ["authored"] = "\"2026-03-05T10:00:00-05:00\"",
            ["item"] = $"[{string.Join(',', items)}]",
        };
        foreach (var (name, json) in changes) properties[name] = json;
        return "{" + string.Join(',', properties.Where(p => p.Value is not null).Select(p => $"\"{p.Key}\":{p.Value}")) + "}";
    }

    public static ObservationReading Read(string response, params FormMap[] forms)
    {
        using var body = FhirBody.Read(Encoding.UTF8.GetBytes(response));
        Assert.True(body.Resource is not null, Fixtures.Tell(body.Issues));
        return ResponseReader.Read(body.Resource, Fixtures.Context with { Forms = forms.ToDictionary(f => f.Url!) });
    }

    public static FormMap Form(string questionnaire)
    {
        using var body = FhirBody.Read(Encoding.UTF8.GetBytes(questionnaire));
        Assert.True(body.Resource is { IsSound: true }, Fixtures.Tell(body.Issues));
        return FormMap.Of(body.Resource, Fixtures.Base);
    }

    /// <summary>A form with a group of local linkIds q1, q2, … for the PHQ-9, local answers worth their place, and a total.</summary>
    public static FormMap LocalPhq9() => Form($$$"""
        {"resourceType":"Questionnaire","url":"{{{Canonical}}}","version":"1.2","status":"active","item":[
        {"linkId":"g","type":"group","item":[{{{string.Join(',', Instruments.Phq9.ItemLoincs.Select((code, i) => Asked($"q{i + 1}", "choice", code, Option("no", 0), Option("often", 2))))}}}]},
        {{{Asked("sum", "decimal", Instruments.Phq9.TotalLoinc)}}}]}
        """);

    private static string Asked(string linkId, string type, string loinc, params string[] options) => $$$"""
        {"linkId":"{{{linkId}}}","type":"{{{type}}}","code":[{"system":"http://loinc.org","code":"{{{loinc}}}"}]{{{(options.Length == 0 ? "" : $",\"answerOption\":[{string.Join(',', options)}]")}}}}
        """;

    private static string Option(string code, int points) => $$$"""
        {"valueCoding":{"system":"urn:forms","code":"{{{code}}}"},"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/ordinalValue","valueDecimal":{{{points}}}}]}
        """;

    public static string Local(string code) => $$$"""{"valueCoding":{"system":"urn:forms","code":"{{{code}}}"}}""";

    /// <summary>The nine items of <see cref="LocalPhq9"/> in a group, the ninth first asked in another item's answer.</summary>
    public static string LocalGroup(string last) => $$$"""
        {"linkId":"g","item":[{{{string.Join(',', Enumerable.Range(1, 8).Select(i => Item($"q{i}", Local(i <= 2 ? "often" : "no"))))}}},
        {"linkId":"intro","answer":[{"valueBoolean":true,"item":[{{{Item("q9", Local(last))}}}]}]}]}
        """;
}
