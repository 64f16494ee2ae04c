using System.Diagnostics;
using Npgsql;
using Registry.Sandbox;

namespace Registry.IntegrationTests.Sandbox;

public sealed class PrivatePostgresTests : IDisposable
{
    private readonly ScratchFolder scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public async Task A_new_cluster_takes_connections_on_a_socket_only_and_stopping_leaves_no_process()
    {
        var server = await PrivatePostgres.Start(Options());
        var process = server.ProcessId!.Value;

        Assert.True(server.Started);
        Assert.Equal("", await Ask(server, "show listen_addresses"));
        Assert.Equal("UTC", await Ask(server, "show timezone"));
        Assert.Equal("on", await Ask(server, "show data_checksums"));
        Assert.True(server.Version.Major >= PostgresBinaries.OldestMajor);

        await server.DisposeAsync();
        Assert.False(Directory.Exists($"/proc/{process}"));
        Assert.Equal("shut down", await ClusterState());
    }

    [Fact]
    public async Task Started_twice_on_one_folder_the_second_shares_the_server_and_does_not_stop_it()
    {
        await using var first = await PrivatePostgres.Start(Options());
        await using (var second = await PrivatePostgres.Start(Options()))
        {
            Assert.False(second.Started);
            Assert.Equal(first.ProcessId.ToString(), await Ask(second, "select split_part(pg_read_file('postmaster.pid'), E'\\n', 1)"));
        }

        Assert.Equal("1", await Ask(first, "select 1"));
    }

    [Fact]
    public async Task Two_starts_at_the_same_moment_make_one_server()
    {
        var both = await Task.WhenAll(PrivatePostgres.Start(Options()), PrivatePostgres.Start(Options()));

        Assert.Single(both, server => server.Started);
        foreach (var server in both) await server.DisposeAsync();
    }

    [Fact]
    public async Task What_was_stored_is_there_after_a_restart()
    {
        await using (var first = await PrivatePostgres.Start(Options()))
        {
            Assert.True(await first.CreateDatabase("registry"));
            await Ask(first, "create table kept as select 42 as answer; select 1", "registry");
        }

        await using var second = await PrivatePostgres.Start(Options());
        Assert.False(await second.CreateDatabase("registry"));
        Assert.Equal("42", await Ask(second, "select answer from kept", "registry"));
    }

    [Fact]
    public async Task A_clone_holds_what_its_template_holds_and_may_differ_afterwards()
    {
        await using var server = await PrivatePostgres.Start(Options());
        await server.CreateDatabase("template");
        await Ask(server, "create table kept as select 42 as answer; select 1", "template");

        await server.CloneDatabase("template", "clone");
        await Ask(server, "update kept set answer = 43; select 1", "clone");

        Assert.Equal("43", await Ask(server, "select answer from kept", "clone"));
        Assert.Equal("42", await Ask(server, "select answer from kept", "template"));
    }

    [Fact]
    public async Task An_initdb_that_was_killed_half_way_does_not_stand_in_the_way()
    {
        Directory.CreateDirectory(scratch.Below("data", "postgres", "unfinished", "base"));

        await using var server = await PrivatePostgres.Start(Options());

        Assert.Equal("1", await Ask(server, "select 1"));
    }

    [Fact]
    public async Task A_server_that_was_killed_outright_is_repaired_at_the_next_start()
    {
        var server = await PrivatePostgres.Start(Options());
        await server.CreateDatabase("registry");
        Process.GetProcessById(server.ProcessId!.Value).Kill();
        await server.Exited;

        await using var next = await PrivatePostgres.Start(Options());

        Assert.True(next.Started);
        Assert.False(await next.CreateDatabase("registry"));
    }

    [Fact]
    public async Task Below_a_long_path_the_socket_moves_and_the_server_works()
    {
        var folder = scratch.Below(new string('p', 60), new string('q', 60));
        await using (var server = await PrivatePostgres.Start(Options(folder)))
        {
            Assert.Equal("1", await Ask(server, "select 1"));
            Assert.True(Directory.Exists(DataFolders.At(folder).Socket));
        }

        Assert.False(Directory.Exists(DataFolders.At(folder).Socket));
    }

    [Fact]
    public async Task Reset_refuses_a_running_cluster_and_then_starts_over()
    {
        await using (var server = await PrivatePostgres.Start(Options()))
        {
            await server.CreateDatabase("registry");
            Assert.Equal(2, (await Assert.ThrowsAsync<SandboxException>(() => PrivatePostgres.Reset(Options()))).ExitCode);
        }

        await PrivatePostgres.Reset(Options());
        await using var fresh = await PrivatePostgres.Start(Options());
        Assert.True(await fresh.CreateDatabase("registry"));
    }

    [Fact]
    public async Task A_folder_out_of_reach_is_named()
    {
        if (OperatingSystem.IsWindows()) throw new PlatformNotSupportedException();
        var closed = scratch.Below("closed");
        // As root it is the server's account that may not pass; as anybody else it is we who may not write.
        Directory.CreateDirectory(closed, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var refusal = await Assert.ThrowsAsync<SandboxException>(() => PrivatePostgres.Start(Options(Path.Combine(closed, "data"))));

        Assert.Contains(Environment.IsPrivilegedProcess ? $"may not pass {closed} on the way" : $"{closed}/data cannot be created", refusal.Message);
    }

    private PrivatePostgresOptions Options(string? folder = null) => new(folder ?? scratch.Below("data")) { Disposable = true };

    private static async Task<string?> Ask(PrivatePostgres server, string sql, string database = "postgres")
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString(database) + ";Pooling=false"); // a pool would outlive the server
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (await command.ExecuteScalarAsync())?.ToString();
    }

    private async Task<string> ClusterState()
    {
        var binaries = await PostgresBinaries.Find(null, null, default);
        var answer = await Command.Run([Path.Combine(binaries.Folder, "pg_controldata"), scratch.Below("data", "postgres", "cluster")], TimeSpan.FromSeconds(10), default);
        return answer.Output.Split('\n').Single(line => line.StartsWith("Database cluster state:", StringComparison.Ordinal)).Split(':')[1].Trim();
    }
}
