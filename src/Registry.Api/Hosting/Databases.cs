using Npgsql;
using Registry.Storage;

namespace Registry.Api;

/// <summary>What the database must be before a request is taken.</summary>
public static class Databases
{
    /// <summary>One sentence for the operator; null when the service may start.</summary>
    public static async Task<string?> WhyNotReady(NpgsqlDataSource dataSource)
    {
        try
        {
            return await RegistryMigrations.AreCurrent(dataSource, CancellationToken.None)
                ? null
                : "The database is not at the schema this build expects. Run: Registry.Api migrate";
        }
        catch (NpgsqlException e)
        {
            return $"The database is not reachable ({e.SqlState ?? "no answer"}).";
        }
    }
}
