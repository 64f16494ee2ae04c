using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Registry.Sandbox;
using Registry.Storage;
using Xunit.Abstractions;

namespace Registry.IntegrationTests.Matrix;

/// <summary>Two organizations and strangers, many at once, over few connections that are not reset between them.</summary>
public sealed class TenantRaceTests(RegistryApp app, ITestOutputHelper output) : IClassFixture<RegistryApp>, IAsyncLifetime
{
    private const int Workers = 16;
    private static readonly int Requests = Effort.Of("REGISTRY_RACE_REQUESTS", 100);

    public async Task InitializeAsync()
    {
        // As many patients as tell the two apart.
        await app.As("care-manager").KnowsPatient(app);
        await using var db = app.Owner();
        for (var i = 0; i < 2; i++)
        {
            var patient = new Clinical.Patient { OrganizationId = app.Elsewhere.Organization, Id = Clinical.Id<Clinical.Patient>.New(), ClinicId = app.Elsewhere.North, FamilyName = "Farshaw", GivenName = "Fay", BirthDate = null };
            patient.Recorded(default, app.Clock.Now);
            db.Add(patient);
        }

        await db.SaveChangesAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Over_shared_connections_everybody_sees_the_own_patients_only() => Assert.Equal(0, await Race(Direct, InTransaction));

    [Fact]
    public async Task A_setting_of_the_session_is_seen_by_the_next_borrower() => Assert.NotEqual(0, await Race(Direct, InSession));

    [Fact]
    public async Task Through_a_proxy_that_shares_connections_everybody_sees_the_own_patients_only()
    {
        await using var proxy = await Pgbouncer.Start(Direct);
        if (proxy is null) output.WriteLine("pgbouncer is not installed: NOT TESTED behind it (apt-get install pgbouncer).");
        else Assert.Equal(0, await Race(proxy.ConnectionString, InTransaction));
    }

    [Fact]
    public async Task Through_such_a_proxy_a_setting_of_the_session_is_somebody_elses()
    {
        await using var proxy = await Pgbouncer.Start(Direct);
        if (proxy is null) output.WriteLine("pgbouncer is not installed: NOT TESTED behind it (apt-get install pgbouncer).");
        else Assert.NotEqual(0, await Race(proxy.ConnectionString, InSession));
    }

    private string Direct
    {
        get
        {
            using var service = app.AsService();
            return new NpgsqlConnectionStringBuilder(service.ConnectionString) { NoResetOnClose = true, MaxPoolSize = 4, Timeout = 60 }.ConnectionString;
        }
    }

    /// <summary>How many answers were wrong.</summary>
    private async Task<int> Race(string connectionString, Func<NpgsqlConnection, string?, Task<(long Home, long Elsewhere)>> ask)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        var expected = (Home: await Count(app.Home.Organization.Value), Elsewhere: await Count(app.Elsewhere.Organization.Value));
        var wrong = 0;
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(async () =>
        {
            for (var i = 0; i < Requests; i++)
            {
                var who = (worker + i) % 3;
                await using var connection = await source.OpenConnectionAsync();
                var seen = await ask(connection, who switch { 0 => Personas.EhrIntegration.Subject, 1 => "foreign-" + Personas.EhrIntegration.Subject, _ => null });
                if (seen != (who == 0 ? expected.Home : 0, who == 1 ? expected.Elsewhere : 0)) Interlocked.Increment(ref wrong);
            }
        })));
        output.WriteLine($"{wrong} of {Workers * Requests} answers wrong");
        return wrong;
    }

    /// <summary>As the service does it.</summary>
    private async Task<(long, long)> InTransaction(NpgsqlConnection connection, string? subject)
    {
        var transaction = new RegistryTransaction(connection, app.Services.GetRequiredService<KeyRing>());
        await transaction.Begin(app.Issuer.Url, subject ?? "stranger", [Role.EhrIntegration], default);
        var seen = await Seen(connection);
        await transaction.Rollback();
        return seen;
    }

    /// <summary>As it must not be done: the setting outlives its transaction.</summary>
    private async Task<(long, long)> InSession(NpgsqlConnection connection, string? subject)
    {
        if (subject is not null)
        {
            var organization = subject.StartsWith("foreign", StringComparison.Ordinal) ? app.Elsewhere.Organization : app.Home.Organization;
            await using var set = new NpgsqlCommand($"select set_config('registry.organization', '{organization}', false), set_config('registry.reach', 'organization', false)", connection);
            await set.ExecuteNonQueryAsync();
        }

        return await Seen(connection);
    }

    private async Task<(long, long)> Seen(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("select count(*) filter (where organization_id = $1), count(*) filter (where organization_id = $2) from patient", connection)
        {
            Parameters = { new() { Value = app.Home.Organization.Value }, new() { Value = app.Elsewhere.Organization.Value } },
        };
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        return (row.GetInt64(0), row.GetInt64(1));
    }

    private async Task<long> Count(Guid organization)
    {
        await using var owner = app.AsOwner();
        await owner.OpenAsync();
        await using var command = new NpgsqlCommand("select count(*) from patient where organization_id = $1", owner) { Parameters = { new() { Value = organization } } };
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
