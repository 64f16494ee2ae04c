using NodaTime;
using Npgsql;
using NpgsqlTypes;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>How many resources of one source wait, or waited, under one name that nobody had mapped.</summary>
/// <param name="Code">Empty for a form.</param>
public sealed record QuarantineGroup(
    Guid SourceId, string Source, string ResourceType, string System, string Code, QuarantineState State, int Count, Instant FirstReceivedAt, Instant LastReceivedAt, string? Reason);

public static class QuarantineQuery
{
    /// <summary>Facts about the queue, without a patient or a value: an administrator needs no more to map.</summary>
    public static async Task<List<QuarantineGroup>> QuarantineGroups(this NpgsqlConnection connection, Id<Organization> organization, Guid[] clinics, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            select q.source_id, s.subject, q.resource_type, q.system, q.code, q.state, count(*)::int, min(q.received_at), max(q.received_at), max(q.reason)
            from quarantine_entry q
            join principal s on s.organization_id = q.organization_id and s.id = q.source_id
            join patient p on p.organization_id = q.organization_id and p.id = q.patient_id
            where q.organization_id = $1 and p.clinic_id = any($2)
            group by q.source_id, s.subject, q.resource_type, q.system, q.code, q.state
            order by q.state desc, max(q.received_at) desc, q.system, q.code
            """, connection)
        {
            Parameters = { new() { Value = organization.Value }, new() { Value = clinics } },
        };
        await using var row = await command.ExecuteReaderAsync(ct);
        var groups = new List<QuarantineGroup>();
        while (await row.ReadAsync(ct))
        {
            groups.Add(new(row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), Kebab.Parse<QuarantineState>(row.GetString(5)), row.GetInt32(6),
                row.Moment(7)!.Value, row.Moment(8)!.Value, row.IsDBNull(9) ? null : row.GetString(9)));
        }

        return groups;
    }

    /// <summary>What waits, held against another replay of the same: first what somebody has explained since, then the rest, each in the order received.</summary>
    /// <remarks>What nobody has mapped, or what failed before, never stands in the way of what can come in now.</remarks>
    /// <param name="untold">The reason of what waits because nobody has said what it means.</param>
    /// <returns>Each with whether somebody has explained it and it has not failed since.</returns>
    public static async Task<List<(QuarantineEntry Entry, bool IsReady)>> WaitingForReplay(
        this NpgsqlConnection connection, Id<Organization> organization, Guid[] clinics, string untold, int most, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            select q.id, q.source_id, q.patient_id, q.resource_type, q.system, q.code, q.identity, q.body_encrypted, q.received_at, q.received_on, x.is_ready
            from quarantine_entry q
            join patient p on p.organization_id = q.organization_id and p.id = q.patient_id
            cross join lateral (select coalesce(q.reason, $4) = $4 and (
              exists (select from code_mapping m where m.organization_id = q.organization_id and m.source_id = q.source_id and m.system = q.system and m.code = q.code and m.ended_at is null)
              or (q.code = '' and exists (select from form f where f.organization_id = q.organization_id and f.url = q.system))) as is_ready) x
            where q.organization_id = $1 and p.clinic_id = any($2) and q.state = 'waiting' order by x.is_ready desc, q.id limit $3 for update of q skip locked
            """, connection)
        {
            Parameters = { new() { Value = organization.Value }, new() { Value = clinics }, new() { Value = most }, new() { Value = untold } },
        };
        var keys = connection.KeysOf(organization);
        await using var row = await command.ExecuteReaderAsync(ct);
        var entries = new List<(QuarantineEntry, bool)>();
        while (await row.ReadAsync(ct))
        {
            entries.Add((new()
            {
                OrganizationId = organization,
                Id = row.GetGuid(0),
                SourceId = new(row.GetGuid(1)),
                PatientId = new(row.GetGuid(2)),
                ResourceType = row.GetString(3),
                System = row.GetString(4),
                Code = row.GetString(5),
                Identity = row.GetString(6),
                Body = keys.Decrypt("quarantine_entry", "body_encrypted", row.GetGuid(0), row.Bytes(7)!),
                ReceivedAt = row.Moment(8)!.Value,
                ReceivedOn = row.Day(9)!.Value,
                State = QuarantineState.Waiting,
            }, row.GetBoolean(10)));
        }

        return entries;
    }

    /// <summary>Which of these are waiting already, by identity.</summary>
    public static async Task<HashSet<string>> Quarantined(this NpgsqlConnection connection, Id<Organization> organization, Id<Principal> source, string[] identities, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select identity from quarantine_entry where organization_id = $1 and source_id = $2 and identity = any($3)", connection)
        {
            Parameters = { new() { Value = organization.Value }, new() { Value = source.Value }, new() { Value = identities } },
        };
        await using var row = await command.ExecuteReaderAsync(ct);
        var known = new HashSet<string>();
        while (await row.ReadAsync(ct)) known.Add(row.GetString(0));
        return known;
    }

    public static void Keep(RegistryTransaction transaction, QuarantineEntry entry) => transaction.Write(new("""
        insert into quarantine_entry (organization_id, id, source_id, patient_id, resource_type, system, code, identity, body_encrypted, received_at, received_on, state)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'waiting')
        """)
    {
        Parameters =
        {
            new() { Value = entry.OrganizationId.Value }, new() { Value = entry.Id }, new() { Value = entry.SourceId.Value }, new() { Value = entry.PatientId.Value },
            new() { Value = entry.ResourceType }, new() { Value = entry.System }, new() { Value = entry.Code }, new() { Value = entry.Identity },
            new() { Value = transaction.Connection.KeysOf(entry.OrganizationId).Encrypt("quarantine_entry", "body_encrypted", entry.Id, entry.Body) },
            new() { Value = entry.ReceivedAt.ToDateTimeUtc() }, new() { Value = entry.ReceivedOn.ToDateOnly() },
        },
    });

    /// <summary>What became of it: settled, on the day that is at the patient's clinic, or waiting on for the reason given.</summary>
    public static void Settle(RegistryTransaction transaction, QuarantineEntry entry) => transaction.Write(new("""
        update quarantine_entry q set state = $3, settled_at = $4, settled_on = ($4 at time zone c.time_zone)::date, assessment_id = $5, reason = $6
        from patient p join clinic c on c.organization_id = p.organization_id and c.id = p.clinic_id
        where q.organization_id = $1 and q.id = $2 and q.state = 'waiting' and p.organization_id = q.organization_id and p.id = q.patient_id
        """)
    {
        Parameters =
        {
            new() { Value = entry.OrganizationId.Value }, new() { Value = entry.Id }, new() { Value = Kebab.Of(entry.State) },
            new() { Value = (object?)entry.SettledAt?.ToDateTimeUtc() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz },
            new() { Value = (object?)entry.AssessmentId?.Value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid },
            new() { Value = (object?)entry.Reason ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
        },
    });
}
