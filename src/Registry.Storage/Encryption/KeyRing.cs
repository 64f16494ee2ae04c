using System.Collections.Concurrent;
using System.Security.Cryptography;
using NodaTime;
using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>The keys of organizations, unwrapped once and kept in memory for a minute: so long may a destroyed or retired key still be used.</summary>
/// <remarks>
/// Keys are read and made over connections of their own, never within a request's transaction: a request that is undone must not
/// take with it the key that another one has already written with.
/// </remarks>
public sealed class KeyRing(NpgsqlDataSource database, IRootKey root, IClock clock)
{
    /// <summary>How long an instance goes on with what it read.</summary>
    public static readonly Duration Life = Duration.FromMinutes(1);

    private readonly ConcurrentDictionary<Guid, (Instant ReadAt, Task<OrganizationKeys> Keys)> known = [];

    /// <summary>The keys of an organization; made, when it has none yet.</summary>
    /// <exception cref="RootKeyException">The root key is not the one that wrapped them.</exception>
    public Task<OrganizationKeys> Of(Id<Organization> organization)
    {
        var now = clock.GetCurrentInstant();
        if (known.TryGetValue(organization.Value, out var read) && read.Keys is { IsFaulted: false, IsCanceled: false } && now >= read.ReadAt && now < read.ReadAt + Life) return read.Keys;
        // Whoever else asks meanwhile waits for the same reading.
        var reading = new Lazy<Task<OrganizationKeys>>(() => ReadOrMake(database, root, organization, now));
        return known.AddOrUpdate(organization.Value, _ => (now, reading.Value), (_, older) => older == read || older.Keys.IsFaulted ? (now, reading.Value) : older).Keys;
    }

    /// <summary>Whether every organization's key lies under this root key: with another one, nothing could be read.</summary>
    public async Task<bool> HasRightRoot(CancellationToken ct)
    {
        await using var command = new SystemCommand(database, RowContext.AcrossOrganizations(), "select not exists (select from organization_key where destroyed_at is null and root_key <> $1)");
        command.Parameters.Add(new() { Value = root.Id });
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>The next use reads them again.</summary>
    public void Forget(Id<Organization> organization) => known.TryRemove(organization.Value, out _);

    /// <summary>The keys of an organization as they are stored now; made, when it has none yet.</summary>
    public static async Task<OrganizationKeys> ReadOrMake(NpgsqlDataSource database, IRootKey root, Id<Organization> organization, Instant now)
    {
        await using var connection = await database.OpenConnectionAsync();
        if (await Read(connection, root, organization) is { } keys) return keys;
        await Make(connection, root, organization, now);
        // Another instance may have been first; what is stored holds.
        return (await Read(connection, root, organization))!;
    }

    /// <summary>Null when the organization never had keys; without any when they were destroyed.</summary>
    private static async Task<OrganizationKeys?> Read(NpgsqlConnection connection, IRootKey root, Id<Organization> organization)
    {
        var (wrapped, dataKeys) = await KeyStore.Read(connection, organization);
        if (wrapped is null) return null;
        if (wrapped.Wrapped is null) return new(organization, []);
        var key = await root.Unwrap(wrapped.Wrapped, PurposeOf(organization), CancellationToken.None);
        return new(organization, dataKeys.Select(k => new DataKey(k.Purpose, k.Version, Unwrap(key, k), k.RetiredAt is not null)));
    }

    private static async Task Make(NpgsqlConnection connection, IRootKey root, Id<Organization> organization, Instant now)
    {
        var key = RandomNumberGenerator.GetBytes(RootKey.Length);
        var wrapped = new OrganizationKey
        {
            OrganizationId = organization,
            RootKey = root.Id,
            Wrapped = await root.Wrap(key, PurposeOf(organization), CancellationToken.None),
            CreatedAt = now,
        };
        await KeyStore.Add(connection, wrapped, [.. Enum.GetValues<KeyPurpose>().Select(purpose => NewDataKey(key, organization, purpose, 1, now))]);
    }

    /// <summary>The next version of every data key, wrapped by the organization's key.</summary>
    /// <exception cref="KeysErasedException"/>
    internal async Task<IReadOnlyList<WrappedDataKey>> NextDataKeys(Id<Organization> organization, Instant now)
    {
        await using var connection = await database.OpenConnectionAsync();
        var (wrapped, dataKeys) = await KeyStore.Read(connection, organization);
        if (wrapped?.Wrapped is null) throw new KeysErasedException();
        var key = await root.Unwrap(wrapped.Wrapped, PurposeOf(organization), CancellationToken.None);
        return [.. Enum.GetValues<KeyPurpose>().Select(purpose => NewDataKey(key, organization, purpose, dataKeys.Where(k => k.Purpose == purpose).Max(k => k.Version) + 1, now))];
    }

    private static string PurposeOf(Id<Organization> organization) => $"key of organization {organization}";

    private static string PurposeOf(Id<Organization> organization, KeyPurpose purpose, int version) => $"{Kebab.Of(purpose)} key {version} of organization {organization}";

    private static WrappedDataKey NewDataKey(byte[] key, Id<Organization> organization, KeyPurpose purpose, int version, Instant now) => new()
    {
        OrganizationId = organization,
        Purpose = purpose,
        Version = version,
        Wrapped = KeyWrapping.Wrap(key, RandomNumberGenerator.GetBytes(RootKey.Length), PurposeOf(organization, purpose, version)),
        CreatedAt = now,
    };

    private static byte[] Unwrap(byte[] key, WrappedDataKey data) => KeyWrapping.Unwrap(key, data.Wrapped, PurposeOf(data.OrganizationId, data.Purpose, data.Version))
        ?? throw new RootKeyException("A data key is not one that the organization's key wrapped.");
}
