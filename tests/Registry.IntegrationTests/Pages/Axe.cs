namespace Registry.IntegrationTests;

/// <summary>The accessibility checker, where ".ci/browser" installed it.</summary>
internal static class Axe
{
    private static readonly string File = Path.Combine(Repository.Root, ".ci", "browser", "node_modules", "axe-core", "axe.min.js");

    /// <summary>Null where it is not installed.</summary>
    public static string? Script { get; } = System.IO.File.Exists(File) ? System.IO.File.ReadAllText(File) : null;
}
