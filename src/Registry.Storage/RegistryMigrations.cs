using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Registry.Storage;

/// <summary>The schema's own steps, run with the owner's role, never by the service.</summary>
public static class RegistryMigrations
{
    /// <summary>deploy/roles.sql: the roles that must exist before the first migration.</summary>
    public static string RolesScript
    {
        get
        {
            using var script = new StreamReader(typeof(RegistryMigrations).Assembly.GetManifestResourceStream("roles.sql")!);
            return script.ReadToEnd();
        }
    }

    /// <summary>Applies what is pending and says how many steps that were.</summary>
    public static async Task<int> Apply(string ownerConnectionString, CancellationToken ct = default)
    {
        await using var db = Context(ownerConnectionString);
        var pending = (await db.Database.GetPendingMigrationsAsync(ct)).Count();
        if (pending > 0) await db.Database.MigrateAsync(ct);
        return pending;
    }

    /// <summary>Whether the database stands exactly where this build expects it.</summary>
    public static async Task<bool> AreCurrent(NpgsqlDataSource dataSource, CancellationToken ct)
    {
        await using var db = Context(dataSource.ConnectionString);
        var known = db.Database.GetMigrations().Last();
        await using var command = dataSource.CreateCommand("""select max("MigrationId") from "__EFMigrationsHistory" """);
        try
        {
            return await command.ExecuteScalarAsync(ct) as string == known;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            return false;
        }
    }

    /// <summary>All steps as one idempotent script, committed under deploy/.</summary>
    public static string Script()
    {
        using var db = Context("Host=script");
        var migrator = Microsoft.EntityFrameworkCore.Infrastructure.AccessorExtensions.GetService<Microsoft.EntityFrameworkCore.Migrations.IMigrator>(db);
        return migrator.GenerateScript(options: Microsoft.EntityFrameworkCore.Migrations.MigrationsSqlGenerationOptions.Idempotent);
    }

    private static RegistryDbContext Context(string connectionString) =>
        new(new DbContextOptionsBuilder<RegistryDbContext>().UseNpgsql(connectionString).Options);
}
