using System.Runtime.CompilerServices;
using NodaTime;
using Npgsql;
using NpgsqlTypes;
using Registry.Clinical;

namespace Registry.Storage;

/// <summary>The registry as it stood at one moment, however long it takes to read it.</summary>
/// <remarks>
/// Nothing recorded before <see cref="TransactionTime"/> can still be uncommitted when the snapshot is taken, so nothing of it is
/// missing; and where a row was changed at or after that moment, the version it replaced is read from history. A later export
/// from this moment on therefore joins without a gap, and without a resource told twice for one change.
/// </remarks>
public sealed class BulkSnapshot : IAsyncDisposable
{
    private const int PatientsAtOnce = 200;

    private readonly NpgsqlConnection connection;
    private readonly BulkWork work;
    private readonly OrganizationKeys keys;

    private BulkSnapshot(NpgsqlConnection connection, BulkWork work, OrganizationKeys keys, Instant transactionTime) =>
        (this.connection, this.work, this.keys, TransactionTime) = (connection, work, keys, transactionTime);

    /// <summary>Whole milliseconds: every client can send it back as it is.</summary>
    public Instant TransactionTime { get; }

    /// <param name="now">By the service's clock.</param>
    /// <param name="allowance">How far the clocks of several instances may differ.</param>
    public static async Task<BulkSnapshot> Take(NpgsqlDataSource database, BulkWork work, OrganizationKeys keys, Instant now, Duration allowance, CancellationToken ct)
    {
        var connection = await database.OpenConnectionAsync(ct);
        try
        {
            // First the horizon, then the snapshot: the other way round, a commit between the two would be missing from both.
            var horizon = await connection.CommittedBefore(now, allowance, ct);
            await using var begin = new NpgsqlBatch(connection)
            {
                BatchCommands = { new("begin isolation level repeatable read read only"), new($"set local application_name = '{CommitHorizon.Reader}'"), RowContext.ForSystem(work.OrganizationId), WithheldRecords.Command(now) },
            };
            await begin.ExecuteNonQueryAsync(ct);
            return new(connection, work, keys, Instant.FromUnixTimeMilliseconds(horizon.ToUnixTimeMilliseconds()));
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>The clinics in which the client has its role now; none when it may not export any more.</summary>
    public async Task<Guid[]> ClinicsOfClient(CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            select distinct c.id from principal p
            join role_grant g on g.organization_id = p.organization_id and g.principal_id = p.id
            join clinic c on c.organization_id = g.organization_id and (g.clinic_id is null or c.id = g.clinic_id)
            where p.organization_id = $1 and p.id = $2 and p.disabled_at is null and p.may_export and g.role = 'ehr-integration' and g.valid_from <= now() and (g.valid_to is null or g.valid_to > now())
            """, connection)
        {
            Parameters = { new() { Value = work.OrganizationId.Value }, new() { Value = work.PrincipalId.Value } },
        };
        await using var rows = await command.ExecuteReaderAsync(ct);
        var clinics = new List<Guid>();
        while (await rows.ReadAsync(ct)) clinics.Add(rows.GetGuid(0));
        return [.. clinics];
    }

    public async Task<int> PatientsInAll(CancellationToken ct)
    {
        await using var command = Patients("select count(*)::int", "", Guid.Empty);
        return (int)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>The patients of the export, a page at a time, in the order of their ids.</summary>
    public async IAsyncEnumerable<BulkPatients> Pages([EnumeratorCancellation] CancellationToken ct)
    {
        for (var last = Guid.Empty; ;)
        {
            var page = new List<(Guid Id, bool IsNew)>();
            await using (var command = Patients($"select p.id, $4 is not null and $5 is not null and not exists (select {OnCaseload} and m.recorded_at < $5 and e.recorded_at < $5 and m.from_on <= ($5 at time zone c.time_zone)::date)", $"order by p.id limit {PatientsAtOnce}", last))
            {
                await using var rows = await command.ExecuteReaderAsync(ct);
                while (await rows.ReadAsync(ct)) page.Add((rows.GetGuid(0), rows.GetBoolean(1)));
            }

            if (page.Count > 0) yield return new([.. page.Where(p => !p.IsNew).Select(p => p.Id)], [.. page.Where(p => p.IsNew).Select(p => p.Id)]);
            if (page.Count < PatientsAtOnce) yield break;
            last = page[^1].Id;
        }
    }

    /// <summary>The resources of one type about these patients, as they stood; whoever came to the group since the last export is told in full.</summary>
    public async IAsyncEnumerable<FoundResource> Resources(BulkType type, BulkPatients patients, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var (owners, since) in patients.Parts(work.Since))
        {
            await using var command = new NpgsqlCommand(type.Sql, connection)
            {
                Parameters =
                {
                    new() { Value = work.OrganizationId.Value },
                    new() { Value = owners },
                    new() { Value = TransactionTime.ToDateTimeUtc() },
                    new() { Value = since.ToDateTimeUtc() },
                },
            };
            await using var rows = await command.ExecuteReaderAsync(ct);
            while (await rows.ReadAsync(ct)) yield return type.Read(rows, keys);
        }
    }

    /// <remarks>The connection goes back to the pool, which ends its transaction.</remarks>
    public ValueTask DisposeAsync() => connection.DisposeAsync();

    /// <summary>The patient is on the caseload on the clinic's day of the snapshot; whoever was not, or was not known to be, when the export before was taken, is new to it.</summary>
    private const string OnCaseload = """
        from care_team_assignment m join episode e on e.organization_id = m.organization_id and e.id = m.episode_id
        where m.organization_id = p.organization_id and m.patient_id = p.id and m.staff_member_id = $4 and m.role = 'care-manager'
          and m.from_on <= ($6 at time zone c.time_zone)::date and (m.until_on is null or m.until_on > ($6 at time zone c.time_zone)::date) and e.status in ('treatment', 'relapse-prevention')
        """;

    private NpgsqlCommand Patients(string select, string order, Guid after) => new($"""
        {select} from patient p join clinic c on c.organization_id = p.organization_id and c.id = p.clinic_id
        where p.organization_id = $1 and p.clinic_id = any($2) and p.id > $3 and ($4 is null or exists (select {OnCaseload})) {order}
        """, connection)
    {
        Parameters =
        {
            new() { Value = work.OrganizationId.Value },
            new() { Value = work.Clinics },
            new() { Value = after },
            new() { Value = (object?)work.GroupId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid },
            new() { Value = (object?)work.Since?.ToDateTimeUtc() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz },
            new() { Value = TransactionTime.ToDateTimeUtc() },
        },
    };
}

/// <summary>A page of patients: those told from the moment asked for on, and those told in full.</summary>
public sealed record BulkPatients(Guid[] Known, Guid[] New)
{
    /// <remarks>No record is older than this, and PostgreSQL's calendar is not to be strained.</remarks>
    private static readonly Instant Ever = Instant.FromUtc(1, 1, 1, 0, 0);

    public int Count => Known.Length + New.Length;

    internal IEnumerable<(Guid[] Owners, Instant Since)> Parts(Instant? since)
    {
        if (Known.Length > 0) yield return (Known, since ?? Ever);
        if (New.Length > 0) yield return (New, Ever);
    }

    public override string ToString() => $"{Count} patients";
}
