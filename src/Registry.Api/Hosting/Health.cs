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

    /// <summary>Ready when the database answers, stands at the migration this build was made for, and its keys lie under the root key that was configured.</summary>
    private static async Task<IResult> Ready(NpgsqlDataSource dataSource, KeyRing keys, CancellationToken ct)
    {
        try
        {
            return await RegistryMigrations.AreCurrent(dataSource, ct) && await keys.HasRightRoot(ct) ? TypedResults.Ok() : TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
        catch (NpgsqlException)
        {
            return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }
}
