using System.Runtime.InteropServices;
using System.Text.Json;

namespace Registry.Fhir;

/// <summary>Whether two texts of a resource say the same. The order of properties says nothing; how a decimal is written does, since 1.10 is not 1.1.</summary>
public static class FhirContent
{
    /// <summary>Compares all but what the server itself writes: id, meta.versionId and meta.lastUpdated.</summary>
    public static bool IsSame(JsonElement one, JsonElement other) =>
        Same(one, other, IsOurs, (name, left, right) => name == "meta" ? Same(left, right, IsOursInMeta, (_, l, r) => Equal(l, r)) : Equal(left, right));

    private static bool Same(JsonElement one, JsonElement other, Func<JsonProperty, bool> isOurs, Func<string, JsonElement, JsonElement, bool> equal)
    {
        var theirs = other.EnumerateObject().Where(p => !isOurs(p)).ToDictionary(p => p.Name, p => p.Value);
        foreach (var property in one.EnumerateObject().Where(p => !isOurs(p)))
        {
            if (!theirs.Remove(property.Name, out var same) || !equal(property.Name, property.Value, same)) return false;
        }
        return theirs.Count == 0;
    }

    private static bool IsOurs(JsonProperty property) =>
        property.NameEquals("id"u8) || (property.NameEquals("meta"u8) && property.Value.ValueKind == JsonValueKind.Object && property.Value.EnumerateObject().All(IsOursInMeta));

    private static bool IsOursInMeta(JsonProperty property) => property.NameEquals("versionId"u8) || property.NameEquals("lastUpdated"u8);

    private static bool Equal(JsonElement one, JsonElement other) => one.ValueKind == other.ValueKind && one.ValueKind switch
    {
        JsonValueKind.Object => one.GetPropertyCount() == other.GetPropertyCount()
            && one.EnumerateObject().All(p => other.TryGetProperty(p.Name, out var same) && Equal(p.Value, same)),
        JsonValueKind.Array => one.GetArrayLength() == other.GetArrayLength()
            && one.EnumerateArray().Zip(other.EnumerateArray()).All(pair => Equal(pair.First, pair.Second)),
        JsonValueKind.String => one.ValueEquals(other.GetString()),
        JsonValueKind.Number => JsonMarshal.GetRawUtf8Value(one).SequenceEqual(JsonMarshal.GetRawUtf8Value(other)),
        _ => true,
    };
}
