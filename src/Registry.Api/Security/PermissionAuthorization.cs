using Microsoft.AspNetCore.Authorization;

namespace Registry.Api;

/// <summary>Scope of the token and role from the database, both: the decision behind every named policy.</summary>
internal sealed class PermissionRequirement(Permission permission) : IAuthorizationRequirement
{
    public Permission Permission => permission;
}

internal sealed class PermissionHandler(IHttpContextAccessor http) : AuthorizationHandler<PermissionRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, PermissionRequirement requirement)
    {
        var access = http.HttpContext?.Features.Get<Access>();
        var permission = requirement.Permission;
        if (access?.Caller is { } caller && permission.Roles.Any(caller.Has) && Scopes.Allow(context.User, permission.Scope))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}

internal static class PermissionAuthorization
{
    public static void AddPermissions(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddSingleton<IAuthorizationHandler, PermissionHandler>();
        var authorization = services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().RequireAssertion(_ => false).Build());
        foreach (var permission in Permissions.All)
        {
            authorization.AddPolicy(permission.Name, policy => policy.RequireAuthenticatedUser().AddRequirements(new PermissionRequirement(permission)));
        }
    }

    /// <summary>The one way to open an endpoint: a named policy, the audit word, and the transaction that ends with the audit entry.</summary>
    public static RouteHandlerBuilder Requires(this RouteHandlerBuilder endpoint, Permission permission) =>
        endpoint.RequireAuthorization(permission.Name).WithMetadata(permission).AddEndpointFilter(CommitFilter.Invoke);
}
