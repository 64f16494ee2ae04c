using NodaTime;
using Npgsql;
using Registry.Clinical;
using Registry.Sandbox;
using Registry.Storage;

namespace Registry.Benchmarks;

/// <summary>Reads the facts behind figures as the service's publisher does: its role, its context, one transaction.</summary>
internal sealed class MetricsReader : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;
    private readonly NpgsqlTransaction transaction;
    private readonly Id<Organization> organization;

    private MetricsReader(NpgsqlConnection connection, NpgsqlTransaction transaction, Id<Organization> organization, Guid[] clinics) =>
        (this.connection, this.transaction, this.organization, Clinics) = (connection, transaction, organization, clinics);

    public Guid[] Clinics { get; }

    /// <param name="explain">Whether the database says of each statement how it went about it, and how many rows came.</param>
    public static async Task<MetricsReader> Open(BenchmarkDatabase database, Id<Organization> organization, IClock clock, bool explain = false)
    {
        // Only an administrator of the database may let it explain itself.
        string[] settings = ["session_preload_libraries = 'auto_explain'", "auto_explain.log_min_duration = 0", "auto_explain.log_analyze = on", "auto_explain.log_timing = off", "client_min_messages = 'log'"];
        if (explain) foreach (var setting in settings) await database.Execute($"alter role {SandboxDatabase.ServiceRole} set {setting}");
        try
        {
            var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.Shared) { Options = "-c jit=off", MaxAutoPrepare = 0, CommandTimeout = 0, Pooling = false, ReadBufferSize = 128 * 1024 }.ConnectionString);
            await connection.OpenAsync();
            await using var keys = NpgsqlDataSource.Create(database.Owner);
            connection.Use(await KeyRing.ReadOrMake(keys, RootKey.FromFile(RootKeyFile.In(database.Folder)), organization, clock.GetCurrentInstant()));
            var transaction = await connection.BeginTransactionAsync();
            await using (var batch = new NpgsqlBatch(connection) { BatchCommands = { RowContext.ForSystem(organization) } }) await batch.ExecuteNonQueryAsync();
            var clinics = (await connection.ProgramOf(organization, default)).Clinics;
            if (explain) connection.Notice += (_, e) => Console.WriteLine(Taken(e.Notice.MessageText));
            return new(connection, transaction, organization, clinics);
        }
        finally
        {
            if (explain) foreach (var setting in settings) await database.Execute($"alter role {SandboxDatabase.ServiceRole} reset {setting.Split(' ')[0]}");
        }
    }

    public Task<List<MeasuredEpisode>> Read(Guid[] clinics, MetricQuestion question, Instant? knownAt) =>
        connection.EpisodesOfClinics(organization, clinics, MetricSpan.Of(question), knownAt, default);

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }

    /// <summary>The steps that were taken, with the rows they brought: what the row policies might have asked is not among them.</summary>
    private static string Taken(string plan) => string.Join('\n', plan.Split('\n').Where(line => line.Contains("(actual rows=", StringComparison.Ordinal) && !line.Contains("Result  (", StringComparison.Ordinal)));
}
