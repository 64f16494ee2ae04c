using Npgsql;
using Registry.Storage;

namespace Registry.IntegrationTests.Auditing;

/// <summary>The chain holds every committed access once, whatever order transactions end in.</summary>
public sealed class SealingTests
{
    [Fact]
    public async Task An_access_that_commits_late_keeps_its_place_before_those_that_overtook_it()
    {
        await using var chain = await ChainDatabase.Make();
        await using var slow = await chain.Service.OpenConnectionAsync();
        await using var open = await slow.BeginTransactionAsync();
        var first = await chain.Records(slow, 1);
        var second = await chain.Records(2);

        Assert.Equal(0, await AuditSealing.Seal(chain.Service, default));
        await open.CommitAsync();
        await chain.SealUntil(2);

        Assert.Equal([first.Id.Value, second.Id.Value], await InOrder(chain));
    }

    [Fact]
    public async Task A_sealer_that_went_by_time_would_skip_what_the_real_one_seals()
    {
        await using var chain = await ChainDatabase.Make();
        using var done = new CancellationTokenSource();
        var byTime = new HashSet<Guid>();
        var sealing = Task.WhenAll(
            Until(() => AuditSealing.Seal(chain.Service, default), done.Token),
            Until(() => AuditSealing.Seal(chain.Service, default), done.Token),
            Until(() => SealByTime(chain, byTime), done.Token));
        var number = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            var dice = new Random(writer);
            for (var i = 0; i < 20; i++)
            {
                await using var connection = await chain.Service.OpenConnectionAsync();
                await using var open = await connection.BeginTransactionAsync();
                await chain.Records(connection, Interlocked.Increment(ref number));
                await Task.Delay(dice.Next(60));
                if (dice.Next(8) == 0) await open.RollbackAsync();
                else await open.CommitAsync();
            }
        })));
        var committed = (long)(await chain.Value("select count(*) from audit_entry"))!;
        await chain.SealUntil(committed);
        await done.CancelAsync();
        await sealing;
        await SealByTime(chain, byTime);

        Assert.Equal(committed, (await InOrder(chain)).Distinct().LongCount());
        Assert.Equal(committed, await chain.Value("select max(sequence) from audit_seal"));
        Assert.Equal((0, $"organization {chain.Organization}: intact ({committed} sealed, not compared with checkpoints)\n"), await chain.Verify(withWitness: false));
        Assert.True(byTime.Count < committed, "Going by time skipped nothing: the transactions of this test do not overtake each other.");
    }

    [Fact]
    public async Task The_service_seals_by_itself_within_five_seconds()
    {
        var app = new RegistryApp();
        await app.InitializeAsync();
        try
        {
            using var auditor = app.As("auditor");
            await auditor.Gets("/v1/me");
            for (var waited = 0; await Unsealed(app) > 0; waited++)
            {
                Assert.True(waited < 50, "Not sealed after five seconds.");
                await Task.Delay(100);
            }
        }
        finally
        {
            await app.DisposeAsync();
        }
    }

    /// <summary>The mutant: everything younger than the last one that it has seen.</summary>
    private static async Task<int> SealByTime(ChainDatabase chain, HashSet<Guid> seen)
    {
        await using var command = chain.Owner.CreateCommand("select id, at from audit_entry where at > coalesce((select max(at) from audit_entry where id = any($1)), '-infinity') order by at");
        command.Parameters.Add(new NpgsqlParameter { Value = seen.ToArray() });
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync()) seen.Add(rows.GetGuid(0));
        return 0;
    }

    private static async Task Until(Func<Task<int>> act, CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            await act();
            await Task.Delay(10, CancellationToken.None);
        }
    }

    private static async Task<List<Guid>> InOrder(ChainDatabase chain)
    {
        await using var command = chain.Owner.CreateCommand("select entry_id from audit_seal order by sequence");
        await using var rows = await command.ExecuteReaderAsync();
        var ids = new List<Guid>();
        while (await rows.ReadAsync()) ids.Add(rows.GetGuid(0));
        return ids;
    }

    private static async Task<long> Unsealed(RegistryApp app)
    {
        await using var connection = app.AsOwner();
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select count(*) from audit_entry e where not exists (select from audit_seal s where s.organization_id = e.organization_id and s.entry_id = e.id)", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
