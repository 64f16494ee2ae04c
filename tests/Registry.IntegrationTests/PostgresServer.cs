using System.Collections.Concurrent;
using Npgsql;
using Registry.Sandbox;
using Registry.Storage;

namespace Registry.IntegrationTests;

/// <summary>The one PostgreSQL server of a test run; each test class gets a database of its own by copying a migrated template.</summary>
/// <remarks>REGISTRY_TEST_DB chooses the server: a connection string (of a role that may create databases), private, container, or auto.</remarks>
internal static class PostgresServer
{
    private static readonly Lazy<Task<TestServer>> Server = new(() => TestServer.Start(TestDatabaseChoice.FromEnvironment()));
    private static readonly ConcurrentDictionary<string, Lazy<Task>> Templates = new();
    private static readonly string Run = $"registry_test_{Environment.ProcessId}_{Guid.CreateVersion7():N}"[..40];
    private static int clones;

    /// <summary>A fresh copy of the template, which the first caller in the run makes with <paramref name="migrate"/>.</summary>
    /// <param name="template">Names the template: callers that give the same name share what the first of them made.</param>
    /// <param name="migrate">Gets the owner's connection string of an empty database.</param>
    public static async Task<TestDatabase> Clone(string template, Func<string, Task> migrate)
    {
        var server = await Server.Value;
        var source = $"{Run}_{template}";
        await Templates.GetOrAdd(template, _ => new(() => Make(server, source, migrate))).Value;
        var name = $"{Run}_{Interlocked.Increment(ref clones)}";
        await Databases.Create(server.Maintenance, name, source, default);
        return new(server, name);
    }

    /// <summary>A fresh registry: every migration applied, no rows.</summary>
    public static Task<TestDatabase> Registry() => Clone("registry", async owner =>
    {
        await Databases.Execute(owner, RegistryMigrations.RolesScript, default); // roles belong to the server, so migrations expect them
        await RegistryMigrations.Apply(owner);
    });

    private static async Task Make(TestServer server, string name, Func<string, Task> migrate)
    {
        server.AtExit(name);
        await Databases.Create(server.Maintenance, name, template: null, default);
        await migrate(server.ConnectionString(name, pooling: false));
    }
}

/// <summary>A database of one test class, dropped with it.</summary>
internal sealed class TestDatabase(TestServer server, string name) : IAsyncDisposable
{
    public string Name => name;

    public string OwnerConnectionString => server.ConnectionString(name);

    /// <summary>As a lesser role. Only servers that trust local connections, the private one above all, take it without a password.</summary>
    public string ConnectionString(string role, string? password = null) =>
        new NpgsqlConnectionStringBuilder(OwnerConnectionString) { Username = role, Password = password ?? new NpgsqlConnectionStringBuilder(OwnerConnectionString).Password }.ConnectionString;

    public async ValueTask DisposeAsync()
    {
        await using (var pool = new NpgsqlConnection(OwnerConnectionString)) NpgsqlConnection.ClearPool(pool);
        await Databases.Drop(server.Maintenance, name, default);
    }
}
