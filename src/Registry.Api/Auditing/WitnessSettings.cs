namespace Registry.Api;

/// <summary>The witness of the audit trail outside the database: a folder that only grows, and a key that the database does not hold.</summary>
/// <param name="Folder">Gets one file per organization; best on a medium that the database's administrators cannot write.</param>
/// <param name="KeyFile">PEM of an ECDSA P-256 key: private to sign, public is enough to verify.</param>
public sealed record WitnessSettings(string Folder, string KeyFile)
{
    /// <summary>Both or neither: half a witness is a mistake.</summary>
    internal static (WitnessSettings? Settings, string? Problem) Read(IConfiguration configuration)
    {
        var (folder, key) = (configuration["Audit:CheckpointFolder"], configuration["Audit:CheckpointKey"]);
        if (string.IsNullOrWhiteSpace(folder) && string.IsNullOrWhiteSpace(key)) return (null, null);
        if (string.IsNullOrWhiteSpace(folder)) return (null, "Audit:CheckpointFolder is missing: where the signed checkpoints of the audit trail are kept, outside the database.");
        if (string.IsNullOrWhiteSpace(key)) return (null, "Audit:CheckpointKey is missing: the file with the ECDSA P-256 key that signs the checkpoints of the audit trail.");
        if (!Directory.Exists(folder)) return (null, "Audit:CheckpointFolder is no folder that can be reached.");
        return CheckpointKey.TryOpen(key, out var opened) ? Opened(opened, folder, key) : (null, "Audit:CheckpointKey is no PEM file of an ECDSA P-256 key.");
    }

    private static (WitnessSettings?, string?) Opened(CheckpointKey key, string folder, string file)
    {
        key.Dispose();
        return (new(folder, file), null);
    }
}
