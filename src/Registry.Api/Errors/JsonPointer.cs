using System.Text.Json;

namespace Registry.Api;

internal static class JsonPointer
{
    /// <summary>"$.items[2]" as "#/items/2". A member's name may itself be data a caller made up, so only short plain ones are repeated.</summary>
    public static string Of(string jsonPath) => "#" + string.Concat(jsonPath.TrimStart('$')
        .Split(['.', '[', ']', '\''], StringSplitOptions.RemoveEmptyEntries)
        .Select(part => "/" + (IsPlain(part) ? JsonNamingPolicy.CamelCase.ConvertName(part) : "?")));

    private static bool IsPlain(string part) => part.Length <= 40 && part.All(c => char.IsAsciiLetterOrDigit(c));
}
