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
