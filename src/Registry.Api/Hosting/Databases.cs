using Npgsql;
using Registry.Storage;

namespace Registry.Api;

/// <summary>What the database must be before a request is taken.</summary>
public static class Databases
{
    /// <summary>One sentence for the operator; null when the service may start.</summary>
    public static async Task<string?> WhyNotReady(NpgsqlDataSource dataSource, KeyRing keys)
    {
        try
        {
            if (!await RegistryMigrations.AreCurrent(dataSource, CancellationToken.None)) return "The database is not at the schema this build expects. Run: Registry.Api migrate";
            return await keys.HasRightRoot(CancellationToken.None) ? null : "Keys:RootFile holds another root key than the one this registry's keys were wrapped with.";
        }
        catch (NpgsqlException e)
        {
            return $"The database is not reachable ({e.SqlState ?? "no answer"}).";
        }
    }
}
