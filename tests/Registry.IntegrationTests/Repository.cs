namespace Registry.IntegrationTests;

/// <summary>Finds the checkout the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Registry.sln"))) return folder.FullName;
        }

        throw new DirectoryNotFoundException("The tests run from a checkout.");
    }
}
