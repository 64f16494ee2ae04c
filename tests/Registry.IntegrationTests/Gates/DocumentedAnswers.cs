using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Registry.IntegrationTests;

/// <summary>Watches a whole test class: an operation may answer only what its OpenAPI description lists.</summary>
internal sealed class DocumentedAnswers
{
    /// <summary>Answers of the framework rather than of an operation are "default" in the document.</summary>
    private static readonly HashSet<int> ListedByName = [200, 201, 202, 204, 400, 401, 403, 404, 409, 412, 422, 428];

    private static readonly Lazy<Dictionary<string, HashSet<string>>> Listed = new(Read);

    private readonly ConcurrentDictionary<(string Operation, int Status), bool> seen = new();

    public async Task Watch(HttpContext http, RequestDelegate next)
    {
        await next(http);
        var status = http.Response.StatusCode;
        if (http.GetEndpoint()?.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName is { } operation && ListedByName.Contains(status)) seen[(operation, status)] = true;
    }

    public void Check() => Assert.Empty(
        from answer in seen.Keys
        where Listed.Value.TryGetValue(answer.Operation, out var statuses) && !statuses.Contains($"{answer.Status}")
        select $"{answer.Operation} answered {answer.Status}, which its OpenAPI description does not list");

    private static Dictionary<string, HashSet<string>> Read()
    {
        var document = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "openapi", "registry.json")))!;
        var operations = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Select(operation => operation.Value!);
        return operations.ToDictionary(o => (string)o["operationId"]!, o => o["responses"]!.AsObject().Select(r => r.Key).ToHashSet());
    }
}
