using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Registry.Api;

namespace Registry.IntegrationTests;

/// <summary>The document a client's author reads: complete for every operation there is, and for each one that will be added.</summary>
[Collection(TeamRegistry.Name)]
public sealed class OpenApiTests(RegistryApp app)
{
    [Fact]
    public async Task The_document_served_in_development_is_the_committed_one()
    {
        using var anybody = app.Anonymous();
        Assert.Equal((await Committed()).Pretty(), (await anybody.Gets("/openapi/v1.json")).Pretty());
    }

    [Fact]
    public async Task Every_operation_says_what_it_is_for_and_stands_in_a_described_chapter()
    {
        var document = await Committed();
        var chapters = document["tags"]!.AsArray().Where(tag => tag!["description"] is not null).Select(tag => (string)tag!["name"]!).ToHashSet();
        Assert.Empty(Operations(document).SelectMany(o => Lacks(o.Name, o.Operation, chapters)));
        Assert.Equal(Described().Count(), Operations(document).Count());
    }

    [Fact]
    public async Task Every_operation_shows_an_example_of_each_body_it_takes_and_gives()
    {
        var lacking = from o in Operations(await Committed())
                      from body in Bodies(o.Operation)
                      where body.Content["example"] is null
                      select $"{o.Name}: add its {body.Name} to src/Registry.Api/OpenApi/Examples";
        Assert.Empty(lacking);
    }

    [Fact]
    public void Every_example_is_what_the_interface_itself_would_read_and_write()
    {
        var json = app.Services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        foreach (var (name, endpoint) in Described())
        {
            if (!OperationExamples.All.TryGetValue(name, out var example)) continue;
            if (endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType is { } request) Read(name, example["request"], request, json);
            if (ResponseType(endpoint) is { } response)
            {
                var written = JsonSerializer.SerializeToNode(Read(name, example["response"], response, json), response, json)!;
                Assert.Equal($"{name} {written.Pretty()}", $"{name} {example["response"]!.Pretty()}");
            }
        }
    }

    [Fact]
    public void No_example_is_left_over_from_an_operation_that_is_gone() =>
        Assert.Empty(OperationExamples.All.Keys.Except(Described().Select(o => o.Name)));

    private static object Read(string name, JsonNode? example, Type type, JsonSerializerOptions json)
    {
        try
        {
            return example.Deserialize(type, json)!;
        }
        catch (JsonException e)
        {
            throw new Xunit.Sdk.XunitException($"The example of {name} is no {type.Name}: {e.Message}");
        }
    }

    private static Type? ResponseType(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>().FirstOrDefault(p => p.StatusCode is 200 or 201 && p.ContentTypes.Contains("application/json"))?.Type;

    private IEnumerable<(string Name, RouteEndpoint Endpoint)> Described() =>
        from endpoint in app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        where endpoint.RoutePattern.RawText!.StartsWith("/v1", StringComparison.Ordinal)
        select (endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName ?? $"{endpoint.RoutePattern.RawText} has no name", endpoint);

    private static async Task<JsonNode> Committed() =>
        JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "openapi", "registry.json")))!;

    private static IEnumerable<(string Name, JsonObject Operation)> Operations(JsonNode document) =>
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select ($"{operation.Key} {path.Key} ({operation.Value!["operationId"]})", operation.Value!.AsObject());

    private static IEnumerable<string> Lacks(string name, JsonObject operation, HashSet<string> chapters)
    {
        if (operation["operationId"] is null) yield return $"{name} has no operationId: name the endpoint";
        if (operation["summary"] is null) yield return $"{name} has no summary: say in the handler's comment what it does";
        if (operation["description"] is null) yield return $"{name} has no description";
        if (operation["tags"]?[0] is not { } tag || !chapters.Contains((string)tag!)) yield return $"{name} has no tag that OpenApi/Tags.cs describes";
        foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
        {
            if (parameter!["$ref"] is null && parameter["description"] is null) yield return $"{name} does not describe its parameter {parameter["name"]}";
        }
    }

    private static IEnumerable<(string Name, JsonObject Content)> Bodies(JsonObject operation)
    {
        foreach (var (_, content) in operation["requestBody"]?["content"]?.AsObject().Where(c => c.Key != "application/zip") ?? []) yield return ("request", content!.AsObject());
        foreach (var (status, response) in operation["responses"]!.AsObject().Where(r => r.Key[0] is '2'))
        {
            // An archive has nothing to show that could be read.
            foreach (var (mediaType, content) in response!["content"]?.AsObject().Where(c => c.Key != "application/zip") ?? []) yield return ($"{status} response as {mediaType}", content!.AsObject());
        }
    }
}
