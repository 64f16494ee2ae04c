using Npgsql;
using Registry.Sandbox;

namespace Registry.IntegrationTests.Sandbox;

public sealed class ProgramLoaderTests
{
    private static readonly NodaTime.LocalDate Today = new(2026, 11, 20);

    [Fact]
    public async Task What_was_made_up_is_what_is_stored()
    {
        await using var database = await PostgresServer.Registry();
        var program = SyntheticProgram.Demo(Today, patients: 300);
        var patients = program.Patients.ToList();

        await ProgramLoader.Load(database.OwnerConnectionString, program, TestRootKey.Key);

        Assert.Equal(patients.Count, await Ask(database, "select count(*) from patient"));
        Assert.Equal(patients.Sum(p => p.Assessments.Count), await Ask(database, "select count(*) from assessment"));
        Assert.Equal(patients.Sum(p => p.Assessments.Sum(a => a.Total)), await Ask(database, "select sum(total) from assessment"));
        Assert.Equal(patients.Sum(p => p.Episodes.Sum(e => e.Contacts.Sum(c => c.Minutes))), await Ask(database, "select sum(minutes) from contact"));
        Assert.Equal(patients.Sum(p => p.Episodes.Sum(e => e.StatusChanges.Count)), await Ask(database, "select count(*) from episode_status_change"));
        Assert.Equal(10, await Ask(database, $"select count(*) from care_team_assignment where staff_member_id = '{Figure3Caseload.CareManager.Id}'"));
        Assert.Equal(0, await Ask(database, "select count(*) from assessment where self_harm_answer is distinct from nullif(items[9], -1) and instrument = 'phq-9'"));
    }

    [Fact]
    public async Task A_second_start_leaves_what_is_there()
    {
        await using var database = await PostgresServer.Registry();
        var program = SyntheticProgram.Empty(Today);

        Assert.NotNull(await ProgramLoader.Load(database.OwnerConnectionString, program, TestRootKey.Key));
        Assert.Null(await ProgramLoader.Load(database.OwnerConnectionString, SyntheticProgram.Demo(Today), TestRootKey.Key));
        Assert.Equal(0, await Ask(database, "select count(*) from patient"));
    }

    [Fact]
    public async Task A_registry_of_somebody_else_gets_no_synthetic_patients()
    {
        await using var database = await PostgresServer.Registry();
        await Ask(database, $"with o as (insert into organization (id, name, outcome_profile, payer_profile) values ('{Guid.CreateVersion7()}', 'Real Health', 'nys-2025', 'midpoint') returning 1) select count(*) from o");

        var refusal = await Assert.ThrowsAsync<SandboxException>(() => ProgramLoader.Load(database.OwnerConnectionString, SyntheticProgram.Demo(Today), TestRootKey.Key));

        Assert.Equal(2, refusal.ExitCode);
    }

    [Fact]
    public async Task Each_persona_gets_its_role_under_every_address_the_issuer_has_had()
    {
        await using var database = await PostgresServer.Registry();
        await ProgramLoader.Load(database.OwnerConnectionString, SyntheticProgram.Empty(Today), TestRootKey.Key);

        for (var i = 0; i < 2; i++)
        {
            await PersonaAccess.Grant(database.OwnerConnectionString, "http://127.0.0.1:5080/dev/idp");
            await PersonaAccess.Grant(database.OwnerConnectionString, "http://127.0.0.1:6001/dev/idp");
        }

        Assert.Equal(2 * Personas.All.Count, await Ask(database, "select count(*) from principal where issuer like 'http:%'"));
        Assert.Equal(2 * Personas.All.Count, await Ask(database, "select count(*) from role_grant"));
        Assert.Equal(2, await Ask(database, "select count(*) from principal where may_create_patients and default_clinic_id is not null and staff_member_id is null"));
        Assert.Equal(2, await Ask(database, "select count(*) from role_grant where role = 'care-manager' and clinic_id is not null"));
    }

    private static async Task<long> Ask(TestDatabase database, string sql)
    {
        await using var connection = new NpgsqlConnection(database.OwnerConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return Convert.ToInt64(await command.ExecuteScalarAsync());
    }
}
