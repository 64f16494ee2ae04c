using System.Reflection;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Registry.Api;

/// <summary>The headers that make a write safe to repeat and an edit safe from another's.</summary>
internal static class OperationHeaders
{
    private const string IfMatch = "If-Match";

    public static Task Write(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var handler = context.Description.ActionDescriptor.EndpointMetadata.OfType<MethodInfo>().Single();
        var parameters = operation.Parameters ??= [];
        if (parameters.FirstOrDefault(p => p.Name == IfMatch) is { } plain) parameters[parameters.IndexOf(plain)] = new OpenApiParameterReference(IfMatch, context.Document);
        if (IsRepeatable(handler)) parameters.Add(new OpenApiParameterReference(Idempotency.Header, context.Document));
        foreach (var (status, response) in operation.Responses ?? [])
        {
            if (response is not OpenApiResponse answer || status[0] != '2') continue;
            string[] headers = status == "201" && Answers(handler.ReturnType, typeof(Recorded<>)) ? ["ETag", "Location", Idempotency.ReplayedHeader]
                : status == "200" && Answers(handler.ReturnType, typeof(Versioned<>)) ? ["ETag"] : [];
            if (headers.Length > 0) answer.Headers = headers.ToDictionary(name => name, IOpenApiHeader (name) => new OpenApiHeaderReference(name, context.Document));
        }

        return Task.CompletedTask;
    }

    public static void AddTo(OpenApiDocument document)
    {
        document.AddComponent(Idempotency.Header, Header(Idempotency.Header, 200,
            "Any text of up to 200 characters, unique for this request; a repetition with the same key creates nothing twice."));
        document.AddComponent(IfMatch, Header(IfMatch, 20, "The ETag that was read. The change is refused when somebody else changed it since."));
        document.AddComponent("ETag", new OpenApiHeader { Description = "The version, for If-Match.", Required = true, Schema = Text("\"1\"") });
        document.AddComponent("Location", new OpenApiHeader { Description = "Where it can be read from now on.", Required = true, Schema = Text("/v1/patients/019e3a52-7a40-7c1e-9d52-3b1f6a0c4e21") });
        document.AddComponent(Idempotency.ReplayedHeader, new OpenApiHeader { Description = "\"true\" when this is the answer to the first request with the same key.", Schema = Text("true") });
    }

    private static OpenApiParameter Header(string name, int longest, string description) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Required = true,
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = longest },
    };

    private static OpenApiSchema Text(string example) => new() { Type = JsonSchemaType.String, Examples = [example] };

    public static bool IsRepeatable(MethodInfo handler) => handler.GetParameters().Any(p => p.ParameterType == typeof(Idempotency));

    /// <summary>Whether Task&lt;Results&lt;…&gt;&gt; has this result among its own.</summary>
    private static bool Answers(Type returned, Type result) =>
        returned.IsGenericType && (returned.GetGenericTypeDefinition() == result || returned.GenericTypeArguments.Any(argument => Answers(argument, result)));
}
