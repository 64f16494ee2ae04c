using Microsoft.AspNetCore.Authorization;
using NodaTime;
using Registry.Storage;

namespace Registry.Api;

/// <summary>Stands between authentication and authorization: opens the transaction, finds the caller, and sees to it that whatever is not committed is recorded as refused.</summary>
internal sealed class AccessMiddleware(RequestDelegate next, AccessTable table, RequestBudgets budgets)
{
    /// <summary>The framework's own endpoint for a body of a media type that no endpoint of the path takes: it has no permission to ask for.</summary>
    private const string WrongMediaType = "415 HTTP Unsupported Media Type";

    private static readonly Permission Unrouted = new("unknown", "");

    public async Task Invoke(HttpContext http, RegistryTransaction transaction, IClock clock)
    {
        var endpoint = http.GetEndpoint();
        if (endpoint?.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            await next(http);
            return;
        }

        var access = new Access(http, table, endpoint?.Metadata.GetMetadata<Permission>() ?? Unrouted, transaction, clock);
        http.Features.Set(access);
        try
        {
            if (budgets.Of(http) is { } wait)
            {
                http.Response.MustWait(wait);
            }
            else
            {
                if (http.User.Identity?.IsAuthenticated is true) await access.Begin();
                if (access.Caller is { } caller && budgets.OfOrganization(caller.OrganizationId) is { } later) http.Response.MustWait(later);
                else if (access.Caller is not null && HoldsNul(http.Request)) http.Response.StatusCode = StatusCodes.Status400BadRequest;
                else if (access.Caller is not null && endpoint?.DisplayName == WrongMediaType) http.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
                else await next(http);
            }
        }
        catch (Exception failure) when (!access.IsRecorded)
        {
            await access.Refuse(failure switch
            {
                BadHttpRequestException bad => bad.StatusCode,
                KeysErasedException => StatusCodes.Status410Gone,
                _ => StatusCodes.Status500InternalServerError,
            });
            throw;
        }

        // A page sends whoever is not signed in to the provider: nothing was shown.
        if (!access.IsRecorded) await access.Refuse(http.Response.StatusCode is StatusCodes.Status302Found ? StatusCodes.Status401Unauthorized : http.Response.StatusCode);
    }

    /// <summary>No text that is kept holds one, and the database takes none to compare with.</summary>
    private static bool HoldsNul(HttpRequest request) =>
        request.QueryString.Value?.Contains("%00", StringComparison.Ordinal) is true || request.Path.Value?.Contains('\0', StringComparison.Ordinal) is true;
}
