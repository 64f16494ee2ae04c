using Npgsql;
using Registry.Storage;

namespace Registry.Api;

/// <summary>What the database and the runtime must be before a request is taken.</summary>
public static class Databases
{
    /// <summary>The line of .NET this build is made for and tested on; others may read a request otherwise (CVE-2025-55315).</summary>
    private static readonly Version OldestRuntime = new(10, 0, 0);

    /// <summary>One sentence for the operator; null when this runtime may serve.</summary>
    public static string? WhyRuntimeUnfit(Version runtime) =>
        runtime >= OldestRuntime && runtime.Major == OldestRuntime.Major ? null : $"This build needs .NET {OldestRuntime.Major}; it was started on {runtime}.";

    /// <summary>One sentence for the operator; null when the service may start.</summary>
    public static async Task<string?> WhyNotReady(NpgsqlDataSource dataSource, KeyRing keys)
    {
        try
        {
            if ((await DatabaseFitness.Of(dataSource, CancellationToken.None)).WhyUnfit is { } unfit) return unfit;
            if (!await RegistryMigrations.AreCurrent(dataSource, CancellationToken.None)) return "The database is not at the schema this build expects. Run: Registry.Api migrate";
            return await keys.HasRightRoot(CancellationToken.None) ? null : "Keys:RootFile holds another root key than the one this registry's keys were wrapped with.";
        }
        catch (NpgsqlException e)
        {
            return $"The database is not reachable ({e.SqlState ?? "no answer"}).";
        }
    }
}
