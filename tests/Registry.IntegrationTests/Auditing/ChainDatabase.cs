using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using NodaTime;
using Npgsql;
using Registry.Api;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.IntegrationTests.Auditing;

/// <summary>A database with an audit trail and nothing else, and a witness beside it.</summary>
internal sealed class ChainDatabase : IAsyncDisposable
{
    private static readonly Instant Begin = Instant.FromUtc(2025, 6, 16, 15, 0);
    private readonly TestDatabase database;
    private readonly string folder = Directory.CreateTempSubdirectory("registry-witness-").FullName;
    private readonly AuditWitness witness;

    private ChainDatabase(TestDatabase database)
    {
        this.database = database;
        Service = NpgsqlDataSource.Create(database.ConnectionString("registry_service"));
        Owner = NpgsqlDataSource.Create(database.OwnerConnectionString);
        NewKey();
        witness = new(Service, Settings, Clock);
    }

    public NpgsqlDataSource Service { get; }
    public NpgsqlDataSource Owner { get; }
    public TestClock Clock { get; } = new();
    public Id<Organization> Organization { get; } = Id<Organization>.New();
    public string Checkpoints => CheckpointFile.Of(folder, Organization);
    private WitnessSettings Settings => new(folder, Path.Combine(folder, "key.pem"));

    public static async Task<ChainDatabase> Make()
    {
        var made = new ChainDatabase(await PostgresServer.Registry());
        await made.AsOwner($"insert into organization (id, name, outcome_profile, payer_profile) values ('{made.Organization}', 'Chained', 'nys-2025', 'midpoint')");
        return made;
    }

    /// <summary>One access, in a transaction of its own that is committed at once.</summary>
    public async Task<AuditEntry> Records(int number, Instant? at = null)
    {
        await using var connection = await Service.OpenConnectionAsync();
        return await Records(connection, number, at);
    }

    /// <summary>One access on a connection whose transaction the caller commits.</summary>
    public async Task<AuditEntry> Records(NpgsqlConnection connection, int number, Instant? at = null)
    {
        var entry = Entry(number, at ?? Begin + Duration.FromSeconds(number));
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { RowContext.ForRecordOnly(Organization), AuditTrail.Insert(entry) } };
        await batch.ExecuteNonQueryAsync();
        return entry;
    }

    public async Task RecordsAndSeals(int entries)
    {
        for (var i = 1; i <= entries; i++) await Records(i);
        await SealUntil(entries);
    }

    /// <summary>Other tests of this run hold transactions open on the same server, which delays sealing.</summary>
    public async Task SealUntil(long sequence)
    {
        for (var patience = 0; await Sealed() < sequence; patience++)
        {
            Assert.True(patience < 600, "The chain was not sealed in time.");
            if (await AuditSealing.Seal(Service, default) == 0) await Task.Delay(50);
        }
    }

    public Task Witness() => witness.Look(default);

    public async Task<long> Sealed() => (long)(await Value($"select count(*) from audit_seal where organization_id = '{Organization}'"))!;

    public async Task<object?> Value(string sql)
    {
        await using var command = Owner.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>Whoever owns the database can lift what stands in the way: triggers do not fire here.</summary>
    public async Task AsOwner(string sql)
    {
        await using var command = Owner.CreateCommand($"set session_replication_role = replica; {sql}");
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>"Registry.Api retention audit", as whoever may erase runs it.</summary>
    public async Task<(int Code, string Said)> CutsAudit(bool withWitness = true)
    {
        var settings = new Dictionary<string, string?> { ["ConnectionStrings:RegistryRetention"] = database.ConnectionString("registry_retention"), ["Audit:ExportFolder"] = folder, ["Keys:RootFile"] = TestRootKey.File };
        if (withWitness) (settings["Audit:CheckpointFolder"], settings["Audit:CheckpointKey"]) = (Settings.Folder, Settings.KeyFile);
        await using var said = new StringWriter();
        var code = await RetentionVerb.Run(["audit"], new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), Clock, said, said);
        return (code, said.ToString());
    }

    /// <summary>The lines of everything that was exported before it was cut off.</summary>
    public string[] Exported => [.. Directory.EnumerateFiles(folder, "*.audit").SelectMany(File.ReadLines)];

    public NpgsqlDataSource Retention => NpgsqlDataSource.Create(database.ConnectionString("registry_retention"));

    /// <summary>"Registry.Api audit verify", as an auditor runs it.</summary>
    public async Task<(int Code, string Said)> Verify(bool withWitness = true)
    {
        var settings = new Dictionary<string, string?> { ["ConnectionStrings:RegistryAuditor"] = database.ConnectionString("registry_auditor") };
        if (withWitness) (settings["Audit:CheckpointFolder"], settings["Audit:CheckpointKey"]) = (Settings.Folder, Settings.KeyFile);
        await using var said = new StringWriter();
        var code = await AuditVerb.Run(["verify"], new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), Clock, said, said);
        return (code, said.ToString());
    }

    /// <summary>A key that signed none of the checkpoints there are.</summary>
    public void NewKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(Settings.KeyFile, key.ExportPkcs8PrivateKeyPem());
    }

    public async ValueTask DisposeAsync()
    {
        witness.Dispose();
        await Service.DisposeAsync();
        await Owner.DisposeAsync();
        await using (var auditor = new NpgsqlConnection(database.ConnectionString("registry_auditor"))) NpgsqlConnection.ClearPool(auditor);
        await database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private AuditEntry Entry(int number, Instant at) => new()
    {
        OrganizationId = Organization,
        Id = Id<AuditEntry>.New(),
        At = at,
        PrincipalId = Id<Principal>.New(),
        Action = "patient.read",
        Event = AuditEventKind.Read,
        Method = "GET",
        Route = "/v1/patients/{patientId}",
        Status = 200,
        Outcome = AuditOutcome.Success,
        PatientIds = [Guid.CreateVersion7()],
        Resources = [$"patients/{number}"],
        Roles = ["care-manager"],
        PurposeOfUse = "TREAT",
        ClientId = "registry-test",
        TokenId = $"token-{number}",
        NetworkAddress = "127.0.0.1",
        RequestId = $"request-{number}",
    };
}
