using NodaTime;
using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>An export that this worker holds.</summary>
public sealed record BulkWork(
    Id<Organization> OrganizationId, Id<BulkExport> Id, Id<Principal> PrincipalId, string RequestId, string[] Types, Guid[] Clinics, Guid? GroupId, Instant? Since, int Attempts)
{
    public override string ToString() => $"BulkExport {Id}";
}

/// <summary>The exports that wait or run, shared by all instances: each is held by one worker at a time, under a lease that it must renew.</summary>
public sealed class BulkJobs(NpgsqlDataSource database, KeyRing ring)
{
    /// <summary>Takes the oldest export that waits, or whose worker is gone; null when there is none.</summary>
    /// <remarks>Leases go by the database's clock, which all instances share.</remarks>
    public async Task<BulkWork?> Take(Duration lease, CancellationToken ct)
    {
        await using var command = new SystemCommand(database, RowContext.AcrossOrganizations(), """
            update bulk_export b set state = 'running', leased_until = now() + $1, attempts = b.attempts + 1, patients_done = 0
            from (select organization_id, id from bulk_export
                  where state in ('queued', 'running', 'complete') and (state = 'queued' or (state = 'running' and leased_until < now()))
                  order by ordered_at, id limit 1 for update skip locked) due
            where b.organization_id = due.organization_id and b.id = due.id
            returning b.organization_id, b.id, b.principal_id, b.request_id, b.types, b.clinics, b.group_id, b.since, b.attempts
            """);
        command.Parameters.Add(new() { Value = lease.ToTimeSpan() });
        await using var row = await command.ExecuteReaderAsync(ct);
        return !await row.ReadAsync(ct) ? null
            : new(new(row.GetGuid(0)), new(row.GetGuid(1)), new(row.GetGuid(2)), row.GetString(3), row.GetFieldValue<string[]>(4), row.GetFieldValue<Guid[]>(5), row.Id(6), row.Moment(7), row.GetInt32(8));
    }

    /// <summary>Begins afresh: what an earlier attempt wrote is thrown away.</summary>
    public Task<bool> Begin(BulkWork work, Instant transactionTime, int patients, CancellationToken ct) => Change(work, "transaction_time = $4, patients_in_all = $5", """
        delete from bulk_file_chunk c using mine where c.organization_id = mine.organization_id and c.export_id = mine.id
        """, ct, transactionTime.ToDateTimeUtc(), patients);

    /// <summary>Renews the lease. False when the export was cancelled meanwhile, or belongs to another worker now.</summary>
    public Task<bool> Renew(BulkWork work, Duration lease, int patientsDone, CancellationToken ct) =>
        Change(work, "leased_until = now() + $4, patients_done = $5", "select 1", ct, lease.ToTimeSpan(), patientsDone);

    /// <summary>Keeps a piece of a file; it too is only kept while this worker holds the export.</summary>
    public async Task<bool> Write(BulkWork work, int file, int number, ReadOnlyMemory<byte> body, CancellationToken ct) => await Change(work, "attempts = attempts", """
        insert into bulk_file_chunk (organization_id, export_id, file_number, number, body_encrypted) select mine.organization_id, mine.id, $4, $5, $6 from mine
        """, ct, file, number, (await ring.Of(work.OrganizationId)).Encrypt(Piece(work.OrganizationId, work.Id, file, number), body.Span));

    /// <summary>Shows the files to the client. False when nobody wants them any more.</summary>
    public Task<bool> Complete(BulkWork work, IReadOnlyList<BulkFile> files, Instant finishedAt, Instant expiresAt, CancellationToken ct) => Change(work,
        "state = 'complete', finished_at = $4, expires_at = $5, leased_until = null, patients_done = patients_in_all", """
        insert into bulk_file (organization_id, export_id, number, resource_type, count, bytes, sha256)
        select mine.organization_id, mine.id, f.* from mine, unnest($6, $7, $8, $9, $10) f
        """, ct, finishedAt.ToDateTimeUtc(), expiresAt.ToDateTimeUtc(),
        files.Select(f => f.Number).ToArray(), files.Select(f => f.ResourceType).ToArray(), files.Select(f => f.Count).ToArray(), files.Select(f => f.Bytes).ToArray(), files.Select(f => f.Sha256).ToArray());

    /// <summary>Ends it without files.</summary>
    public Task<bool> End(BulkWork work, BulkExportState state, Instant at, CancellationToken ct) => Change(work, "state = $4, finished_at = $5, leased_until = null", """
        delete from bulk_file_chunk c using mine where c.organization_id = mine.organization_id and c.export_id = mine.id
        """, ct, Kebab.Of(state), at.ToDateTimeUtc());

    /// <summary>Lets it wait for the next worker; an attempt that only ended because the service is going down does not count.</summary>
    public Task<bool> GiveBack(BulkWork work, bool countsAsTried, CancellationToken ct) =>
        Change(work, "state = 'queued', leased_until = null, attempts = attempts - $4", "select 1", ct, countsAsTried ? 0 : 1);

    /// <summary>Records what a page of patients had exported: the audit entry, and a disclosure of each. For treatment there is nothing to account for, but of records under 42 CFR Part 2 there is.</summary>
    public async Task Record(AuditEntry entry, CancellationToken ct)
    {
        var principal = entry.PrincipalId!.Value.Value;
        var recipient = await Subject(entry.OrganizationId, principal, ct);
        var keys = await ring.Of(entry.OrganizationId);
        Guid[] ids = [.. entry.PatientIds.Select(_ => Id<Disclosure>.New().Value)];
        byte[][] Encrypted(string column, string text) => [.. ids.Select(id => keys.Encrypt("disclosure", column, id, text))];

        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(RowContext.ForSystem(entry.OrganizationId));
        batch.BatchCommands.Add(AuditTrail.Insert(entry));
        batch.BatchCommands.Add(new("""
            insert into disclosure (organization_id, id, patient_id, disclosed_on, recipient_name_encrypted, what_encrypted, purpose, why_encrypted, holds_part2, recorded_at, recorded_by)
            select $1, t.id, t.patient, ($4 at time zone 'UTC')::date, t.recipient, t.what, 'treatment', t.why,
              exists (select from episode e where e.organization_id = $1 and e.patient_id = t.patient and e.is_part2), $4, $5
            from unnest($2::uuid[], $3::uuid[], $6::bytea[], $7::bytea[], $8::bytea[]) as t (id, patient, recipient, what, why)
            """)
        {
            Parameters =
            {
                new() { Value = entry.OrganizationId.Value }, new() { Value = ids }, new() { Value = entry.PatientIds }, new() { Value = entry.At.ToDateTimeUtc() }, new() { Value = principal },
                new() { Value = Encrypted("recipient_name_encrypted", recipient) }, new() { Value = Encrypted("what_encrypted", "The record as FHIR resources.") },
                new() { Value = Encrypted("why_encrypted", "Bulk export to an integration client.") },
            },
        });
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>What a client is called at the issuer of its tokens.</summary>
    private async Task<string> Subject(Id<Organization> organization, Guid principal, CancellationToken ct)
    {
        await using var command = new SystemCommand(database, RowContext.ForSystem(organization), "select subject from principal where organization_id = $1 and id = $2");
        command.Parameters.Add(new() { Value = organization.Value });
        command.Parameters.Add(new() { Value = principal });
        return (string)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>A piece of a file; null when it is gone.</summary>
    public async Task<byte[]?> Piece(BulkFile file, int number, CancellationToken ct)
    {
        await using var command = new SystemCommand(database, RowContext.ForSystem(file.OrganizationId), "select body_encrypted from bulk_file_chunk where organization_id = $1 and export_id = $2 and file_number = $3 and number = $4");
        foreach (var value in (object[])[file.OrganizationId.Value, file.ExportId.Value, file.Number, number]) command.Parameters.Add(new() { Value = value });
        return await command.ExecuteScalarAsync(ct) is byte[] stored
            ? (await ring.Of(file.OrganizationId)).Decrypt(Piece(file.OrganizationId, file.ExportId, file.Number, number), stored) : null;
    }

    /// <summary>Whether something in the files of a complete export is withheld by now: an episode was labelled, or came to cover more days, or the consent that opened it ended.</summary>
    /// <remarks>Rather once too often than once too seldom: what was changed between the transaction time and the reading counts as changed afterwards.</remarks>
    public async Task<bool> HoldsWithheld(BulkExport export, Instant now, CancellationToken ct)
    {
        await using var command = new SystemCommand(database, RowContext.ForSystem(export.OrganizationId), $"""
            with labelled as materialized ({WithheldRecords.Episodes})
            select exists (
              select from labelled e join patient p on p.organization_id = e.organization_id and p.id = e.patient_id and p.clinic_id = any($3)
              where exists (select from episode n where n.organization_id = e.organization_id and n.id = e.id and n.version = 1 and n.recorded_at >= $2)
                or exists (select from fact_history h, jsonb_populate_record(null::episode, h.row) was
                  where h.organization_id = e.organization_id and h.table_name = 'episode' and h.id = e.id and h.superseded_at >= $2
                    and (was.is_part2 is not true or was.enrolled_on > e.enrolled_on or was.ended_on is not null and (e.ended_on is null or e.ended_on > was.ended_on)))
                or exists (select from part2_consent c where c.organization_id = e.organization_id and c.patient_id = e.patient_id
                  and c.given_on <= $4 and (c.expires_on is null or c.expires_on > $4) and (c.revoked_on is null or c.revoked_on > $4 or c.recorded_at >= $2)))
            """);
        var taken = export.TransactionTime!.Value;
        foreach (var value in (object[])[now.InUtc().Date.ToDateOnly(), taken.ToDateTimeUtc(), export.Clinics, taken.InUtc().Date.ToDateOnly()]) command.Parameters.Add(new() { Value = value });
        return await command.ExecuteScalarAsync(ct) is true;
    }

    /// <summary>Deletes the files of exports whose time is over.</summary>
    public async Task Expire(Instant now, CancellationToken ct)
    {
        await using var command = new SystemCommand(database, RowContext.AcrossOrganizations(), """
            with over as (
              update bulk_export set state = 'expired' where state in ('queued', 'running', 'complete') and state = 'complete' and expires_at <= $1 returning organization_id, id),
            files as (delete from bulk_file f using over where f.organization_id = over.organization_id and f.export_id = over.id)
            delete from bulk_file_chunk c using over where c.organization_id = over.organization_id and c.export_id = over.id
            """);
        command.Parameters.Add(new() { Value = now.ToDateTimeUtc() });
        await command.ExecuteNonQueryAsync(ct);
    }

    private static Cell Piece(Id<Organization> organization, Id<BulkExport> export, int file, int number) =>
        new(organization, "bulk_file_chunk", "body_encrypted", export.Value, $"{file}/{number}");

    /// <summary>Changes the export while this worker holds it, and does what follows from that; nothing otherwise.</summary>
    /// <param name="then">Reads the export as <c>mine</c>.</param>
    private async Task<bool> Change(BulkWork work, string set, string then, CancellationToken ct, params object[] values)
    {
        await using var command = new SystemCommand(database, RowContext.ForSystem(work.OrganizationId), $"""
            with mine as (
              update bulk_export set {set} where organization_id = $1 and id = $2 and state = 'running' and attempts = $3 returning organization_id, id),
            then_done as ({then}{(then.StartsWith("select", StringComparison.Ordinal) ? "" : " returning 1")})
            select count(*) from mine
            """);
        foreach (var value in (object[])[work.OrganizationId.Value, work.Id.Value, work.Attempts, .. values]) command.Parameters.Add(new() { Value = value });
        return await command.ExecuteScalarAsync(ct) is > 0L;
    }
}
