using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Registry.Storage;

/// <summary>AES-256-GCM over one stored value: form (1 byte), version of the key (4), nonce (12), ciphertext, tag (16).</summary>
/// <remarks>
/// The nonce is random, 96 bits: one key may encrypt 2^32 values before a repeated nonce is as likely as one in 2^33,
/// which is far above what one organization writes between two rotations.
/// </remarks>
internal static class FieldCipher
{
    private const byte Form = 1;
    private const int Head = 1 + 4;
    private const int Nonce = 12;
    public const int Tag = 16;

    /// <summary>What an encrypted value is longer by than its text.</summary>
    public const int Overhead = Head + Nonce + Tag;

    public static byte[] Encrypt(DataKey key, Cell cell, ReadOnlySpan<byte> plain)
    {
        using var cipher = key.NewCipher();
        var stored = new byte[plain.Length + Overhead];
        stored[0] = Form;
        BinaryPrimitives.WriteInt32BigEndian(stored.AsSpan(1), key.Version);
        var nonce = stored.AsSpan(Head, Nonce);
        RandomNumberGenerator.Fill(nonce);
        cipher.Encrypt(nonce, plain, stored.AsSpan(Head + Nonce, plain.Length), stored.AsSpan(stored.Length - Tag), cell.Authenticated(key.Version));
        return stored;
    }

    /// <exception cref="DecryptionException">It was not encrypted with this key for this place, or was altered since.</exception>
    public static byte[] Decrypt(DataKey key, Cell cell, ReadOnlySpan<byte> stored)
    {
        using var cipher = key.NewCipher();
        var plain = new byte[stored.Length - Overhead];
        try
        {
            cipher.Decrypt(stored.Slice(Head, Nonce), stored[(Head + Nonce)..^Tag], stored[^Tag..], plain, cell.Authenticated(key.Version));
        }
        catch (CryptographicException)
        {
            throw new DecryptionException(cell);
        }

        return plain;
    }

    /// <summary>The version of the key that a value was encrypted with.</summary>
    /// <exception cref="DecryptionException">It is no encrypted value.</exception>
    public static int VersionOf(ReadOnlySpan<byte> stored, Cell cell) =>
        stored.Length >= Overhead && stored[0] == Form ? BinaryPrimitives.ReadInt32BigEndian(stored[1..]) : throw new DecryptionException(cell);
}

/// <summary>A stored value is not what was written at its place. Names table and column, never a value.</summary>
public sealed class DecryptionException(Cell cell) : Exception($"A value of {cell.Table}.{cell.Column} cannot be decrypted where it lies.");

/// <summary>The keys of an organization were destroyed: what it stored encrypted cannot be read again by anybody.</summary>
public sealed class KeysErasedException() : Exception("The keys of the organization were destroyed.");
