using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;
using Registry.Sandbox;

namespace Registry.IntegrationTests;

/// <summary>A server that lives as long as the test process, wherever it came from.</summary>
internal sealed class TestServer
{
    private readonly string owner;
    private readonly ConcurrentBag<string> leftovers = [];

    /// <param name="stop">Null for a server that was there before us: it keeps running, without our databases.</param>
    private TestServer(string owner, Func<ValueTask>? stop)
    {
        this.owner = owner;
        // xunit 2 has no hook for the end of a run, and the runner is impatient at this point: do no more than needed.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => (stop?.Invoke().AsTask() ?? DropLeftovers()).Wait(TimeSpan.FromSeconds(30));
    }

    /// <summary>Connects to the database that exists in every cluster.</summary>
    public string Maintenance => ConnectionString(new NpgsqlConnectionStringBuilder(owner).Database ?? "postgres", pooling: false);

    /// <summary>A pool per test class adds up: each stays small.</summary>
    public string ConnectionString(string database, bool pooling = true) =>
        new NpgsqlConnectionStringBuilder(owner) { Database = database, Pooling = pooling, MaxPoolSize = 10, ConnectionIdleLifetime = 5, ConnectionPruningInterval = 2 }.ConnectionString;

    /// <summary>Drops this database when the process ends.</summary>
    public void AtExit(string database) => leftovers.Add(database);

    public static async Task<TestServer> Start(TestDatabaseChoice choice) => choice switch
    {
        TestDatabaseChoice.Given given => new(given.ConnectionString, stop: null),
        TestDatabaseChoice.Container => await StartContainer(),
        TestDatabaseChoice.Auto when ContainersCompiledIn && await EngineAnswers() => await StartContainer(),
        _ => await StartPrivate(),
    };

    private static async Task<TestServer> StartPrivate()
    {
        Sweep();
        var folder = Path.Combine(Path.GetTempPath(), $"{FolderPrefix}{Environment.ProcessId}");
        var server = await PrivatePostgres.Start(new(folder) { Disposable = true });
        return new(server.ConnectionString("postgres"), async () =>
        {
            await server.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        });
    }

    private const string FolderPrefix = "registry-tests-";

    /// <summary>A run that was killed leaves its folder; the next run takes it away.</summary>
    private static void Sweep()
    {
        foreach (var folder in Directory.EnumerateDirectories(Path.GetTempPath(), FolderPrefix + "*"))
        {
            if (!int.TryParse(Path.GetFileName(folder)[FolderPrefix.Length..], out var run) || Directory.Exists($"/proc/{run}")) continue;
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Somebody else's.
            }
        }
    }

    private async Task DropLeftovers()
    {
        foreach (var database in leftovers) await Databases.Drop(Maintenance, database, default);
    }

    private static async Task<bool> EngineAnswers()
    {
        try
        {
            using var docker = Process.Start(new ProcessStartInfo("docker", "info") { RedirectStandardOutput = true, RedirectStandardError = true })!;
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(3));
            await docker.WaitForExitAsync(patience.Token);
            return docker.ExitCode == 0;
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or OperationCanceledException)
        {
            return false;
        }
    }

#if TESTCONTAINERS
    private const bool ContainersCompiledIn = true;

    /// <remarks>Unproven: no container engine has run this yet.</remarks>
    private static async Task<TestServer> StartContainer()
    {
        var container = new Testcontainers.PostgreSql.PostgreSqlBuilder("postgres:17-alpine").WithUsername(PrivatePostgres.OwnerRole).Build();
        await container.StartAsync();
        return new(container.GetConnectionString(), container.DisposeAsync);
    }
#else
    private const bool ContainersCompiledIn = false;

    private static Task<TestServer> StartContainer() =>
        throw new InvalidOperationException("Container support is not compiled in: build the tests with -p:UseTestcontainers=true.");
#endif
}
