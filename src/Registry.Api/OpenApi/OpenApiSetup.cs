using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Registry.Api;

/// <summary>The OpenAPI 3.1 document of the native interface, and Swagger UI in Development.</summary>
internal static class OpenApiSetup
{
    public static void AddRegistryOpenApi(this IServiceCollection services) => services.AddOpenApi("v1", openApi =>
    {
        openApi.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        openApi.CreateSchemaReferenceId = SchemaNames.Of;
        openApi.AddSchemaTransformer(SchemaWords.Write);
        openApi.AddOperationTransformer(AlsoAnswers.Write);
        openApi.AddOperationTransformer(OperationText.Write);
        openApi.AddOperationTransformer(OperationHeaders.Write);
        openApi.AddOperationTransformer(OperationErrors.Write);
        openApi.AddOperationTransformer(OperationExamples.Write);
        openApi.AddDocumentTransformer(Frame);
    });

    public static void MapRegistryDocumentation(this WebApplication app)
    {
        if (app.Environment.IsDevelopment()) app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
    }

    /// <summary>Swagger UI at /swagger. Stands before authorization: its pages are no endpoints, and what is no endpoint is refused there.</summary>
    public static void UseRegistryDocumentation(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment()) return;
        app.UseSwaggerUI(ui =>
        {
            ui.SwaggerEndpoint("/openapi/v1.json", "Collaborative Care registry");
            ui.EnablePersistAuthorization();
        });
    }

    /// <summary>What stands around the operations, and what they share.</summary>
    private static async Task Frame(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken ct)
    {
        document.Info = new()
        {
            Title = "Collaborative Care registry",
            Version = "v1",
            Description = "Caseload registry for Collaborative Care: scores, contacts and minutes per patient; the caseload table and the review list.",
            Contact = new() { Name = "The registry's maintainers" },
            License = new() { Name = "Apache-2.0", Identifier = "Apache-2.0" },
        };
        document.Servers = [new() { Url = "/", Description = "The registry that serves this document." }];
        document.Tags = new HashSet<OpenApiTag>(Tags.Used(document));
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            ["bearer"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT", Description = "Access token of the configured OpenID Connect provider." },
        };
        document.Security = [new() { [new OpenApiSecuritySchemeReference("bearer", document)] = [] }];
        document.AddComponent(nameof(RegistryProblem), await context.GetOrCreateSchemaAsync(typeof(RegistryProblem), cancellationToken: ct));
        OperationHeaders.AddTo(document);
        OperationErrors.AddTo(document);
        SchemaWords.Settle(document);
    }
}
