using NodaTime;
using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>Destroys the keys of an organization, so that nothing it stored encrypted can be read again: not from its tables, and not from older copies of them.</summary>
public static class KeyErasure
{
    /// <summary>For good. Instances that hold the keys in memory forget them within <see cref="KeyRing.Life"/>.</summary>
    /// <remarks>
    /// A copy of the two key tables themselves would still hold the wrapped keys: they are kept out of ordinary dumps, or the root
    /// key is replaced afterwards, as the deployment guide says.
    /// </remarks>
    /// <returns>False when they were destroyed before.</returns>
    public static async Task<bool> Erase(NpgsqlDataSource owner, Id<Organization> organization, Instant now, CancellationToken ct)
    {
        await using var connection = await owner.OpenConnectionAsync(ct);
        await using (var transaction = await connection.BeginTransactionAsync(ct))
        {
            await using var batch = new NpgsqlBatch(connection, transaction)
            {
                BatchCommands =
                {
                    RowContext.ForSystem(organization),
                    // Also where there was no key yet: none is made any more.
                    Command("""
                        insert into organization_key as k (organization_id, root_key, created_at, destroyed_at) values ($1, '', $2, $2)
                        on conflict (organization_id) do update set wrapped = null, destroyed_at = $2 where k.destroyed_at is null
                        """, organization.Value, now.ToDateTimeUtc()),
                    Command("delete from wrapped_data_key where organization_id = $1", organization.Value),
                    Command("update key_rotation set state = 'finished', finished_at = $2 where organization_id = $1 and state in ('rewriting', 'settling')", organization.Value, now.ToDateTimeUtc()),
                    AuditTrail.Insert(Entry(organization, now)),
                },
            };
            await batch.ExecuteNonQueryAsync(ct);
            if (batch.BatchCommands[1].RecordsAffected == 0) return false;
            await transaction.CommitAsync(CancellationToken.None);
        }

        // Otherwise the destroyed keys would lie on in the tables' free space.
        await using var compact = new NpgsqlCommand("vacuum full organization_key, wrapped_data_key", connection);
        await compact.ExecuteNonQueryAsync(CancellationToken.None);
        return true;
    }

    private static NpgsqlBatchCommand Command(string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return command;
    }

    private static AuditEntry Entry(Id<Organization> organization, Instant now) => new()
    {
        OrganizationId = organization,
        Id = Id<AuditEntry>.New(),
        At = now,
        PrincipalId = null,
        Action = "keys.erase",
        Event = AuditEventKind.Execute,
        Method = "RUN",
        Route = "Registry.Api keys erase",
        Status = 200,
        Outcome = AuditOutcome.Success,
        PatientIds = [],
        Resources = [],
        Roles = [],
        PurposeOfUse = "HOPERAT",
        ClientId = null,
        TokenId = null,
        NetworkAddress = null,
        RequestId = "",
    };
}
