using System.Collections.Concurrent;
using NodaTime;
using Npgsql;
using Registry.Storage;

namespace Registry.IntegrationTests;

/// <summary>Rows that are recorded early and committed late, and a reader who goes on from where it stopped.</summary>
public sealed class CommitHorizonTests : IAsyncLifetime
{
    private const string AcrossOrganizations = "select set_config('registry.reach', 'every-organization', true)";

    private readonly TestClock clock = new();
    private TestDatabase database = null!;
    private NpgsqlDataSource service = null!;

    public async Task InitializeAsync()
    {
        clock.Run();
        database = await PostgresServer.Registry();
        service = NpgsqlDataSource.Create(database.ConnectionString("registry_service"));
    }

    public async Task DisposeAsync()
    {
        await service.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task A_reader_who_stops_at_the_horizon_misses_no_row_however_late_it_was_committed() => Assert.Empty(await LostBy(Horizon));

    [Fact]
    public async Task A_reader_who_reads_up_to_this_moment_does_miss_rows() => Assert.NotEmpty(await LostBy((_, now) => Task.FromResult(now)));

    [Fact]
    public async Task A_transaction_under_way_holds_the_horizon_where_it_began()
    {
        await using var writing = await service.OpenConnectionAsync();
        await using var transaction = await writing.BeginTransactionAsync();
        await Execute(writing, "select 1");
        var began = clock.Now;
        await Task.Delay(300);

        await using var reading = await service.OpenConnectionAsync();
        Assert.True(await Horizon(reading, clock.Now) <= began);
        await transaction.CommitAsync();
        Assert.True(await Horizon(reading, clock.Now) > began);
    }

    [Fact]
    public async Task A_reader_that_says_so_holds_nobody_up()
    {
        await using var exporting = await service.OpenConnectionAsync();
        await using var transaction = await exporting.BeginTransactionAsync();
        await Execute(exporting, $"set local application_name = '{CommitHorizon.Reader}'");
        await Task.Delay(300);

        await using var reading = await service.OpenConnectionAsync();
        var now = clock.Now;
        Assert.Equal(now, await Horizon(reading, now));
    }

    [Fact]
    public async Task The_allowance_for_clocks_that_differ_is_kept()
    {
        await using var reading = await service.OpenConnectionAsync();
        var now = clock.Now;
        Assert.Equal(now - Duration.FromSeconds(2), await reading.CommittedBefore(now, Duration.FromSeconds(2), default));
    }

    private static Task<Instant> Horizon(NpgsqlConnection connection, Instant now) => connection.CommittedBefore(now, Duration.Zero, default);

    /// <summary>Eight writers commit up to a tenth of a second late; a reader asks again and again for what is newer than the newest it saw.</summary>
    private async Task<IEnumerable<Guid>> LostBy(Func<NpgsqlConnection, Instant, Task<Instant>> horizon)
    {
        var written = new ConcurrentBag<Guid>();
        var done = false;
        var writers = Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 25; i++) written.Add(await WriteSlowly(TimeSpan.FromMilliseconds((writer * 37 + i * 13) % 100)));
        }))).ContinueWith(all => { done = true; return all; }, TaskScheduler.Default).Unwrap();

        var seen = new HashSet<Guid>();
        var newest = DateTime.MinValue.ToUniversalTime();
        await using var reading = await service.OpenConnectionAsync();
        for (var last = false; ; last = done)
        {
            await using var transaction = await reading.BeginTransactionAsync();
            await Execute(reading, AcrossOrganizations);
            var upTo = await horizon(reading, clock.Now);
            await using (var command = new NpgsqlCommand("select id, at from audit_entry where at > $1 and at < $2 order by at", reading)
            {
                Parameters = { new() { Value = newest }, new() { Value = upTo.ToDateTimeUtc() } },
            })
            await using (var rows = await command.ExecuteReaderAsync())
            {
                while (await rows.ReadAsync())
                {
                    Assert.True(seen.Add(rows.GetGuid(0)));
                    newest = rows.GetDateTime(1);
                }
            }

            await transaction.CommitAsync();
            if (last && writers.IsCompleted) break;
        }

        await writers;
        return written.Except(seen);
    }

    /// <summary>As a request does it: begin, take the moment, work, commit.</summary>
    private async Task<Guid> WriteSlowly(TimeSpan delay)
    {
        var id = Guid.CreateVersion7();
        await using var connection = await service.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Execute(connection, AcrossOrganizations);
        var now = clock.Now;
        await Task.Delay(delay);
        await using var insert = new NpgsqlCommand("""
            insert into audit_entry (organization_id, id, at, action, method, route, status, outcome, patient_ids, request_id)
            values ($1, $1, $2, 'me.read', 'GET', '', 200, 'success', '{}', '')
            """, connection) { Parameters = { new() { Value = id }, new() { Value = now.ToDateTimeUtc() } } };
        await insert.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
        return id;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
