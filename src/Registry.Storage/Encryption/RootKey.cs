using System.Security.Cryptography;
using System.Text;

namespace Registry.Storage;

/// <summary>A root key of 32 bytes in this process: read from a file, or made for a test.</summary>
public sealed class RootKey : IRootKey
{
    public const int Length = 32;

    private readonly byte[] key;

    public RootKey(byte[] key)
    {
        if (key.Length != Length) throw new RootKeyException($"A root key is {Length} bytes long.");
        this.key = key;
        Id = Convert.ToHexStringLower(HMACSHA256.HashData(key, "registry root key"u8))[..16];
    }

    public string Id { get; }

    /// <summary>Reads the key from a file that holds it as base64, and that only its owner can read.</summary>
    /// <exception cref="RootKeyException">Says what is wrong with the file.</exception>
    public static RootKey FromFile(string path)
    {
        try
        {
            const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0) throw new RootKeyException("The file can be read by others than its owner: chmod 600.");
            var bytes = new byte[Length];
            return Convert.TryFromBase64String(File.ReadAllText(path).Trim(), bytes, out var count) && count == Length ? new(bytes)
                : throw new RootKeyException($"The file does not hold base64 of {Length} random bytes (openssl rand -base64 {Length}).");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RootKeyException("The file cannot be read.");
        }
    }

    public ValueTask<byte[]> Wrap(byte[] key, string purpose, CancellationToken ct) => ValueTask.FromResult(KeyWrapping.Wrap(this.key, key, purpose));

    public ValueTask<byte[]> Unwrap(byte[] wrapped, string purpose, CancellationToken ct) =>
        ValueTask.FromResult(KeyWrapping.Unwrap(key, wrapped, purpose) ?? throw new RootKeyException("The root key is not the one that wrapped the registry's keys."));

    /// <summary>Never the key.</summary>
    public override string ToString() => $"{nameof(RootKey)} {Id}";
}

/// <summary>One key around another: AES-256-GCM with a random nonce, and the purpose authenticated.</summary>
internal static class KeyWrapping
{
    private const int Nonce = 12;
    private const int Tag = 16;

    public static byte[] Wrap(byte[] outer, byte[] key, string purpose)
    {
        var wrapped = new byte[Nonce + key.Length + Tag];
        RandomNumberGenerator.Fill(wrapped.AsSpan(0, Nonce));
        using var cipher = new AesGcm(outer, Tag);
        cipher.Encrypt(wrapped.AsSpan(0, Nonce), key, wrapped.AsSpan(Nonce, key.Length), wrapped.AsSpan(Nonce + key.Length), Encoding.UTF8.GetBytes(purpose));
        return wrapped;
    }

    /// <summary>Null when it was not wrapped by this key for this purpose.</summary>
    public static byte[]? Unwrap(byte[] outer, byte[] wrapped, string purpose)
    {
        if (wrapped.Length < Nonce + Tag) return null;
        var key = new byte[wrapped.Length - Nonce - Tag];
        using var cipher = new AesGcm(outer, Tag);
        try
        {
            cipher.Decrypt(wrapped.AsSpan(0, Nonce), wrapped.AsSpan(Nonce, key.Length), wrapped.AsSpan(Nonce + key.Length), key, Encoding.UTF8.GetBytes(purpose));
            return key;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
