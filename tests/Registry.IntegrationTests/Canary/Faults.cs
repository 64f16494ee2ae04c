using Npgsql;
using Registry.Sandbox;

namespace Registry.IntegrationTests.Canary;

/// <summary>A way in which the database fails, quoting whatever row it was given.</summary>
/// <param name="Body">What a trigger does with a new row, in PL/pgSQL.</param>
/// <param name="Tables">A condition on the names of the tables that have it.</param>
/// <param name="HitsReads">Whether reads meet it too.</param>
internal sealed record Fault(string Name, string Body, string Tables, bool HitsReads = false);

internal static class Faults
{
    private const string Clinical = "table_name not like 'audit%' and table_name not in ('__EFMigrationsHistory', 'idempotency_key')";

    public static IReadOnlyList<Fault> All { get; } =
    [
        .. from code in (string[])["22021", "23505", "23514", "23503", "40001", "57014", "XX000"]
           select new Fault(code, $"raise exception using errcode = '{code}', message = 'row ' || new::text, detail = new::text, hint = new::text, constraint = 'ck_planted'", Clinical),
        new("connection killed", "perform pg_terminate_backend(pg_backend_pid()); perform pg_sleep(1)", Clinical),
        new("audit not written", "raise exception using message = 'row ' || new::text, detail = new::text", "table_name = 'audit_entry'", HitsReads: true),
    ];

    public static Fault Slow { get; } = new("slow", "perform pg_sleep(0.3)", Clinical);

    /// <summary>Makes every insert and update fail so, until disposed.</summary>
    public static async Task<IAsyncDisposable> Cause(RegistryApp app, Fault fault)
    {
        await AsOwner(app, $"create function planted() returns trigger language plpgsql as $planted$ begin {fault.Body}; return new; end $planted$");
        await AsOwner(app, ForEachTable(fault, "create trigger a_planted before insert or update on %I for each row execute function planted()"));
        return new Repair(app);
    }

    private static string ForEachTable(Fault fault, string statement) => $"""
        do $each$ declare one text; begin
          for one in select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' and {fault.Tables} loop
            execute format('{statement}', one);
          end loop;
        end $each$
        """;

    /// <summary>Whoever gave up a moment ago may still hold a table: then it is tried again.</summary>
    private static async Task AsOwner(RegistryApp app, string sql)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var connection = app.AsOwner();
                await connection.OpenAsync();
                await using var command = new NpgsqlCommand(sql, connection);
                await command.ExecuteNonQueryAsync();
                return;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DeadlockDetected && attempt < 20)
            {
                await Task.Delay(250);
            }
        }
    }

    private sealed class Repair(RegistryApp app) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await AsOwner(app, "drop function planted() cascade");
    }
}
