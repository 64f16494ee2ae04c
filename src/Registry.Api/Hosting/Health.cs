using Npgsql;
using Registry.Storage;

namespace Registry.Api;

internal static class Health
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => TypedResults.Ok()).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet("/health/ready", Ready).AllowAnonymous().ExcludeFromDescription();
    }

    /// <summary>Ready when the database answers and stands at the migration this build was made for, its keys lie under the root key that was configured, and somebody could sign in.</summary>
    /// <remarks>While the identity provider is down and its last keys serve on, the service is ready, and says how it stands.</remarks>
    private static async Task<IResult> Ready(NpgsqlDataSource dataSource, KeyRing ring, ProviderKeys keys, CancellationToken ct)
    {
        var database = await IsCurrent(dataSource, ring, ct);
        var provider = await StateOf(keys, ct);
        return TypedResults.Json(
            new Readiness(database ? "current" : "not-current", provider switch { KeyState.Current => "current", KeyState.Kept => "unreachable", KeyState.None => "no-keys" }),
            statusCode: database && provider is not KeyState.None ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<bool> IsCurrent(NpgsqlDataSource dataSource, KeyRing ring, CancellationToken ct)
    {
        try
        {
            return await RegistryMigrations.AreCurrent(dataSource, ct) && await ring.HasRightRoot(ct);
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private static async Task<KeyState> StateOf(ProviderKeys keys, CancellationToken ct)
    {
        try
        {
            await keys.GetConfigurationAsync(ct);
        }
        catch (ProviderUnavailableException)
        {
            // The state says so.
        }

        return keys.State;
    }

    /// <param name="Database">current, or not-current: not reachable, not at this build's schema, or under another root key.</param>
    /// <param name="IdentityProvider">current; unreachable, while the keys of its last answer serve; no-keys, when nobody can sign in.</param>
    private sealed record Readiness(string Database, string IdentityProvider);
}
