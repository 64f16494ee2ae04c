using System.Security.Cryptography;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>What a key of an organization is for; each purpose has keys of its own.</summary>
public enum KeyPurpose
{
    /// <summary>Encrypts values.</summary>
    Encryption,

    /// <summary>Makes the digests by which identifiers are found without being decrypted.</summary>
    Index,
}

/// <summary>A data key, unwrapped, in memory.</summary>
/// <param name="isRetired">Still reads what it encrypted, and is used for nothing new.</param>
internal sealed class DataKey(KeyPurpose purpose, int version, byte[] bytes, bool isRetired)
{
    public KeyPurpose Purpose => purpose;
    public int Version => version;
    public bool IsRetired => isRetired;

    /// <summary>For one value: a cipher keeps state while it works, and keys are shared by all requests.</summary>
    public AesGcm NewCipher() => new(bytes, FieldCipher.Tag);

    public byte[] Authenticate(ReadOnlySpan<byte> message) => HMACSHA256.HashData(bytes, message);
}
