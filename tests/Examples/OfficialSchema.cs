using System.Text.Json;
using System.Text.RegularExpressions;

namespace Registry.Examples;

/// <summary>As much of JSON schema as the official R4 schema uses: references, arrays, required members, words, patterns and no others.</summary>
internal static class OfficialSchema
{
    private static readonly Lazy<JsonElement> Definitions = new(() => JsonDocument.Parse(File.ReadAllBytes(SharedExamples.Schema!)).RootElement.GetProperty("definitions"));

    /// <summary>What is wrong with a resource; empty where the schema does not lie beside the repository.</summary>
    public static IEnumerable<string> Problems(byte[] resource)
    {
        if (SharedExamples.Schema is null) return [];
        var root = JsonDocument.Parse(resource).RootElement;
        return Problems(root, Definitions.Value.GetProperty(root.GetProperty("resourceType").GetString()!), "$").ToList();
    }

    /// <remarks>The schema has no null; R4 has, in a list of primitives, for the place whose value or companion is missing.</remarks>
    private static IEnumerable<string> Problems(JsonElement value, JsonElement schema, string path)
    {
        if (value.ValueKind is JsonValueKind.Null && path.EndsWith(']')) return [];
        if (schema.TryGetProperty("$ref", out var reference)) return Problems(value, Definitions.Value.GetProperty(reference.GetString()!.Split('/')[^1]), path);
        if (schema.TryGetProperty("properties", out var properties)) return Members(value, schema, properties, path);
        if (schema.TryGetProperty("items", out var items))
            return value.ValueKind is JsonValueKind.Array && value.GetArrayLength() > 0 ? value.EnumerateArray().SelectMany((one, i) => Problems(one, items, $"{path}[{i}]")) : [$"{path} is no filled array"];
        if (schema.TryGetProperty("enum", out var words)) return words.EnumerateArray().Any(w => w.ValueEquals(value.GetString())) ? [] : [$"{path} is none of its words"];
        if (schema.TryGetProperty("const", out var only)) return only.ValueEquals(value.GetString()) ? [] : [$"{path} is not what it must be"];
        if (schema.TryGetProperty("pattern", out var pattern)) return Regex.IsMatch(value.ToString() is var text && value.ValueKind is JsonValueKind.True or JsonValueKind.False ? text.ToLowerInvariant() : text, pattern.GetString()!) ? [] : [$"{path} is not written so"];
        return [];
    }

    private static IEnumerable<string> Members(JsonElement value, JsonElement schema, JsonElement properties, string path)
    {
        if (value.ValueKind is not JsonValueKind.Object) return [$"{path} is no object"];
        var missing = schema.TryGetProperty("required", out var required)
            ? required.EnumerateArray().Where(r => !value.TryGetProperty(r.GetString()!, out _)).Select(r => $"{path} lacks {r.GetString()}") : [];
        return missing.Concat(value.EnumerateObject().SelectMany(member =>
            properties.TryGetProperty(member.Name, out var known) ? Problems(member.Value, known, $"{path}.{member.Name}") : [$"{path}.{member.Name} does not exist"]));
    }
}
