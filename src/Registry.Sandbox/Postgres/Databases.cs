using Npgsql;

namespace Registry.Sandbox;

/// <summary>Creating, copying and dropping databases, on any server where the role may.</summary>
public static class Databases
{
    /// <param name="maintenance">Connects to a database that stays, usually "postgres".</param>
    /// <param name="template">Copied when given.</param>
    /// <returns>False when the database existed already.</returns>
    public static async Task<bool> Create(string maintenance, string name, string? template, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await Execute(maintenance, $"create database {Quote(name)}" + (template is null ? "" : $" template {Quote(template)}"), ct);
                return true;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DuplicateDatabase && template is null)
            {
                return false;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.ObjectInUse && attempt < 50)
            {
                // A session that has just been closed lives on in the server for a moment.
                await Task.Delay(20, ct);
            }
        }
    }

    public static Task Drop(string maintenance, string name, CancellationToken ct) =>
        Execute(maintenance, $"drop database if exists {Quote(name)} with (force)", ct);

    /// <summary>On a connection of its own, which leaves nothing in a pool: the server may soon be gone.</summary>
    public static async Task Execute(string connectionString, string sql, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static string Quote(string name) => '"' + name.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';
}
