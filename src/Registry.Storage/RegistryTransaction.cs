using NodaTime;
using Npgsql;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>The one transaction of a request: it opens together with the look-up of the caller, and closes together with the audit entry.</summary>
/// <remarks>
/// BEGIN and COMMIT travel in the batches they belong to, so an access costs no round trip of its own for them. What is
/// queued with <see cref="Write"/> is sent with the audit entry and the commit: all of it exists afterwards, or none.
/// </remarks>
public sealed class RegistryTransaction(NpgsqlConnection connection, KeyRing ring) : IAsyncDisposable
{
    private readonly List<NpgsqlBatchCommand> closing = [];
    private bool open;

    public NpgsqlConnection Connection => connection;

    /// <summary>Opens the transaction, finds the principal of a token with the grants valid now, and lets the transaction see the rows they reach; null when there is none.</summary>
    /// <param name="allowed">The roles that allow what is asked for.</param>
    /// <param name="now">By the service's clock; without it no consent holds, and no emergency is open.</param>
    /// <param name="inEmergency">Whether records that the caller opened in an emergency are in sight.</param>
    public async Task<Caller?> Begin(string issuer, string subject, IReadOnlyCollection<Role> allowed, CancellationToken ct, Instant now = default, bool inEmergency = false)
    {
        if (connection.State is not System.Data.ConnectionState.Open) await connection.OpenAsync(ct);
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new("begin") } };
        foreach (var command in CallerQuery.Commands(issuer, subject, allowed)) batch.BatchCommands.Add(command);
        if (inEmergency) batch.BatchCommands.Add(OpenedRecords.Command(now));
        if (allowed.Any(RoleReach.IsSystem)) batch.BatchCommands.Add(WithheldRecords.Command(now));
        open = true;
        Caller? caller;
        await using (var reader = await batch.ExecuteReaderAsync(ct))
        {
            caller = await CallerQuery.Read(reader, ct);
            if (caller is not null && inEmergency) caller = caller with { Opened = await OpenedRecords.Read(reader, ct) };
            // To the end: a statement that failed says so only when its result is read, and what it should have withheld would be seen.
            while (await reader.NextResultAsync(ct)) { }
        }

        if (caller is not null) connection.Use(await ring.Of(caller.OrganizationId));
        return caller;
    }

    /// <summary>Lets the registry work on every patient of these clinics until the transaction ends, for a caller who is shown none of them.</summary>
    public async Task WorkOn(Guid[] clinics, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { RowContext.ForClinics(clinics) } };
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Asks one question about the patients of the whole organization, whose answer shows the caller none of them. Afterwards nobody is in reach.</summary>
    public async Task<T> AskOfAll<T>(Func<Task<T>> question, CancellationToken ct)
    {
        await Reach(RowContext.WholeOrganization, ct);
        var answer = await question();
        await Reach("", ct);
        return answer;
    }

    /// <summary>Queues a statement for the closing batch. If it fails, so does the whole request.</summary>
    public void Write(NpgsqlBatchCommand command) => closing.Add(command);

    /// <summary>A reading method that changes something all the same: its commit must be on disk before the answer.</summary>
    public void KeepsChanges() => Write(new NpgsqlBatchCommand("set local synchronous_commit = on"));

    /// <summary>Sends what was queued now, for reads of the same transaction that are to see it.</summary>
    public async Task Send(CancellationToken ct)
    {
        if (closing.Count == 0) return;
        await using var batch = new NpgsqlBatch(connection);
        foreach (var command in closing) batch.BatchCommands.Add(command);
        closing.Clear();
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Sends what was queued, the audit entry and COMMIT. Never cancelled: a cancelled commit may still have happened.</summary>
    /// <param name="readsOnly">
    /// The audit entry of a read need not be on disk before the answer: after a crash of the server the last fraction of a second
    /// of reads may be missing. A change is always on disk before it is acknowledged.
    /// </param>
    public async Task Commit(AuditEntry entry, bool readsOnly)
    {
        await using var batch = new NpgsqlBatch(connection);
        if (readsOnly) batch.BatchCommands.Add(new("set local synchronous_commit = off"));
        foreach (var command in closing) batch.BatchCommands.Add(command);
        var audit = AuditTrail.Insert(entry);
        batch.BatchCommands.Add(audit);
        batch.BatchCommands.Add(new("commit"));
        try
        {
            await batch.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (PostgresException e) when (e.BatchCommand == audit)
        {
            throw new AuditNotWrittenException(e);
        }

        await Close();
    }

    /// <summary>Records an access that failed or was refused, after undoing whatever it did.</summary>
    public async Task Refuse(AuditEntry entry)
    {
        await Rollback();
        if (connection.State is not System.Data.ConnectionState.Open) await connection.OpenAsync(CancellationToken.None);
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { RowContext.ForRecordOnly(entry.OrganizationId), AuditTrail.Insert(entry) } };
        try
        {
            await batch.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (PostgresException e)
        {
            throw new AuditNotWrittenException(e);
        }

        await Close();
    }

    public async Task Rollback()
    {
        closing.Clear();
        if (!open) return;
        open = false;
        if (connection.State is not System.Data.ConnectionState.Open) return;
        await using var rollback = new NpgsqlCommand("rollback", connection);
        await rollback.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private async Task Reach(string reach, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { RowContext.Reaching(reach) } };
        await batch.ExecuteNonQueryAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        await Rollback();
        await Close();
    }

    /// <summary>Gives the connection back before the answer is written: a slow reader must not hold one.</summary>
    private Task Close()
    {
        open = false;
        closing.Clear();
        return connection.CloseAsync();
    }
}
