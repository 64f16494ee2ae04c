using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authentication.OAuth;
using NodaTime;
using Registry.Storage;

namespace Registry.Api;

/// <summary>How a person signs in to the pages: authorization code with PKCE at the configured provider, then a short session in a cookie.</summary>
/// <remarks>The API below /v1 and /fhir never takes the cookie, and the pages never take a bearer token: a link can carry neither.</remarks>
internal static class PageSignIn
{
    public const string Provider = "provider";
    public const string Session = "session";
    public const string CallbackPath = PageEndpoints.Prefix + "/signed-in";

    private const string ByPath = "by-path";

    /// <summary>What a failed sign-in is in the audit trail. No endpoint asks for it.</summary>
    private static readonly Permission Attempt = new("sign-in", "");

    public static AuthenticationBuilder AddPageSignIn(this AuthenticationBuilder authentication, RegistrySettings settings, PageSettings pages)
    {
        authentication.Services.Configure<AuthenticationOptions>(o => o.DefaultScheme = ByPath);
        return authentication
            .AddPolicyScheme(ByPath, null, o => o.ForwardDefaultSelector = http => PageEndpoints.IsPage(http) ? Session : JwtBearerDefaults.AuthenticationScheme)
            .AddCookie(Session, cookie => Configure(cookie, settings, pages))
            .AddOAuth<ProviderOptions, ProviderHandler>(Provider, oauth => Configure(oauth, settings, pages));
    }

    private static void Configure(CookieAuthenticationOptions cookie, RegistrySettings settings, PageSettings pages)
    {
        var secure = settings.PublicBase.Scheme == "https";
        cookie.Cookie.Name = secure ? "__Host-registry" : "registry";
        cookie.Cookie.Path = "/";
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SecurePolicy = secure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        // Not Strict: the way back from the provider is a navigation from another site.
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.ExpireTimeSpan = pages.Idle.ToTimeSpan();
        cookie.SlidingExpiration = true;
        cookie.ForwardChallenge = Provider;
        cookie.Events.OnSigningOut = context =>
        {
            Sessions(context.HttpContext).End(context.HttpContext.User);
            return Task.CompletedTask;
        };
        cookie.Events.OnValidatePrincipal = context =>
        {
            if (!Sessions(context.HttpContext).IsOpen(context.Principal)) context.RejectPrincipal();
            return Task.CompletedTask;
        };
        cookie.Events.OnRedirectToAccessDenied = context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        };
    }

    private static void Configure(ProviderOptions oauth, RegistrySettings settings, PageSettings pages)
    {
        oauth.SignInScheme = Session;
        oauth.CallbackPath = CallbackPath;
        oauth.ClientId = pages.ClientId;
        oauth.UsePkce = true;
        oauth.CorrelationCookie.SecurePolicy = settings.PublicBase.Scheme == "https" ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        oauth.CorrelationCookie.SameSite = SameSiteMode.Lax;
        oauth.Events.OnRemoteFailure = context =>
        {
            context.HandleResponse();
            return Refuse(context.HttpContext);
        };
        foreach (var scope in PageEndpoints.Scopes) oauth.Scope.Add(scope);
    }

    /// <summary>A sign-in that failed is an access that was refused: counted and recorded as one. It never comes as far as <see cref="AccessMiddleware"/>.</summary>
    private static Task Refuse(HttpContext http)
    {
        var services = http.RequestServices;
        if (services.GetRequiredService<RequestBudgets>().Of(http) is { } wait)
        {
            http.Response.MustWait(wait);
            return Task.CompletedTask;
        }

        http.Features.Set(new Access(http, services.GetRequiredService<AccessTable>(), Attempt, services.GetRequiredService<RegistryTransaction>(), services.GetRequiredService<IClock>()));
        return ErrorBody.Refuse(http, StatusCodes.Status401Unauthorized, "sign-in-failed", Words.SignInFailed);
    }

    private static PageSessions Sessions(HttpContext http) => http.RequestServices.GetRequiredService<PageSessions>();
}
