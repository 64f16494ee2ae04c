using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Registry.Api;

/// <summary>Of an endpoint whose 200 comes in a second media type, as text. Of two types for one status the framework would describe the last only.</summary>
internal sealed record AlsoAnswers(string MediaType)
{
    public static Task Write(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        foreach (var also in context.Description.ActionDescriptor.EndpointMetadata.OfType<AlsoAnswers>())
        {
            if (operation.Responses?.GetValueOrDefault("200") is not OpenApiResponse response) continue;
            response.Content ??= new Dictionary<string, OpenApiMediaType>();
            response.Content[also.MediaType] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
        }

        return Task.CompletedTask;
    }
}
