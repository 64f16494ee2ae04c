using System.Diagnostics;
using Npgsql;
using Registry.Sandbox;

namespace Registry.IntegrationTests.Matrix;

/// <summary>A pgbouncer in transaction mode before a test database: every transaction may get another server connection.</summary>
internal sealed class Pgbouncer : IAsyncDisposable
{
    private const int ServerConnections = 4;
    private readonly Process process;
    private readonly string folder;

    private Pgbouncer(Process process, string folder, string connectionString) => (this.process, this.folder, ConnectionString) = (process, folder, connectionString);

    public string ConnectionString { get; }

    /// <summary>Null where pgbouncer is not installed.</summary>
    public static async Task<Pgbouncer?> Start(string service)
    {
        var binary = new[] { "/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/usr/local/bin/pgbouncer" }.FirstOrDefault(File.Exists);
        if (binary is null) return null;

        var server = new NpgsqlConnectionStringBuilder(service);
        var folder = Directory.CreateTempSubdirectory("registry-pgbouncer-").FullName;
        var settings = Path.Combine(folder, "pgbouncer.ini");
        await File.WriteAllTextAsync(settings, $"""
            [databases]
            {server.Database} = host={server.Host} port={server.Port} dbname={server.Database} user={server.Username} pool_size={ServerConnections}
            [pgbouncer]
            listen_addr =
            listen_port = 6432
            unix_socket_dir = {folder}
            auth_type = any
            pool_mode = transaction
            max_client_conn = 100
            ignore_startup_parameters = extra_float_digits,options
            logfile = {Path.Combine(folder, "log")}
            """);
        // It does not run as root, and must reach the server's socket.
        using (var open = Process.Start("chmod", ["-R", "a+rwX", folder])) await open.WaitForExitAsync();
        string[] words = Environment.IsPrivilegedProcess ? ["-q", "-u", await OwnerOf(server.Host!), settings] : ["-q", settings];
        var started = Process.Start(new ProcessStartInfo(binary, words) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var through = new NpgsqlConnectionStringBuilder { Host = folder, Port = 6432, Database = server.Database, Username = server.Username, NoResetOnClose = true, MaxPoolSize = 16 };
        var bouncer = new Pgbouncer(started, folder, through.ConnectionString);
        await bouncer.IsReady();
        return bouncer;
    }

    public async ValueTask DisposeAsync()
    {
        await using (var pool = new NpgsqlConnection(ConnectionString)) NpgsqlConnection.ClearPool(pool);
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<string> OwnerOf(string folder)
    {
        using var stat = Process.Start(new ProcessStartInfo("stat", ["-c", "%U", folder]) { RedirectStandardOutput = true })!;
        var owner = (await stat.StandardOutput.ReadToEndAsync()).Trim();
        return owner is "root" or "" ? "nobody" : owner;
    }

    private async Task IsReady()
    {
        for (var patience = Stopwatch.StartNew(); ;)
        {
            try
            {
                await using var connection = new NpgsqlConnection(ConnectionString);
                await connection.OpenAsync();
                return;
            }
            catch (NpgsqlException) when (patience.Elapsed < TimeSpan.FromSeconds(10) && !process.HasExited)
            {
                await Task.Delay(100);
            }
        }
    }
}
