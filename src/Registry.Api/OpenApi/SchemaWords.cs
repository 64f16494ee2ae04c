using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using NodaTime;
using Registry.Clinical;

namespace Registry.Api;

/// <summary>Our own value types are strings on the wire, and words where there is a list of them.</summary>
internal static class SchemaWords
{
    private static readonly Regex DomainReference = new(@"\s*Domain reference [0-9.]+\b\.?");

    /// <summary>The format, or the pattern where there is no format, of a type that is text on the wire; null for every other.</summary>
    public static (string? Format, string? Pattern)? TextOf(Type type) => type switch
    {
        _ when type == typeof(LocalDate) || type == typeof(AsOf) => ("date", null),
        _ when type == typeof(Instant) || type == typeof(KnownAt) || type == typeof(Moment) => ("date-time", null),
        _ when type == typeof(YearMonth) || type == typeof(Month) => (null, "^[0-9]{4}-[0-9]{2}$"),
        { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(Id<>) => ("uuid", null),
        _ => null,
    };

    public static Task Write(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken ct)
    {
        // A parameter of our own types is text to the framework; what is inside a body is described by itself.
        var parameter = context.ParameterDescription is { } described && described.Source != BindingSource.Body ? described : null;
        var declared = parameter?.ParameterDescriptor?.ParameterType ?? context.JsonTypeInfo.Type;
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        // An absent query parameter is absent; in a body there is a null to say.
        var orNull = type != declared && parameter is null ? JsonSchemaType.Null : 0;
        if (TextOf(type) is { } text)
        {
            (schema.Type, schema.Format, schema.Pattern) = (JsonSchemaType.String | orNull, text.Format, text.Pattern);
            (schema.Properties, schema.AdditionalPropertiesAllowed) = (null, true);
        }

        // The framework says nothing of elements that are text by a converter of ours.
        if (context.JsonTypeInfo is { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } element } && TextOf(element) is { } each)
        {
            schema.Items = new OpenApiSchema { Type = JsonSchemaType.String, Format = each.Format, Pattern = each.Pattern };
        }

        // Nor of records that are handed out as they are stored.
        if (context.JsonTypeInfo is { Kind: JsonTypeInfoKind.Enumerable, ElementType: var any } && any == typeof(JsonElement)) schema.Items = new OpenApiSchema { Type = JsonSchemaType.Object };

        if (type.IsEnum) schema.Type = JsonSchemaType.String | orNull;
        if (type == typeof(Instrument))
        {
            (schema.Type, schema.Properties) = (JsonSchemaType.String, null);
            schema.Enum = [.. Instruments.All.Select(i => (JsonNode)i.Code)];
            if (context.JsonPropertyInfo is { IsSetNullable: true })
            {
                schema.Type |= JsonSchemaType.Null;
                schema.Enum.Add(JsonNullSentinel.JsonNull);
            }
        }

        schema.Description = Said(schema.Description);
        return Task.CompletedTask;
    }

    /// <summary>Some of what the code says of its types is for those who write it: what an id is in C#, and where the rule stands in our reference.</summary>
    private static string? Said(string? comment)
    {
        var said = comment is null || comment.StartsWith("The identity of one", StringComparison.Ordinal) ? "" : DomainReference.Replace(comment, "").Trim();
        return said.Length == 0 ? null : said;
    }

    /// <summary>Whether null is allowed is said where a schema is used, never in the shared one.</summary>
    public static void Settle(OpenApiDocument document)
    {
        foreach (var schema in document.Components!.Schemas!.Values.OfType<OpenApiSchema>().Where(s => s.Enum is not null))
        {
            schema.Type &= ~JsonSchemaType.Null;
            schema.Enum = [.. schema.Enum!.Where(word => word is JsonValue value && value.GetValueKind() is JsonValueKind.String && !JsonNullSentinel.IsJsonNullSentinel(word))];
        }
    }
}
