using System.Text.Json;
using System.Text.RegularExpressions;

namespace Registry.UnitTests.Fhir;

/// <summary>As much of JSON Schema as the official R4 schema uses: references, properties, required ones, lists, words and patterns.</summary>
internal sealed class OfficialSchema(string file)
{
    private readonly JsonElement definitions = JsonDocument.Parse(File.ReadAllBytes(file)).RootElement.GetProperty("definitions");

    public IReadOnlyList<string> Faults(JsonElement value, string type)
    {
        var faults = new List<string>();
        Check(value, definitions.GetProperty(type), type, faults);
        return faults;
    }

    private void Check(JsonElement value, JsonElement schema, string path, List<string> faults)
    {
        if (schema.TryGetProperty("$ref", out var reference)) Check(value, definitions.GetProperty(reference.GetString()!["#/definitions/".Length..]), path, faults);
        else if (schema.TryGetProperty("items", out var items)) CheckList(value, items, path, faults);
        else if (schema.TryGetProperty("properties", out var properties)) CheckObject(value, schema, properties, path, faults);
        else if (schema.TryGetProperty("const", out var constant) && constant.GetString() != value.GetString()) faults.Add($"{path} is not {constant}");
        else if (schema.TryGetProperty("enum", out var words) && !words.EnumerateArray().Any(w => w.GetString() == value.GetString())) faults.Add($"{path} is none of the words");
        else if (schema.TryGetProperty("pattern", out var pattern) && !Regex.IsMatch(value.ValueKind is JsonValueKind.String ? value.GetString()! : value.GetRawText(), pattern.GetString()!, RegexOptions.NonBacktracking)) faults.Add($"{path} has not the form");
        if (schema.TryGetProperty("type", out var kind) && kind.GetString() != KindOf(value)) faults.Add($"{path} is no {kind}");
    }

    private static string KindOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Number => "number",
        JsonValueKind.Array => "array",
        JsonValueKind.Object => "object",
        _ => "string",
    };

    private void CheckList(JsonElement value, JsonElement items, string path, List<string> faults)
    {
        if (value.ValueKind is not JsonValueKind.Array || value.GetArrayLength() == 0) faults.Add($"{path} is no list with members");
        else foreach (var member in value.EnumerateArray()) Check(member, items, path + "[]", faults);
    }

    private void CheckObject(JsonElement value, JsonElement schema, JsonElement properties, string path, List<string> faults)
    {
        if (value.ValueKind is not JsonValueKind.Object) faults.Add($"{path} is no object");
        else
        {
            foreach (var required in schema.TryGetProperty("required", out var names) ? names.EnumerateArray() : [])
            {
                if (!value.TryGetProperty(required.GetString()!, out _)) faults.Add($"{path}.{required} is missing");
            }

            foreach (var member in value.EnumerateObject())
            {
                if (properties.TryGetProperty(member.Name, out var known)) Check(member.Value, known, $"{path}.{member.Name}", faults);
                else faults.Add($"{path}.{member.Name} is no property");
            }
        }
    }
}
