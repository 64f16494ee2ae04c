using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Registry.Clinical;

namespace Registry.Api;

/// <summary>What every named policy asks: that <see cref="Rights.Decide"/> says yes.</summary>
internal sealed class DecisionRequirement : IAuthorizationRequirement;

internal sealed class DecisionHandler(IHttpContextAccessor http) : AuthorizationHandler<DecisionRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, DecisionRequirement requirement)
    {
        if (http.HttpContext?.Features.Get<Access>()?.Decision.IsAllowed is true) context.Succeed(requirement);
        return Task.CompletedTask;
    }
}

/// <summary>A refusal is 403, and says so where a second factor would help; but a token that is a person's and a program's at once is malformed.</summary>
internal sealed class DecisionResults(RegistrySettings settings) : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler ordinary = new();

    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        // Nobody's role opens a page that there is not.
        if (authorizeResult.Forbidden && context.GetEndpoint() is null && PageEndpoints.IsPage(context))
            return ErrorBody.Refuse(context, StatusCodes.Status404NotFound, Refusals.NotFound.Code, Refusals.NotFound.Text);
        switch (authorizeResult.Forbidden ? context.Features.Get<Access>()?.Decision.Refused : null)
        {
            case Reason.MixedContexts:
                return ErrorBody.Refuse(context, StatusCodes.Status400BadRequest, "mixed-contexts", "A token holds scopes of a person or of a system, never of both.");
            case Reason.SecondFactor:
                context.Response.Headers.WWWAuthenticate = settings.SecondFactor.Challenge;
                return ErrorBody.Refuse(context, StatusCodes.Status403Forbidden, "second-factor-required", "Sign in once more, with a second factor.");
            default:
                return ordinary.HandleAsync(next, context, policy, authorizeResult);
        }
    }
}

internal static class PermissionAuthorization
{
    public static void AddPermissions(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddSingleton(AccessTable.Standard);
        services.AddSingleton<IAuthorizationHandler, DecisionHandler>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, DecisionResults>();
        var authorization = services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().RequireAssertion(_ => false).Build());
        foreach (var permission in Permissions.All)
        {
            authorization.AddPolicy(permission.Name, policy => policy.RequireAuthenticatedUser().AddRequirements(new DecisionRequirement()));
        }
    }

    /// <summary>The one way to open an endpoint: a named policy, the audit word, and the transaction that ends with the audit entry.</summary>
    public static RouteHandlerBuilder Requires(this RouteHandlerBuilder endpoint, Permission permission) =>
        endpoint.RequireAuthorization(permission.Name).WithMetadata(permission).AddEndpointFilter(CommitFilter.Invoke);
}
