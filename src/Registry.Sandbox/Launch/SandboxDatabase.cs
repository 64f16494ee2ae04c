using Npgsql;
using Registry.Storage;

namespace Registry.Sandbox;

/// <summary>The database the sandbox runs on: its own server's, or one that was named.</summary>
public sealed class SandboxDatabase : IAsyncDisposable
{
    /// <summary>What the API signs in as; migrations grant it its rights.</summary>
    public const string ServiceRole = "registry_service";

    private const string Name = "registry";
    private const string OwnerSetting = "ConnectionStrings__RegistryOwner";
    private const string ServiceSetting = "ConnectionStrings__Registry";

    private readonly PrivatePostgres? server;

    private SandboxDatabase(string owner, string service, string description, PrivatePostgres? server) =>
        (Owner, Service, Description, this.server) = (owner, service, description, server);

    /// <summary>For migrations and filling in.</summary>
    public string Owner { get; }

    /// <summary>For the API: may not change the schema, and only add to the audit trail.</summary>
    public string Service { get; }

    /// <summary>One line for whoever started the sandbox.</summary>
    public string Description { get; }

    /// <param name="setting">Reads one configuration value; the environment, outside of tests.</param>
    public static async Task<SandboxDatabase> Open(SandboxOptions options, Func<string, string?> setting, CancellationToken ct)
    {
        var (owner, service) = (setting(OwnerSetting), setting(ServiceSetting));
        if (string.IsNullOrEmpty(owner) && string.IsNullOrEmpty(service)) return await OpenPrivate(options, ct);
        if (string.IsNullOrEmpty(owner)) throw SandboxException.Configuration($"{OwnerSetting} is missing: a server of your own needs the owner's connection string too, for migrations.");
        if (string.IsNullOrEmpty(service)) throw SandboxException.Configuration($"{ServiceSetting} is missing: a server of your own needs the service's connection string too.");
        if (options.Reset) throw SandboxException.Configuration($"--reset throws away private databases only; {OwnerSetting} names one that may be precious.");
        await Reach(OwnerSetting, owner, ct);
        await Reach(ServiceSetting, service, ct); // fails also when deploy/roles.sql has not been run
        return new(owner, service, $"PostgreSQL as named by {OwnerSetting}", server: null);
    }

    /// <summary>How many steps were missing.</summary>
    public async Task<int> Migrate(CancellationToken ct)
    {
        try
        {
            return await RegistryMigrations.Apply(Owner, ct);
        }
        catch (PostgresException e)
        {
            throw SandboxException.Database($"The database cannot be migrated: {e.MessageText} ({e.SqlState}).");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (server is null) return;
        if (server.Started) NpgsqlConnection.ClearAllPools();
        await server.DisposeAsync();
    }

    private static async Task<SandboxDatabase> OpenPrivate(SandboxOptions options, CancellationToken ct)
    {
        var postgres = new PrivatePostgresOptions(options.Data);
        if (options.Reset) await PrivatePostgres.Reset(postgres, ct);
        var server = await PrivatePostgres.Start(postgres, ct);
        try
        {
            await server.CreateDatabase(Name, ct);
            await server.Execute(RegistryMigrations.RolesScript, ct);
            return new(server.ConnectionString(Name), server.ConnectionString(Name, ServiceRole),
                $"private PostgreSQL {server.Version.ToString(2)} on a Unix socket, {(server.Started ? "started" : "already running")}, data in {server.DataFolder}", server);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    private static async Task Reach(string setting, string connectionString, CancellationToken ct)
    {
        try
        {
            await using var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync(ct);
        }
        catch (ArgumentException e)
        {
            throw SandboxException.Configuration($"{setting} is not a connection string: {e.Message}");
        }
        catch (NpgsqlException e)
        {
            throw SandboxException.Database($"The server named by {setting} cannot be reached: {e.Message}");
        }
    }
}
