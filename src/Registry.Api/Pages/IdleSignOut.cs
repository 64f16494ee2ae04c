namespace Registry.Api;

/// <summary>Automatic logoff (45 CFR 164.312(a)(2)(iii)): a page that nobody has touched for too long leaves the screen by itself.</summary>
/// <remarks>The cookie ends at the same time. As a header, since nothing may run on a page.</remarks>
internal static class IdleSignOut
{
    public static Func<EndpointFilterInvocationContext, EndpointFilterDelegate, ValueTask<object?>> After(PageSettings pages)
    {
        var refresh = $"{(int)Math.Ceiling(pages.Idle.TotalSeconds)}; url={PageEndpoints.Prefix}/signed-out";
        return (call, next) =>
        {
            if (call.HttpContext.User.Identity?.IsAuthenticated is true) call.HttpContext.Response.Headers["Refresh"] = refresh;
            return next(call);
        };
    }
}
