using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Registry.Storage;

/// <summary>One link of the chain: h = SHA-256(hash before ‖ sequence as 8 bytes, highest first ‖ canonical entry). Before the first entry stand 32 zero bytes.</summary>
public static class ChainHash
{
    public static readonly byte[] BeforeTheFirst = new byte[SHA256.HashSizeInBytes];

    public static byte[] Of(ReadOnlySpan<byte> before, long sequence, ReadOnlySpan<byte> canonicalEntry)
    {
        Span<byte> place = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(place, sequence);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(before);
        hash.AppendData(place);
        hash.AppendData(canonicalEntry);
        return hash.GetHashAndReset();
    }
}
