using Npgsql;

namespace Registry.Sandbox;

/// <summary>A PostgreSQL of our own: on a Unix socket in a folder only we can enter, without TCP, without passwords.</summary>
/// <remarks>Trusting every connection is right only because the folder is the gate. Never for production.</remarks>
public sealed class PrivatePostgres : IAsyncDisposable
{
    /// <summary>Superuser of the cluster; migrations run as it.</summary>
    public const string OwnerRole = "registry_owner";

    private readonly ServerProcess? process;
    private readonly string socket;

    private PrivatePostgres(string socket, string dataFolder, ServerProcess? process, Version version)
    {
        (this.socket, this.process) = (socket, process);
        (DataFolder, Version) = (dataFolder, version);
    }

    public Version Version { get; }

    /// <summary>The data folder, as a full path.</summary>
    public string DataFolder { get; }

    /// <summary>False when another process had started it already; then it is not ours to stop.</summary>
    public bool Started => process is not null;

    /// <summary>The server's process when we started it.</summary>
    public int? ProcessId => process?.Id;

    /// <summary>Completes when the server we started ends, for whatever reason.</summary>
    public Task Exited => process?.Exited ?? Task.Delay(Timeout.Infinite);

    /// <summary>Makes the cluster when it is new, starts it when nobody has, and returns when it answers.</summary>
    /// <exception cref="SandboxException">With one sentence that says what to do.</exception>
    public static async Task<PrivatePostgres> Start(PrivatePostgresOptions options, CancellationToken ct = default)
    {
        if (OperatingSystem.IsWindows()) throw SandboxException.Database("The private PostgreSQL needs Linux or macOS: use a running server through ConnectionStrings__RegistryOwner and ConnectionStrings__Registry.");
        var folders = DataFolders.At(options.DataFolder);
        var clock = new Deadline(options.StartWithin);
        await folders.Prepare(ct);

        // Two starts at once: the second waits, then finds the first one's server.
        await using var turn = await StartLock.Take(folders, clock, ct);
        if (await Shared(folders, clock, ct) is { } running) return running;

        var account = await ClusterMaker.AccountFor(folders, ct);
        var binaries = await PostgresBinaries.Find(options.Binaries, folders.ClusterMajor(), ct);
        if (folders.ClusterMajor() is null) await ClusterMaker.Make(folders, binaries, account, options.Disposable, ct);
        ClusterMaker.MakeSocketFolder(folders, account);
        return await Launch(folders, binaries, account, options.Disposable, clock, ct);
    }

    /// <summary>Deletes the cluster, so that the next start makes a new one. Refuses while a server runs on it.</summary>
    public static async Task Reset(PrivatePostgresOptions options, CancellationToken ct = default)
    {
        var folders = DataFolders.At(options.DataFolder);
        if (!Directory.Exists(folders.Postgres)) return;
        await using var turn = await StartLock.Take(folders, new(options.StartWithin), ct);
        if (PostmasterFile.Read(folders)?.IsAlive() == true)
        {
            throw SandboxException.Configuration($"--reset: a sandbox is running on {folders.Root}; stop it first.");
        }

        Directory.Delete(folders.Postgres, recursive: true);
    }

    /// <param name="role">The owner when null.</param>
    public string ConnectionString(string database, string? role = null) => new NpgsqlConnectionStringBuilder
    {
        Host = socket,
        Port = 5432,
        Database = database,
        Username = role ?? OwnerRole,
    }.ConnectionString;

    /// <summary>Creates the database unless it exists. True when it is new.</summary>
    public Task<bool> CreateDatabase(string name, CancellationToken ct = default) => Databases.Create(ConnectionString("postgres"), name, template: null, ct);

    /// <summary>A copy of another database, which nobody may be connected to. About 50 ms for an empty schema.</summary>
    public Task CloneDatabase(string template, string name, CancellationToken ct = default) => Databases.Create(ConnectionString("postgres"), name, template, ct);

    public Task DropDatabase(string name, CancellationToken ct = default) => Databases.Drop(ConnectionString("postgres"), name, ct);

    /// <summary>As the superuser, for what belongs to the server and not to one database: roles.</summary>
    public Task Execute(string sql, CancellationToken ct = default) => Databases.Execute(ConnectionString("postgres"), sql, ct);

    public async ValueTask DisposeAsync()
    {
        if (process is null) return;
        await process.Stop();
        if (Directory.Exists(socket)) Directory.Delete(socket, recursive: true);
    }

    private static async Task<PrivatePostgres?> Shared(DataFolders folders, Deadline deadline, CancellationToken ct)
    {
        while (PostmasterFile.Read(folders) is { } file)
        {
            if (await Answers(file.Socket, ct) is { } version) return new(file.Socket, folders.Root, process: null, version);
            if (!file.IsAlive())
            {
                // PostgreSQL itself would take a zombie for a living server and refuse to start.
                File.Delete(file.Path);
                return null;
            }

            // Starting up, or on its way down because whoever started it was killed a moment ago.
            await deadline.Wait($"A PostgreSQL server (process {file.Process}) holds {folders.Root} but accepts no connection.", ct);
        }

        return null;
    }

    private static async Task<PrivatePostgres> Launch(
        DataFolders folders, PostgresBinaries binaries, Account account, bool disposable, Deadline deadline, CancellationToken ct)
    {
        var server = await ServerProcess.Start(account, [binaries.Postgres, "-D", folders.Cluster, .. ServerSettings.For(folders.Socket, disposable)], folders.Log);
        try
        {
            while (PostmasterFile.Read(folders) is not { Ready: true } || await Answers(folders.Socket, ct) is null)
            {
                if (server.Exited.IsCompleted) throw SandboxException.Database($"PostgreSQL did not start: {LastWords(folders)}");
                await deadline.Wait($"PostgreSQL did not accept connections in time; its log is {folders.Log}.", ct);
            }

            return new(folders.Socket, folders.Root, server, binaries.Version);
        }
        catch
        {
            await server.Stop();
            throw;
        }
    }

    private static string LastWords(DataFolders folders) =>
        File.Exists(folders.Log) && File.ReadLines(folders.Log).LastOrDefault(line => line.Contains("FATAL", StringComparison.Ordinal) || line.Contains("setpriv", StringComparison.Ordinal)) is { } line
            ? $"{line} (log: {folders.Log})" : $"see {folders.Log}";

    /// <summary>The server's version, or null when it does not take connections now.</summary>
    private static async Task<Version?> Answers(string socket, CancellationToken ct)
    {
        var text = new NpgsqlConnectionStringBuilder { Host = socket, Port = 5432, Database = "postgres", Username = OwnerRole, Pooling = false, Timeout = 5 };
        try
        {
            await using var connection = new NpgsqlConnection(text.ConnectionString);
            await connection.OpenAsync(ct);
            return connection.PostgreSqlVersion;
        }
        catch (NpgsqlException)
        {
            return null;
        }
    }
}
