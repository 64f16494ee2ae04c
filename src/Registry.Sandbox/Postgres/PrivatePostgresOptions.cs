namespace Registry.Sandbox;

/// <summary>Where the private server keeps its files, and how careful it has to be with them.</summary>
/// <param name="DataFolder">Holds the cluster; a new folder is a new registry.</param>
public sealed record PrivatePostgresOptions(string DataFolder)
{
    /// <summary>Environment variable that names the folder of initdb and postgres.</summary>
    public const string BinariesVariable = "REGISTRY_POSTGRES_BIN";

    /// <summary>Folder of initdb and postgres; null looks for them.</summary>
    public string? Binaries { get; init; } = Environment.GetEnvironmentVariable(BinariesVariable);

    /// <summary>The cluster will be thrown away: nothing is flushed to disk, so a power cut may destroy it.</summary>
    public bool Disposable { get; init; }

    public TimeSpan StartWithin { get; init; } = TimeSpan.FromSeconds(60);

    public static PrivatePostgresOptions Default => new(DataFolders.Default);
}
