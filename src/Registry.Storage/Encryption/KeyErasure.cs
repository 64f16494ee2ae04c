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
    /// <returns>Nothing is destroyed while a legal hold on any patient of the organization is in force.</returns>
    public static async Task<KeyErasureOutcome> Erase(NpgsqlDataSource owner, Id<Organization> organization, Instant now, CancellationToken ct)
    {
        await using var connection = await owner.OpenConnectionAsync(ct);
        await using (var transaction = await connection.BeginTransactionAsync(ct))
        {
            if (await IsHeld(connection, organization, ct)) return KeyErasureOutcome.Held;
            await using var batch = new NpgsqlBatch(connection, transaction)
            {
                BatchCommands =
                {
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
            if (batch.BatchCommands[0].RecordsAffected == 0) return KeyErasureOutcome.DestroyedBefore;
            await transaction.CommitAsync(CancellationToken.None);
        }

        // Otherwise the destroyed keys would lie on in the tables' free space.
        await using var compact = new NpgsqlCommand("vacuum full organization_key, wrapped_data_key", connection);
        await compact.ExecuteNonQueryAsync(CancellationToken.None);
        return KeyErasureOutcome.Destroyed;
    }

    /// <summary>Whoever must keep one record must keep the keys that it can be read by. Nobody places a hold until the transaction ends.</summary>
    private static async Task<bool> IsHeld(NpgsqlConnection connection, Id<Organization> organization, CancellationToken ct)
    {
        await using (var alone = new NpgsqlBatch(connection) { BatchCommands = { RowContext.ForSystem(organization), new("lock table legal_hold in share row exclusive mode") } })
        {
            await alone.ExecuteNonQueryAsync(ct);
        }

        await using var held = new NpgsqlCommand("select exists (select from legal_hold where organization_id = $1 and released_at is null)", connection) { Parameters = { new() { Value = organization.Value } } };
        return await held.ExecuteScalarAsync(ct) is true;
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

public enum KeyErasureOutcome
{
    Destroyed,
    DestroyedBefore,

    /// <summary>A legal hold is in force on a patient of the organization.</summary>
    Held,
}
