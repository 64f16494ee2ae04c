using System.Text;
using System.Text.RegularExpressions;
using Registry.Examples;

namespace Registry.Fuzzing;

/// <summary>Sound bodies to begin with: the project's own, and those that lie beside the repository on some machines.</summary>
internal static partial class FuzzBodies
{
    private const int Largest = 100_000;

    public static IReadOnlyList<string> Own { get; } = [.. OwnExamples.All.Select(example => example.Text)];

    /// <summary>The examples written by others, with the marker in every free text and family name; none where they are not present.</summary>
    public static IReadOnlyList<string> Shared { get; } = SharedExamples.Folder is not { } folder ? [] :
        [.. from file in new DirectoryInfo(folder).EnumerateFiles("*.json", SearchOption.AllDirectories).OrderBy(f => f.FullName, StringComparer.Ordinal)
            where file.Length <= Largest && file.Name != "manifest.json"
            select FreeText().Replace(File.ReadAllText(file.FullName), $"\"$1\":\"{OwnExamples.Marker}\"")];

    public static IReadOnlyList<byte[]> AsBytes(this IEnumerable<string> texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];

    [GeneratedRegex("\"(text|display|family|title|description|div)\"\\s*:\\s*\"[^\"\\\\]*\"")]
    private static partial Regex FreeText();
}
