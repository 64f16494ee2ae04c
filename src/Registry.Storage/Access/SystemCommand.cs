using Npgsql;

namespace Registry.Storage;

/// <summary>One statement of a background job: a transaction of its own, which sees what its context says and leaves nothing behind.</summary>
/// <param name="context">From <see cref="RowContext"/>: one organization, or the queues of all.</param>
internal sealed class SystemCommand(NpgsqlDataSource database, NpgsqlBatchCommand context, string sql) : IAsyncDisposable
{
    private readonly NpgsqlBatchCommand statement = new(sql);
    private NpgsqlBatch? batch;

    public NpgsqlParameterCollection Parameters => statement.Parameters;

    public async Task<NpgsqlDataReader> ExecuteReaderAsync(CancellationToken ct)
    {
        var rows = await Batch().ExecuteReaderAsync(ct);
        await rows.NextResultAsync(ct);
        return rows;
    }

    public async Task<object?> ExecuteScalarAsync(CancellationToken ct)
    {
        await using var rows = await ExecuteReaderAsync(ct);
        return await rows.ReadAsync(ct) && !rows.IsDBNull(0) ? rows.GetValue(0) : null;
    }

    public Task<int> ExecuteNonQueryAsync(CancellationToken ct) => Batch().ExecuteNonQueryAsync(ct);

    public ValueTask DisposeAsync() => batch?.DisposeAsync() ?? ValueTask.CompletedTask;

    private NpgsqlBatch Batch()
    {
        batch = database.CreateBatch();
        batch.BatchCommands.Add(context);
        batch.BatchCommands.Add(statement);
        return batch;
    }
}
