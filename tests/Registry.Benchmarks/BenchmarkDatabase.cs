using NodaTime;
using Npgsql;
using Registry.Sandbox;
using Registry.Storage;

namespace Registry.Benchmarks;

/// <summary>A private PostgreSQL with normal durability, the synthetic program in the registry's tables and the same facts in the floor's.</summary>
internal sealed class BenchmarkDatabase : IAsyncDisposable
{
    public const int CaseloadSize = 60;
    private const string Name = "registry";

    private readonly PrivatePostgres server;
    private readonly string folder;
    private readonly bool disposable;

    private BenchmarkDatabase(PrivatePostgres server, string folder, bool disposable) =>
        (this.server, this.folder, this.disposable) = (server, folder, disposable);

    public string Owner => server.ConnectionString(Name);

    /// <summary>What both sides connect with: the same role, pool and preparation.</summary>
    public string Shared => new NpgsqlConnectionStringBuilder(server.ConnectionString(Name, SandboxDatabase.ServiceRole))
    {
        MaxAutoPrepare = 100,
        MaxPoolSize = Environment.ProcessorCount + 2,
        Options = "-c plan_cache_mode=force_generic_plan -c jit=off",
    }.ConnectionString;

    public int? ProcessId => server.ProcessId;
    public string Folder => folder;
    public string Version => server.Version.ToString(2);

    /// <param name="withFloor">Whether the floor's tables are wanted, and a caseload of the size that is measured.</param>
    public static async Task<BenchmarkDatabase> Open(BenchmarkOptions options, IClock clock, bool withFloor = true)
    {
        var folder = options.Data ?? Path.Combine("/var/tmp", $"registry-benchmarks-{Environment.ProcessId}");
        var database = new BenchmarkDatabase(await PrivatePostgres.Start(new(folder)), folder, options.Data is null);
        if (!await database.server.CreateDatabase(Name)) return database;
        try
        {
            await database.Fill(options.Patients, clock, withFloor);
            return database;
        }
        catch
        {
            NpgsqlConnection.ClearAllPools();
            await database.server.DropDatabase(Name);
            await database.DisposeAsync();
            throw;
        }
    }

    public async Task<T> Ask<T>(string sql, params object[] values)
    {
        await using var connection = new NpgsqlConnection(Owner);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return (T)(await command.ExecuteScalarAsync() ?? throw new InvalidOperationException($"No answer to: {sql}"));
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await server.DisposeAsync();
        if (disposable) Directory.Delete(folder, recursive: true);
    }

    private async Task Fill(int patients, IClock clock, bool withFloor)
    {
        await server.Execute(RegistryMigrations.RolesScript);
        await RegistryMigrations.Apply(Owner);
        var today = clock.GetCurrentInstant().InZone(DateTimeZoneProviders.Tzdb["America/Los_Angeles"]).Date;
        var program = SyntheticProgram.Demo(today, patients);
        Console.WriteLine((await ProgramLoader.Load(Owner, program, RootKey.FromFile(RootKeyFile.In(folder)), trusted: true))?.ToString());
        if (!withFloor) return;

        var careManager = program.Team.Staff.Single(s => s.Persona == Personas.CareManager).Id.Value;
        await Execute(FloorTables.SizeCaseload, careManager, CaseloadSize);
        if (await Ask<long>(FloorTables.CaseloadSize, careManager) is var size and not CaseloadSize)
            throw new InvalidOperationException($"The care manager's caseload has {size} patients: a larger --patients has more.");
        await Execute(FloorTables.Create);
        await Execute("vacuum (analyze)");
        await Execute("checkpoint");
    }

    public async Task Execute(string sql, params object[] values)
    {
        await using var connection = new NpgsqlConnection(Owner);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync();
    }
}
