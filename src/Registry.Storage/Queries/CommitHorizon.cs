using NodaTime;
using Npgsql;

namespace Registry.Storage;

/// <summary>The moment before which everything that will ever be recorded is committed: whoever read up to it has missed nothing.</summary>
/// <remarks>
/// A row's recorded_at is the moment its transaction began; the row is seen when the transaction commits, which may be later than
/// the commit of a row that was recorded after it. A reader that goes on from the greatest recorded_at it saw would then never see
/// the slow one. Nothing recorded before the start of the oldest transaction still under way can be outstanding, so that is where such a reader stops.
/// <para>Ages are measured by the database's clock and counted back from the service's, so the two need not agree.</para>
/// <para>It holds while the server's track_activities is on, as it is unless an administrator switched it off.</para>
/// </remarks>
public static class CommitHorizon
{
    /// <summary>
    /// The application_name of a transaction that will record nothing; it holds nobody up. A long reading transaction sets it first:
    /// <c>set local application_name = 'registry reader'</c>.
    /// </summary>
    public const string Reader = "registry reader";

    internal const string OldestAge = """
        select greatest(coalesce(max(clock_timestamp() - xact_start), interval '0'), interval '0')
        from pg_stat_activity
        where datname = current_database() and usename = current_user and pid <> pg_backend_pid() and application_name <> 'registry reader'
        """;

    /// <summary>Every row with recorded_at before the answer is committed, and visible to any statement that starts after this one.</summary>
    /// <remarks>
    /// A transaction with one snapshot for all its statements (repeatable read) must ask on another connection before it takes that
    /// snapshot: asked inside, a commit between the two would be missing from both. The caller's own transaction does not count.
    /// </remarks>
    /// <param name="now">By the service's clock, read before this call.</param>
    /// <param name="allowance">How far the clocks of several instances of the service may differ.</param>
    public static async Task<Instant> CommittedBefore(this NpgsqlConnection connection, Instant now, Duration allowance, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            // Within a transaction the server goes on showing the activity it showed first.
            BatchCommands = { new("select pg_stat_clear_snapshot()"), new(OldestAge) },
        };
        await using var row = await batch.ExecuteReaderAsync(ct);
        await row.NextResultAsync(ct);
        await row.ReadAsync(ct);
        return now - Duration.FromTimeSpan(row.GetTimeSpan(0)) - allowance;
    }
}
