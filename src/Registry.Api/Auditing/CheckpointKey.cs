using System.Security.Cryptography;
using Registry.Storage;

namespace Registry.Api;

/// <summary>The key of the checkpoints: ECDSA P-256 with SHA-256, signatures as r ‖ s.</summary>
internal sealed class CheckpointKey : IDisposable
{
    private readonly ECDsa key;

    private CheckpointKey(ECDsa key) => this.key = key;

    public byte[] Sign(Checkpoint checkpoint) => key.SignData(checkpoint.Statement, HashAlgorithmName.SHA256);

    public bool HasSigned(Checkpoint checkpoint, byte[] signature) => key.VerifyData(checkpoint.Statement, signature, HashAlgorithmName.SHA256);

    public void Dispose() => key.Dispose();

    public static bool TryOpen(string file, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out CheckpointKey? opened)
    {
        opened = null;
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(file));
            if (key.KeySize == 256) opened = new(key);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException)
        {
            // Said by the caller, who knows which setting named the file.
        }

        if (opened is null) key.Dispose();
        return opened is not null;
    }
}
