using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Registry.Api;

/// <summary>What each operation is asked and answers, as data: Examples/*.json, one file per resource, by operationId.</summary>
/// <remarks>"request" and "response" are JSON bodies; another member is an answer in the media type it names. All of one invented patient.</remarks>
internal static class OperationExamples
{
    private const string Json = "application/json";

    public static IReadOnlyDictionary<string, JsonObject> All { get; } = Read();

    public static Task Write(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        if (!All.TryGetValue(operation.OperationId ?? "", out var example)) return Task.CompletedTask;
        if (operation.RequestBody?.Content?.TryGetValue(Json, out var request) is true) request.Example = example["request"]?.DeepClone();
        foreach (var (status, response) in operation.Responses ?? [])
        {
            if (status[0] is not '2') continue;
            foreach (var (mediaType, content) in response.Content ?? new Dictionary<string, OpenApiMediaType>())
            {
                content.Example = (mediaType == Json ? example["response"] : example[mediaType])?.DeepClone();
            }
        }

        return Task.CompletedTask;
    }

    private static Dictionary<string, JsonObject> Read()
    {
        var assembly = typeof(OperationExamples).Assembly;
        var files = assembly.GetManifestResourceNames().Where(name => name.StartsWith("examples/", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        return files.SelectMany(name => Parse(assembly, name)).ToDictionary(example => example.Key, example => example.Value!.AsObject(), StringComparer.Ordinal);
    }

    private static JsonObject Parse(Assembly assembly, string name)
    {
        using var file = assembly.GetManifestResourceStream(name)!;
        return JsonNode.Parse(file)!.AsObject();
    }
}
