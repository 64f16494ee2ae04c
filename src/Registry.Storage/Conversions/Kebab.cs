using System.Collections.Frozen;
using System.Text.Json;

namespace Registry.Storage;

/// <summary>Enum members as lower-kebab text: LostToFollowUp is "lost-to-follow-up".</summary>
public static class Kebab
{
    public static string Of<T>(T value) where T : struct, Enum => Names<T>.ByValue[value];

    public static T Parse<T>(string text) where T : struct, Enum => Names<T>.ByText[text];

    public static bool TryParse<T>(string text, out T value) where T : struct, Enum => Names<T>.ByText.TryGetValue(text, out value);

    public static IEnumerable<string> All<T>() where T : struct, Enum => Enum.GetValues<T>().Select(Of);

    private static class Names<T> where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> ByValue =
            Enum.GetValues<T>().ToFrozenDictionary(v => v, v => JsonNamingPolicy.KebabCaseLower.ConvertName(v.ToString()));

        public static readonly FrozenDictionary<string, T> ByText = ByValue.ToFrozenDictionary(p => p.Value, p => p.Key);
    }
}
