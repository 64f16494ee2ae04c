using System.Text;
using NodaTime.Text;
using NodaTime;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>The data keys of one organization: what was encrypted by any version is read, what is new is written by the newest.</summary>
public sealed class OrganizationKeys
{
    private readonly Dictionary<int, DataKey> ciphers;
    private readonly DataKey[] indexes;
    private readonly DataKey? newest;

    internal OrganizationKeys(Id<Organization> organization, IEnumerable<DataKey> keys)
    {
        OrganizationId = organization;
        var known = keys.OrderByDescending(k => k.Version).ToList();
        ciphers = known.Where(k => k.Purpose is KeyPurpose.Encryption).ToDictionary(k => k.Version);
        indexes = [.. known.Where(k => k.Purpose is KeyPurpose.Index)];
        newest = ciphers.Values.MaxBy(k => k.Version);
    }

    public Id<Organization> OrganizationId { get; }

    /// <summary>Version of the key that new values are encrypted with.</summary>
    public int NewestVersion => Newest.Version;

    private DataKey Newest => newest ?? throw new KeysErasedException();

    public byte[] Encrypt(string table, string column, Guid row, string text) => Encrypt(new(OrganizationId, table, column, row), Encoding.UTF8.GetBytes(text));

    public byte[]? EncryptOrNull(string table, string column, Guid row, string? text) => text is null ? null : Encrypt(table, column, row, text);

    public byte[] Encrypt(Cell cell, ReadOnlySpan<byte> plain) => FieldCipher.Encrypt(Newest, cell, plain);

    /// <exception cref="DecryptionException">It was not encrypted for this place by a key of this organization, or was altered since.</exception>
    /// <exception cref="KeysErasedException"/>
    public string Decrypt(string table, string column, Guid row, byte[] stored) => Encoding.UTF8.GetString(Decrypt(new(OrganizationId, table, column, row), stored));

    public string? DecryptOrNull(string table, string column, Guid row, byte[]? stored) => stored is null ? null : Decrypt(table, column, row, stored);

    /// <inheritdoc cref="Decrypt(string, string, Guid, byte[])"/>
    public byte[] Decrypt(Cell cell, ReadOnlySpan<byte> stored)
    {
        _ = Newest;
        return ciphers.TryGetValue(FieldCipher.VersionOf(stored, cell), out var key) ? FieldCipher.Decrypt(key, cell, stored) : throw new DecryptionException(cell);
    }

    /// <summary>A day is encrypted as ISO 8601 writes it.</summary>
    public byte[]? EncryptDay(string table, string column, Guid row, LocalDate? day) => EncryptOrNull(table, column, row, EncryptedDay.Write(day));

    public LocalDate? DecryptDay(string table, string column, Guid row, byte[]? stored) => stored is null ? null : EncryptedDay.Read(Decrypt(table, column, row, stored));

    /// <summary>The digests under which an identifier of a patient is stored: one for each version of the key in use, of which there are two during a rotation. The newest first.</summary>
    public IReadOnlyList<IdentifierDigest> DigestsOf(string system, string value)
    {
        _ = Newest;
        var message = Encoding.UTF8.GetBytes($"{OrganizationId}\n{system}\n{IdentifierForm.Of(value)}");
        return [.. indexes.Where(k => !k.IsRetired).Select(k => new IdentifierDigest(k.Version, k.Authenticate(message)))];
    }

    /// <summary>The digests of what a request said, by every version of the key, the newest first: whoever has the database alone cannot check a guess.</summary>
    public IReadOnlyList<byte[]> DigestsOfRequest(byte[] hash)
    {
        _ = Newest;
        return [.. indexes.Select(k => k.Authenticate([.. "request\n"u8, .. hash]))];
    }

    /// <summary>Never a key.</summary>
    public override string ToString() => $"{nameof(OrganizationKeys)} of {OrganizationId}";
}

/// <summary>How an identifier is found without being readable.</summary>
/// <param name="KeyVersion">Of the index key that made it.</param>
/// <param name="Bytes">HMAC-SHA-256, 32 bytes.</param>
public readonly record struct IdentifierDigest(int KeyVersion, byte[] Bytes);

/// <summary>A calendar day as the text that is encrypted.</summary>
internal static class EncryptedDay
{
    public static string? Write(LocalDate? day) => day is { } known ? LocalDatePattern.Iso.Format(known) : null;

    public static LocalDate Read(string text) => LocalDatePattern.Iso.Parse(text).Value;
}
