using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Registry.Api;
using Registry.Sandbox;
using Registry.Storage;

namespace Registry.IntegrationTests;

/// <summary>What must hold for every table there is, and for each one that will be added.</summary>
public sealed class RowSecurityTests(RegistryApp app) : IClassFixture<RegistryApp>
{
    private const string Tables = "select c.relname from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname <> '__EFMigrationsHistory'";

    [Fact]
    public async Task Every_table_has_row_security_forced_with_the_rule_of_the_list()
    {
        Assert.Equal(await Owner($"{Tables} order by 1"), RowSecurity.Tables.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(await Owner($"{Tables} and not (c.relrowsecurity and c.relforcerowsecurity)"));
        Assert.Empty(await Owner($"{Tables} and not exists (select from pg_policy p where p.polrelid = c.oid and p.polcmd = '*' and p.polpermissive)"));
    }

    [Fact]
    public async Task Without_a_caller_every_table_is_empty()
    {
        await app.As("care-manager").KnowsPatient(app);
        await using var service = app.AsService();
        await service.OpenAsync();
        foreach (var table in RowSecurity.Tables.Keys) Assert.Equal((table, 0L), (table, await One<long>(service, $"select count(*) from {table}")));
    }

    [Fact]
    public async Task A_stranger_who_asked_leaves_nothing_behind_for_the_next_borrower()
    {
        await using var connection = app.AsService();
        var transaction = new RegistryTransaction(connection, app.Services.GetRequiredService<KeyRing>());
        Assert.Null(await transaction.Begin(app.Issuer.Url, "nobody", [Role.CareManager], default));
        Assert.Equal(0, await One<long>(connection, "select count(*) from principal"));
        await transaction.Rollback();
        Assert.NotNull(await transaction.Begin(app.Issuer.Url, Personas.CareManager.Subject, [Role.CareManager], default));
        Assert.NotEqual(0, await One<long>(connection, "select count(*) from clinic"));
        await transaction.Rollback();
        Assert.Equal(0, await One<long>(connection, "select count(*) from clinic"));
    }

    [Fact]
    public async Task Rules_are_sets_and_no_function_of_ours_is_called_for_a_row() =>
        Assert.Empty(await Owner("""
            select p.polname || ' on ' || p.polrelid::regclass from pg_policy p join pg_depend d on d.objid = p.oid and d.classid = 'pg_policy'::regclass
            join pg_proc f on d.refclassid = 'pg_proc'::regclass and f.oid = d.refobjid where f.pronamespace = 'public'::regnamespace
            """));

    [Fact]
    public async Task Every_key_and_unique_index_is_led_by_the_organization_and_every_reference_carries_it()
    {
        Assert.Equal(["ux_principal_issuer_subject"], await Owner("""
            select i.indexrelid::regclass::text from pg_index i join pg_class c on c.oid = i.indrelid join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
            where c.relnamespace = 'public'::regnamespace and i.indisunique and a.attname <> 'organization_id' and c.relname not in ('organization', '__EFMigrationsHistory')
            """));
        Assert.Empty(await Owner("""
            select conname from pg_constraint k where k.contype = 'f' and k.connamespace = 'public'::regnamespace
            and not exists (select from pg_attribute a where a.attrelid = k.conrelid and a.attnum = any(k.conkey) and a.attname = 'organization_id')
            """));
    }

    [Fact]
    public async Task The_service_owns_nothing_and_the_report_role_may_read_no_table_with_health_data()
    {
        Assert.Empty(await Owner("select c.relname from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname in ('registry_service', 'registry_report')"));
        Assert.Empty(await Owner("select rolname from pg_roles where rolname like 'registry\\_%' and rolname <> 'registry_owner' and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)"));
        // Suppressed aggregates, to be read and not changed.
        string[] published = ["published_aggregate", "published_month", "published_row"];
        Assert.Equal(published, await Owner($"""
            {Tables} and (has_table_privilege('registry_report', c.oid, 'select, insert, update, delete, truncate, references, trigger')
              or has_any_column_privilege('registry_report', c.oid, 'select, insert, update, references')) order by 1
            """));
        Assert.Empty(await Owner($"{Tables} and has_table_privilege('registry_report', c.oid, 'insert, update, delete, truncate, references, trigger')"));
        await using var report = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(app.AsService().ConnectionString) { Username = "registry_report" }.ConnectionString);
        await report.OpenAsync();
        foreach (var table in RowSecurity.Tables.Keys.Except(published))
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => One<long>(report, $"select count(*) from {table}"));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }
    }

    [Fact]
    public async Task A_job_of_the_registry_sees_one_organization_at_a_time_and_a_list_of_them()
    {
        await app.As("care-manager").KnowsPatient(app);
        await using var connection = app.AsService();
        await connection.OpenAsync();
        await using (await connection.BeginTransactionAsync())
        {
            await Run(connection, RowContext.AcrossOrganizations());
            Assert.Equal(2, await One<long>(connection, "select count(*) from organization"));
            Assert.Equal(0, await One<long>(connection, "select count(*) from patient"));
            await Run(connection, RowContext.ForSystem(app.Home.Organization));
            Assert.Equal(app.Home.Organization.Value, await One<Guid>(connection, "select distinct organization_id from patient"));
        }

        Assert.Equal(0, await One<long>(connection, "select count(*) from organization"));
    }

    [Theory]
    [InlineData(150013, false, false, false, "15.14")]
    [InlineData(140022, false, false, false, "15")]
    [InlineData(150018, true, false, false, "superuser")]
    [InlineData(150018, false, true, false, "row security")]
    [InlineData(150018, false, false, true, "owns")]
    [InlineData(150014, false, false, false, null)]
    [InlineData(170006, false, false, false, null)]
    public void A_database_that_would_not_hold_is_refused_with_the_reason(int version, bool isSuperuser, bool bypasses, bool ownsTables, string? says)
    {
        var reason = new DatabaseFitness(version, isSuperuser, bypasses, ownsTables).WhyUnfit;
        if (says is null) Assert.Null(reason);
        else Assert.Contains(says, reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_owner_is_refused_as_the_services_role()
    {
        await using var owner = NpgsqlDataSource.Create(app.AsOwner().ConnectionString);
        Assert.Contains("registry_service", await Api.Databases.WhyNotReady(owner, app.Services.GetRequiredService<KeyRing>()), StringComparison.Ordinal);
        await using var service = NpgsqlDataSource.Create(app.AsService().ConnectionString);
        Assert.Null(await Api.Databases.WhyNotReady(service, app.Services.GetRequiredService<KeyRing>()));
    }

    private async Task<List<string>> Owner(string sql)
    {
        await using var owner = app.AsOwner();
        await owner.OpenAsync();
        await using var command = new NpgsqlCommand(sql, owner);
        await using var rows = await command.ExecuteReaderAsync();
        var found = new List<string>();
        while (await rows.ReadAsync()) found.Add(rows.GetString(0));
        return found;
    }

    private static async Task<T> One<T>(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private static async Task Run(NpgsqlConnection connection, NpgsqlBatchCommand command)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { command } };
        await batch.ExecuteNonQueryAsync();
    }
}
