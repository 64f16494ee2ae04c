using NodaTime;
using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>Takes rotations of keys forward, a batch of rows a transaction, by whichever instance comes first.</summary>
/// <remarks>
/// Where a rotation stands is told by the rows themselves: killed at any point, it begins its walk again and passes over what is
/// done. It waits twice, each time until no instance can still hold keys that it read before: <see cref="Settling"/>.
/// </remarks>
public sealed class KeyRotations(NpgsqlDataSource database, KeyRing ring, IClock clock)
{
    /// <summary>How long an instance may go on with keys it read, and a transaction that began with them may last.</summary>
    public static readonly Duration Settling = KeyRing.Life + Duration.FromMinutes(1);

    /// <summary>Where this instance's walks stand. A worker that is new begins at the beginning.</summary>
    private readonly Dictionary<Guid, (int Place, object[]? After)> walks = [];

    /// <summary>Makes the next keys of an organization, within the caller's transaction; from its commit on, instances begin to write with them.</summary>
    /// <exception cref="KeysErasedException"/>
    public static async Task MakeNextKeys(NpgsqlConnection connection, KeyRing ring, Id<Organization> organization, Instant now, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { KeyStore.Insert(await ring.NextDataKeys(organization, now)) } };
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>One step of one rotation.</summary>
    /// <returns>False when there is nothing to do now.</returns>
    public async Task<bool> Next(CancellationToken ct)
    {
        var underWay = await UnderWay(ct);
        if (underWay.Count == 0) return false;
        await using var connection = await database.OpenConnectionAsync(ct);
        foreach (var (organization, id) in underWay)
        {
            await using var transaction = await connection.BeginTransactionAsync(ct);
            if (await Take(connection, organization, id, ct) is not { } rotation) continue;
            ring.Forget(organization);
            var keys = await ring.Of(organization);
            var did = rotation.State is KeyRotationState.Rewriting ? await Rewrite(connection, rotation, keys, ct) : await Finish(connection, rotation, keys, ct);
            await transaction.CommitAsync(CancellationToken.None);
            if (did) return true;
        }

        return false;
    }

    private async Task<bool> Rewrite(NpgsqlConnection connection, KeyRotation rotation, OrganizationKeys keys, CancellationToken ct)
    {
        var work = new Reencryption(connection, keys);
        var (place, after) = walks.GetValueOrDefault(rotation.Id.Value);
        if (place < Reencryption.Places.Count)
        {
            var (values, last) = await work.Next(Reencryption.Places[place], after, ct);
            walks[rotation.Id.Value] = last is null ? (place + 1, null) : (place, last);
            await Write(connection, rotation, "values_rewritten = values_rewritten + $3", (long)values, ct);
            return true;
        }

        // An instance may still write with the old key; to look again before it can have stopped would be in vain.
        if (clock.GetCurrentInstant() < rotation.StartedAt + Settling) return false;
        walks.Remove(rotation.Id.Value);
        if (await work.IsAnythingLeft(ct)) return true;
        await Write(connection, rotation, "state = 'settling', settled_at = $3", clock.GetCurrentInstant().ToDateTimeUtc(), ct);
        await Execute(connection, "update wrapped_data_key set retired_at = $3 where organization_id = $1 and version < $2 and retired_at is null",
            [rotation.OrganizationId.Value, keys.NewestVersion, clock.GetCurrentInstant().ToDateTimeUtc()], ct);
        return true;
    }

    private async Task<bool> Finish(NpgsqlConnection connection, KeyRotation rotation, OrganizationKeys keys, CancellationToken ct)
    {
        if (clock.GetCurrentInstant() < rotation.SettledAt + Settling) return false;
        await Execute(connection, "delete from patient_identifier_digest where organization_id = $1 and key_version < $2", [rotation.OrganizationId.Value, keys.NewestVersion], ct);
        await Write(connection, rotation, "state = 'finished', finished_at = $3", clock.GetCurrentInstant().ToDateTimeUtc(), ct);
        return true;
    }

    private async Task<List<(Id<Organization> Organization, Id<KeyRotation> Id)>> UnderWay(CancellationToken ct)
    {
        await using var command = new SystemCommand(database, RowContext.AcrossOrganizations(),
            "select organization_id, id from key_rotation where state in ('rewriting', 'settling') order by started_at, id");
        await using var row = await command.ExecuteReaderAsync(ct);
        var found = new List<(Id<Organization>, Id<KeyRotation>)>();
        while (await row.ReadAsync(ct)) found.Add((new(row.GetGuid(0)), new(row.GetGuid(1))));
        return found;
    }

    /// <summary>Null when another instance is at it.</summary>
    private static async Task<KeyRotation?> Take(NpgsqlConnection connection, Id<Organization> organization, Id<KeyRotation> id, CancellationToken ct)
    {
        await using (var reach = new NpgsqlBatch(connection) { BatchCommands = { RowContext.ForSystem(organization) } }) await reach.ExecuteNonQueryAsync(ct);
        await using var command = new NpgsqlCommand("""
            select approval_id, started_by, started_at, state, settled_at from key_rotation
            where organization_id = $1 and id = $2 and state in ('rewriting', 'settling') for update skip locked
            """, connection)
        {
            Parameters = { new() { Value = organization.Value }, new() { Value = id.Value } },
        };
        await using var row = await command.ExecuteReaderAsync(ct);
        return !await row.ReadAsync(ct) ? null : new()
        {
            OrganizationId = organization,
            Id = id,
            ApprovalId = new(row.GetGuid(0)),
            StartedBy = new(row.GetGuid(1)),
            StartedAt = row.Moment(2)!.Value,
            State = Kebab.Parse<KeyRotationState>(row.GetString(3)),
            SettledAt = row.Moment(4),
        };
    }

    private static Task Write(NpgsqlConnection connection, KeyRotation rotation, string set, object value, CancellationToken ct) =>
        Execute(connection, $"update key_rotation set {set} where organization_id = $1 and id = $2", [rotation.OrganizationId.Value, rotation.Id.Value, value], ct);

    private static async Task Execute(NpgsqlConnection connection, string sql, object[] values, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(ct);
    }
}
