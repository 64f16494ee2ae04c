using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using NodaTime;
using Registry.Clinical;

namespace Registry.Api;

/// <summary>The OpenAPI 3.1 document of the native interface, and Swagger UI in Development.</summary>
internal static class OpenApiSetup
{
    public static void AddRegistryOpenApi(this IServiceCollection services) => services.AddOpenApi("v1", openApi =>
    {
        openApi.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        openApi.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new()
            {
                Title = "Collaborative Care registry",
                Version = "v1",
                Description = "Caseload registry for Collaborative Care: scores, contacts and minutes per patient; the caseload table and the review list.",
                License = new() { Name = "Apache-2.0", Identifier = "Apache-2.0" },
            };
            document.Servers = [new() { Url = "/" }];
            document.Components ??= new();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                ["bearer"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT", Description = "Access token of the configured OpenID Connect provider." },
            };
            document.Security = [new() { [new OpenApiSecuritySchemeReference("bearer", document)] = [] }];
            return Task.CompletedTask;
        });
        openApi.AddSchemaTransformer((schema, context, _) => Words(schema, context.JsonTypeInfo.Type));
        openApi.AddOperationTransformer(Describe);
    });

    public static void MapRegistryOpenApi(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment()) return;
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        app.UseSwaggerUI(ui =>
        {
            ui.SwaggerEndpoint("/openapi/v1.json", "Collaborative Care registry");
            ui.EnablePersistAuthorization();
        });
    }

    /// <summary>Our own value types are strings on the wire.</summary>
    private static Task Words(OpenApiSchema schema, Type type)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        var format = bare == typeof(LocalDate) || bare == typeof(AsOf) ? "date" : bare == typeof(Instant) || bare == typeof(KnownAt) ? "date-time"
            : bare.IsGenericType && bare.GetGenericTypeDefinition() == typeof(Id<>) ? "uuid" : null;
        if (format is not null) (schema.Type, schema.Format) = (JsonSchemaType.String | Null(type), format);
        if (bare == typeof(Month) || bare == typeof(YearMonth)) (schema.Type, schema.Pattern) = (JsonSchemaType.String, "^[0-9]{4}-[0-9]{2}$");
        if (bare.IsEnum) schema.Type = JsonSchemaType.String | Null(type);
        if (bare == typeof(Instrument))
        {
            (schema.Type, schema.Properties) = (JsonSchemaType.String, null);
            schema.Enum = [.. Instruments.All.Select(i => (JsonNode)i.Code)];
        }

        return Task.CompletedTask;
    }

    private static JsonSchemaType Null(Type type) => Nullable.GetUnderlyingType(type) is null ? 0 : JsonSchemaType.Null;

    /// <summary>What every operation may answer, and the key a creating one needs.</summary>
    private static Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        operation.Responses ??= [];
        operation.Responses.TryAdd("400", new OpenApiResponse { Description = "The request could not be read." });
        operation.Responses.TryAdd("401", new OpenApiResponse { Description = "A valid access token is required." });
        operation.Responses.TryAdd("403", new OpenApiResponse { Description = "The caller's role or token does not allow this." });
        if (operation.Responses.ContainsKey("201"))
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = Idempotency.Header,
                In = ParameterLocation.Header,
                Required = true,
                Description = "Any text of up to 200 characters, unique for this request; a repetition with the same key creates nothing twice.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = 200 },
            });
        }

        return Task.CompletedTask;
    }
}
