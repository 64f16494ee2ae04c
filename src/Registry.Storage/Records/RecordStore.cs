using NodaTime;
using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>What became of a record that came from another registry.</summary>
public enum RecordFate
{
    Added,

    /// <summary>It is stored as it came: a resend.</summary>
    Same,

    /// <summary>Its id is taken, by other content or by what the caller may not see.</summary>
    Taken,

    /// <summary>The caller may see no such episode of that patient.</summary>
    NoEpisode,

    /// <summary>A rule of the database said no: it names somebody unknown, or says what cannot be.</summary>
    Impossible,
}

/// <summary>Takes in records of any kind, one at a time; the database's own rules decide what a row may be.</summary>
public static class RecordStore
{
    private const string Savepoint = "one_record";

    public static async Task<RecordFate> Keep(
        this NpgsqlConnection connection, RegistryRecord record, Id<Organization> organization, Guid[] clinics, Id<Principal> by, Instant at, CancellationToken ct)
    {
        if (await IsSame(connection, record, organization, clinics, ct) is { } same) return same ? RecordFate.Same : RecordFate.Taken;
        try
        {
            await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new($"savepoint {Savepoint}"), Insert(record, connection.KeysOf(organization), clinics, by, at) } };
            await batch.ExecuteNonQueryAsync(ct);
            return batch.BatchCommands[1].RecordsAffected > 0 ? RecordFate.Added : RecordFate.NoEpisode;
        }
        catch (PostgresException e) when (e.SqlState.StartsWith("23", StringComparison.Ordinal))
        {
            await using var back = new NpgsqlCommand($"rollback to savepoint {Savepoint}", connection);
            await back.ExecuteNonQueryAsync(ct);
            return RecordFate.Impossible;
        }
    }

    /// <summary>Which of these ids somebody has already, whoever may see it.</summary>
    public static async Task<HashSet<Guid>> TakenIds(this NpgsqlConnection connection, string table, Id<Organization> organization, Guid[] ids, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"select id from {table} where organization_id = $1 and id = any($2)", connection)
        {
            Parameters = { new() { Value = organization.Value }, new() { Value = ids } },
        };
        await using var rows = await command.ExecuteReaderAsync(ct);
        var taken = new HashSet<Guid>();
        while (await rows.ReadAsync(ct)) taken.Add(rows.GetGuid(0));
        return taken;
    }

    /// <summary>Whether a review session is known here: it is the team's, and no patient's, so it does not come with a record.</summary>
    public static async Task<bool> KnowsSession(this NpgsqlConnection connection, Id<Organization> organization, Guid session, CancellationToken ct) =>
        (await connection.TakenIds("review_session", organization, [session], ct)).Count > 0;

    /// <summary>Null when the id is free.</summary>
    private static async Task<bool?> IsSame(NpgsqlConnection connection, RegistryRecord record, Id<Organization> organization, Guid[] clinics, CancellationToken ct)
    {
        var keys = connection.KeysOf(organization);
        var encrypted = record.Kind.Fields.Where(field => RecordRows.IsEncrypted(record.Kind, field)).ToList();
        var fields = record.Kind.Fields.Except(encrypted).ToList();
        await using var command = new NpgsqlCommand($"""
            select p.clinic_id = any($5) and (a.patient_id, a.episode_id, {Discriminator(record, "a.kind, ")}{string.Join(", ", fields.Select(field => "a." + field.Column))})
              is not distinct from ($3, $4, {Discriminator(record, $"'{record.Kind.Code}', ")}{Numbered(fields.Count, 6)})
              {string.Concat(encrypted.Select(field => $", a.{RecordRows.Column(record.Kind, field)}"))}
            from {record.Kind.Table} a join patient p on p.organization_id = a.organization_id and p.id = a.patient_id
            where a.organization_id = $1 and a.id = $2
            """, connection);
        command.Parameters.AddRange(new NpgsqlParameter[]
        {
            new() { Value = organization.Value }, new() { Value = record.Id }, new() { Value = record.PatientId }, new() { Value = record.EpisodeId }, new() { Value = clinics },
        });
        foreach (var field in fields) command.Parameters.Add(RecordRows.Parameter(record, field, keys));
        await using var row = await command.ExecuteReaderAsync(ct);
        if (!await row.ReadAsync(ct)) return null;
        // Two encryptions of one text differ, so texts are compared as they read.
        return row.GetBoolean(0) && encrypted.Index().All(e =>
            keys.DecryptOrNull(record.Kind.Table, RecordRows.Column(record.Kind, e.Item), record.Id, row.Bytes(1 + e.Index)) == (string?)record[e.Item.Name]);
    }

    private static NpgsqlBatchCommand Insert(RegistryRecord record, OrganizationKeys keys, Guid[] clinics, Id<Principal> by, Instant at)
    {
        var fields = record.Kind.Fields;
        var command = new NpgsqlBatchCommand($"""
            insert into {record.Kind.Table} (organization_id, id, patient_id, episode_id, {Discriminator(record, "kind, ")}version, recorded_at, recorded_by, {string.Join(", ", fields.Select(f => RecordRows.Column(record.Kind, f)))})
            select $1, $2, e.patient_id, e.id, {Discriminator(record, $"'{record.Kind.Code}', ")}1, $6, $7, {Numbered(fields.Count, 8)}
            from episode e join patient p on p.organization_id = e.organization_id and p.id = e.patient_id
            where e.organization_id = $1 and e.patient_id = $3 and e.id = $4 and p.clinic_id = any($5)
            """);
        foreach (var value in (object[])[keys.OrganizationId.Value, record.Id, record.PatientId, record.EpisodeId, clinics, at.ToDateTimeUtc(), by.Value]) command.Parameters.Add(new() { Value = value });
        foreach (var field in fields) command.Parameters.Add(RecordRows.Parameter(record, field, keys));
        return command;
    }

    /// <summary>Only team entries share a table. The code is one of ours, never of a sender's.</summary>
    private static string Discriminator(RegistryRecord record, string sql) => record.Kind.IsTeamEntry ? sql : "";

    private static string Numbered(int count, int first) => string.Join(", ", Enumerable.Range(first, count).Select(number => $"${number}"));
}
