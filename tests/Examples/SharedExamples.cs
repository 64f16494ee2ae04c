using System.Text.Json.Nodes;

namespace Registry.Examples;

/// <summary>The FHIR files written by others, which lie beside the repository on some machines and on others do not.</summary>
internal static class SharedExamples
{
    public const string NotPresent = "(not present)";

    public static string? Folder { get; } = Find("examples");

    public static string? Schema { get; } = Find("fhir.schema.json");

    public static IReadOnlyList<JsonNode> Manifest { get; } = Folder is null ? []
        : [.. JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "manifest.json")))!.AsArray().Select(entry => entry!)];

    public static string Text(string file) => File.ReadAllText(Path.Combine(Folder!, file));

    private static string? Find(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "fhir", name);
            if (Path.Exists(path)) return path;
        }

        return null;
    }
}
