using System.Collections.Concurrent;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Registry.Clinical;

namespace Registry.Api;

/// <summary>Names a client's author would choose: Patient, ContactPage, ClinicList.</summary>
internal static class SchemaNames
{
    private static readonly ConcurrentDictionary<string, Type> Taken = new(StringComparer.Ordinal);

    /// <summary>Null writes the schema where it is used: days, moments, months and ids are strings, and need no name.</summary>
    public static string? Of(JsonTypeInfo json)
    {
        var type = Nullable.GetUnderlyingType(json.Type) ?? json.Type;
        if (SchemaWords.TextOf(type) is not null) return null;
        if (!IsOurs(type)) return OpenApiOptions.CreateDefaultSchemaReferenceId(json);

        var name = NameOf(type);
        return Taken.GetOrAdd(name, type) == type
            ? name
            : throw new InvalidOperationException($"{type} and {Taken[name]} would both be called {name} in the OpenAPI document: rename one.");
    }

    private static string NameOf(Type type)
    {
        if (type == typeof(Instrument)) return "InstrumentCode"; // on the wire; what we know of an instrument is another schema
        if (!type.IsGenericType) return Shorten(Shorten(type.Name, "Response"), "Body");
        var of = NameOf(type.GenericTypeArguments[0]);
        return type.GetGenericTypeDefinition() == typeof(ItemsResponse<>) ? $"{of}List"
            : type.GetGenericTypeDefinition() == typeof(PageResponse<>) ? $"{of}Page"
            : $"{of}{Shorten(type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)], "Response")}";
    }

    private static string Shorten(string name, string ending) => name.EndsWith(ending, StringComparison.Ordinal) && name.Length > ending.Length ? name[..^ending.Length] : name;

    private static bool IsOurs(Type type) =>
        type.Namespace?.StartsWith("Registry.", StringComparison.Ordinal) is true && !type.IsArray;
}
