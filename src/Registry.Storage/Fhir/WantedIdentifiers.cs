namespace Registry.Storage;

/// <summary>Identifiers that are looked for: the digests the database is asked for, and whose a found one is.</summary>
internal sealed class WantedIdentifiers
{
    private readonly ILookup<string, BusinessIdentifier> byDigest;

    public WantedIdentifiers(IReadOnlyCollection<BusinessIdentifier> identifiers, OrganizationKeys keys)
    {
        var digests = identifiers.SelectMany(identifier => keys.DigestsOf(identifier.System, identifier.Value), (identifier, digest) => (identifier, digest.Bytes)).ToList();
        Digests = [.. digests.Select(d => d.Bytes)];
        byDigest = digests.ToLookup(d => Convert.ToHexString(d.Bytes), d => d.identifier);
    }

    public byte[][] Digests { get; }

    /// <summary>Several, when the same identifier was written in several ways.</summary>
    public IEnumerable<BusinessIdentifier> Of(byte[] digest) => byDigest[Convert.ToHexString(digest)];
}
