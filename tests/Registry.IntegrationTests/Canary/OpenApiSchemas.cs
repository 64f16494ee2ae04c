using System.Text.Json.Nodes;

namespace Registry.IntegrationTests.Canary;

/// <summary>What the committed OpenAPI document says of the bodies that operations take.</summary>
internal static class OpenApiSchemas
{
    private static readonly Lazy<JsonNode> Document = new(() => JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "openapi", "registry.json")))!);

    private static readonly Lazy<Dictionary<string, JsonNode>> Requests = new(() =>
        Document.Value["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Where(o => o.Value!["requestBody"]?["content"]?["application/json"] is not null)
            .ToDictionary(o => (string)o.Value!["operationId"]!, o => o.Value!["requestBody"]!["content"]!["application/json"]!["schema"]!));

    public static JsonNode? OfRequest(string operation) => Requests.Value.GetValueOrDefault(operation);

    /// <summary>The schema itself, where it is named elsewhere or may be null besides.</summary>
    public static JsonNode? Resolve(JsonNode? schema)
    {
        if ((string?)schema?["$ref"] is { } reference) return Resolve(reference[2..].Split('/').Aggregate((JsonNode?)Document.Value, (node, name) => node?[name]));
        var choice = (schema?["oneOf"] ?? schema?["anyOf"])?.AsArray().FirstOrDefault(one => (one!["type"] as JsonValue)?.ToString() != "null");
        return choice is null ? schema : Resolve(choice);
    }
}
