using System.Text.Json;

namespace Registry.Api;

internal static class JsonPointer
{
    private static readonly Lazy<HashSet<string>> OwnNames = new(() =>
        [.. typeof(JsonPointer).Assembly.GetTypes().Concat(typeof(Clinical.Patient).Assembly.GetTypes()).SelectMany(type => type.GetProperties()).Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name))]);

    /// <summary>"$.items[2]" as "#/items/2". A member's name may itself be data a caller made up, so only the registry's own names are repeated.</summary>
    public static string Of(string jsonPath) => "#" + string.Concat(jsonPath.TrimStart('$')
        .Split(['.', '[', ']', '\''], StringSplitOptions.RemoveEmptyEntries)
        .Select(part => JsonNamingPolicy.CamelCase.ConvertName(part))
        .Select(part => "/" + (part.All(char.IsAsciiDigit) || OwnNames.Value.Contains(part) ? part : "?")));
}
