using Microsoft.EntityFrameworkCore;
using Npgsql;
using Registry.Storage;

namespace Registry.IntegrationTests;

/// <summary>What the database itself holds to, whatever the service does.</summary>
public sealed class DatabaseTests(RegistryApp app) : IClassFixture<RegistryApp>
{
    [Theory]
    [InlineData("update audit_entry set action = 'x'")]
    [InlineData("delete from audit_entry")]
    [InlineData("truncate audit_entry")]
    [InlineData("delete from assessment")]
    [InlineData("delete from contact")]
    [InlineData("update fact_history set version = 1")]
    [InlineData("update role_grant set role = 'administrator'")]
    [InlineData("create table mine (id int)")]
    [InlineData("alter table patient add column x int")]
    [InlineData("drop table patient")]
    public async Task The_service_role_may_not_do_this(string sql)
    {
        await using var connection = app.AsService();
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    public async Task Every_key_and_index_begins_with_the_organization_but_the_one_that_finds_it()
    {
        await using var connection = app.AsOwner();
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("""
            select c.relname from pg_index i
            join pg_class c on c.oid = i.indexrelid
            join pg_class t on t.oid = i.indrelid
            join pg_namespace n on n.oid = t.relnamespace and n.nspname = 'public'
            join pg_attribute a on a.attrelid = t.oid and a.attnum = i.indkey[0]
            where a.attname <> 'organization_id' and t.relname not in ('organization', '__EFMigrationsHistory')
            """, connection);
        await using var rows = await command.ExecuteReaderAsync();
        var exceptions = new List<string>();
        while (await rows.ReadAsync()) exceptions.Add(rows.GetString(0));
        Assert.Equal(["ux_principal_issuer_subject"], exceptions);
    }

    [Fact]
    public async Task No_row_can_point_into_another_organization()
    {
        await using var connection = app.AsOwner();
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("""
            select k.conname from pg_constraint k join pg_class t on t.oid = k.conrelid
            where k.contype = 'f' and cardinality(k.conkey) = 1 and k.confrelid <> 'organization'::regclass
            """, connection);
        Assert.Null(await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Every_function_says_whose_tables_it_means()
    {
        await using var connection = app.AsOwner();
        await connection.OpenAsync();
        // One that the planner writes into the statement can have no path: it names each table with its schema.
        await using var command = new NpgsqlCommand("""
            select string_agg(p.proname, ', ') from pg_proc p join pg_language l on l.oid = p.prolang
            where p.pronamespace = 'public'::regnamespace and not ('search_path=public, pg_temp' = any(coalesce(p.proconfig, '{}')))
              and not (l.lanname = 'sql' and p.proretset and p.prosrc !~* '\m(from|join|,)\s+(?!public\.|jsonb_populate_record)\w+[ (]' and p.prosrc !~* 'null::(?!public\.)')
            """, connection);
        Assert.Equal("", await command.ExecuteScalarAsync() as string ?? "");
    }

    [Fact]
    public async Task A_temporary_table_takes_no_history_in_and_needs_a_right_that_nobody_has()
    {
        using var careManager = app.As("care-manager");
        var score = (string)(await careManager.Scores(await careManager.KnowsPatient(app), "phq-9", "2025-05-01", 21))["id"]!;
        await using var service = app.AsService();
        await service.OpenAsync();
        await using (var attack = new NpgsqlCommand($"""
            select set_config('registry.organization', '{app.Home.Organization}', false), set_config('registry.reach', 'organization', false);
            create temp table fact_history (like public.fact_history);
            update assessment set total = 0, version = version + 1, recorded_at = now() where id = '{score}'
            """, service))
        {
            await attack.ExecuteNonQueryAsync();
        }

        await using var owner = app.AsOwner();
        await owner.OpenAsync();
        await using var kept = new NpgsqlCommand($"select row ->> 'total' from public.fact_history where table_name = 'assessment' and id = '{score}'", owner);
        Assert.Equal("21", await kept.ExecuteScalarAsync());
        // Copies of a database do not take its rights along: the one that was migrated is asked.
        await using var right = new NpgsqlCommand("select has_database_privilege('registry_service', oid, 'temp') from pg_database where datname = left(current_database(), 40) || '_registry'", owner);
        Assert.Equal(false, await right.ExecuteScalarAsync());
    }

    [Fact]
    public void The_model_has_no_change_without_a_migration()
    {
        using var db = app.Owner();
        Assert.False(db.Database.HasPendingModelChanges());
    }

    [Fact]
    public void The_committed_migration_script_is_the_one_the_migrations_make()
    {
        var committed = File.ReadAllText(Path.Combine(Repository.Root, "deploy", "migrations.sql"));
        Assert.Equal(RegistryMigrations.Script().ReplaceLineEndings("\n").Trim(), committed.ReplaceLineEndings("\n").Trim());
    }
}
