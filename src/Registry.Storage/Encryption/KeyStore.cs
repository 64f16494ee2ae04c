using NodaTime;
using Npgsql;
using NpgsqlTypes;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>The statements over wrapped keys.</summary>
internal static class KeyStore
{
    public static async Task<(OrganizationKey? Key, List<WrappedDataKey> DataKeys)> Read(NpgsqlConnection connection, Id<Organization> organization)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                RowContext.ForSystem(organization),
                new("select root_key, wrapped, created_at, destroyed_at from organization_key where organization_id = $1") { Parameters = { new() { Value = organization.Value } } },
                new("select purpose, version, wrapped, created_at, retired_at from wrapped_data_key where organization_id = $1") { Parameters = { new() { Value = organization.Value } } },
            },
        };
        await using var row = await batch.ExecuteReaderAsync();
        await row.NextResultAsync();
        OrganizationKey? key = null;
        while (await row.ReadAsync())
        {
            key = new()
            {
                OrganizationId = organization,
                RootKey = row.GetString(0),
                Wrapped = row.Bytes(1),
                CreatedAt = row.Moment(2)!.Value,
                DestroyedAt = row.Moment(3),
            };
        }

        await row.NextResultAsync();
        var dataKeys = new List<WrappedDataKey>();
        while (await row.ReadAsync())
        {
            dataKeys.Add(new()
            {
                OrganizationId = organization,
                Purpose = Kebab.Parse<KeyPurpose>(row.GetString(0)),
                Version = row.GetInt32(1),
                Wrapped = row.Bytes(2)!,
                CreatedAt = row.Moment(3)!.Value,
                RetiredAt = row.Moment(4),
            });
        }

        return (key, dataKeys);
    }

    /// <summary>The first keys of an organization, all or none; whoever comes second adds nothing.</summary>
    public static async Task Add(NpgsqlConnection connection, OrganizationKey key, IReadOnlyList<WrappedDataKey> dataKeys)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                RowContext.ForSystem(key.OrganizationId),
                new("insert into organization_key (organization_id, root_key, wrapped, created_at) values ($1, $2, $3, $4) on conflict do nothing")
                {
                    Parameters = { new() { Value = key.OrganizationId.Value }, new() { Value = key.RootKey }, new() { Value = key.Wrapped! }, new() { Value = key.CreatedAt.ToDateTimeUtc() } },
                },
                Insert(dataKeys),
            },
        };
        await batch.ExecuteNonQueryAsync();
    }

    public static NpgsqlBatchCommand Insert(IReadOnlyList<WrappedDataKey> keys) => new("""
        insert into wrapped_data_key (organization_id, purpose, version, wrapped, created_at) select $1, purpose, version, wrapped, $5 from unnest($2, $3, $4) as k (purpose, version, wrapped)
        on conflict do nothing
        """)
    {
        Parameters =
        {
            new() { Value = keys[0].OrganizationId.Value }, new() { Value = keys.Select(k => Kebab.Of(k.Purpose)).ToArray() }, new() { Value = keys.Select(k => k.Version).ToArray() },
            new() { Value = keys.Select(k => k.Wrapped).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea }, new() { Value = keys[0].CreatedAt.ToDateTimeUtc() },
        },
    };
}
