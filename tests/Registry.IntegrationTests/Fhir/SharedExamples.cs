using System.Text.Json.Nodes;

namespace Registry.IntegrationTests;

/// <summary>The FHIR files written by others, which lie beside the repository on some machines and on others do not.</summary>
internal static class SharedExamples
{
    public const string NotPresent = "(not present)";

    public static string? Folder { get; } = Find();

    public static IReadOnlyList<JsonNode> Manifest { get; } = Folder is null ? []
        : [.. JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "manifest.json")))!.AsArray().Select(entry => entry!)];

    public static string Text(string file) => File.ReadAllText(Path.Combine(Folder!, file));

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(Repository.Root); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "fhir", "examples");
            if (Directory.Exists(path)) return path;
        }

        return null;
    }
}
