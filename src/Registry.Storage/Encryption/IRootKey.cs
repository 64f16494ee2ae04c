namespace Registry.Storage;

/// <summary>The key above all others. It never leaves its keeper: it only wraps and unwraps the keys of organizations.</summary>
/// <remarks>A file keeps it on a single machine; a key service of a cloud, or a hardware module, is another class.</remarks>
public interface IRootKey
{
    /// <summary>Which root key it is, in words that tell nothing about it. Stored beside what it wrapped.</summary>
    string Id { get; }

    /// <param name="purpose">What is wrapped, and for whom: it unwraps only under the same words.</param>
    ValueTask<byte[]> Wrap(byte[] key, string purpose, CancellationToken ct);

    /// <exception cref="RootKeyException">It was not wrapped by this key for this purpose.</exception>
    ValueTask<byte[]> Unwrap(byte[] wrapped, string purpose, CancellationToken ct);
}

/// <summary>The root key is not there, not well kept, or not the one that wrapped the registry's keys. The message is one sentence for the operator.</summary>
public sealed class RootKeyException(string sentence) : Exception(sentence);
