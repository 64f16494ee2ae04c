using System.Text.Json;

namespace Registry.Fhir;

/// <summary>Reading that never throws, whatever the shape: where it does not fit, there is nothing.</summary>
internal static class JsonReads
{
    public static string? String(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && JsonText.EscapesAreText(JsonText.Raw(value)) ? value.GetString() : null;

    public static string? Text(JsonElement parent, ReadOnlySpan<byte> name) => Has(parent, name, out var value) ? String(value) : null;

    public static bool Has(JsonElement parent, ReadOnlySpan<byte> name, out JsonElement value)
    {
        value = default;
        return parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out value);
    }

    public static bool Has(JsonElement parent, ReadOnlySpan<byte> name) => Has(parent, name, out _);

    /// <summary>The items of a list, or none.</summary>
    public static Items List(JsonElement parent, ReadOnlySpan<byte> name) =>
        new(Has(parent, name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : default);

    /// <remarks>A struct, so that walking codings costs no allocation.</remarks>
    public readonly struct Items(JsonElement.ArrayEnumerator items)
    {
        public JsonElement.ArrayEnumerator GetEnumerator() => items;
    }
}
