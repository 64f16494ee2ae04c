namespace Registry.UnitTests.Fhir;

/// <summary>The examples written by others, which lie beside the repository on some machines and on others do not.</summary>
internal static class SharedExamples
{
    public const string NotPresent = "(not present)";

    public static string? Folder { get; } = Find("examples");
    public static string? Schema { get; } = Find("fhir.schema.json");

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
