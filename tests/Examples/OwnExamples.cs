namespace Registry.Examples;

/// <summary>Sound resources and Bundles of the project's own.</summary>
internal static class OwnExamples
{
    /// <summary>Stands in them wherever a sender would name somebody or say something; no answer about an error may hold it.</summary>
    public const string Marker = "Zx9Marker";

    public static IReadOnlyList<(string Name, string Text)> All { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Own"), "*.json").Order(StringComparer.Ordinal).Select(file => (Path.GetFileName(file), File.ReadAllText(file)))];

    public static string Text(string name) => All.Single(example => example.Name == name).Text;
}
