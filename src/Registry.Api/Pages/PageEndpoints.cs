using Microsoft.AspNetCore.Authentication;

namespace Registry.Api;

/// <summary>What people look at: server-rendered pages over the same queries and rights as the API.</summary>
internal static class PageEndpoints
{
    public const string Prefix = "/app";

    /// <summary>What the pages ask the provider for: the upper bound of a session. What a person really may do is granted in the database.</summary>
    public static readonly IReadOnlyList<string> Scopes =
        ["openid", "staff:read", "patients:read", "scores:read", "contacts:read", "contacts:write", "caseload:read", "metrics:read"];

    /// <remarks>Routes are found whatever the case of the address, so this must be too: a page under another one would take a token, and go out without its headers.</remarks>
    public static bool IsPage(HttpContext http) => http.Request.Path.StartsWithSegments(Prefix, StringComparison.OrdinalIgnoreCase);

    public static void AddPages(this IServiceCollection services, RegistrySettings settings)
    {
        services.AddRazorComponents();
        services.AddSingleton<PageSessions>();
        services.AddAntiforgery(antiforgery => PageForms.Configure(antiforgery, settings));
    }

    public static void MapPages(this IEndpointRouteBuilder routes, RegistrySettings settings)
    {
        if (settings.Pages is not { } pageSettings) return;
        var pages = routes.MapGroup(Prefix).ExcludeFromDescription().AddEndpointFilter(SameOriginPosts.Invoke);
        pages.MapGet("/style.css", () => PageFiles.Style).AllowAnonymous();
        pages.MapGet("/icon.svg", () => PageFiles.Icon).AllowAnonymous();
        pages.MapGet("/signed-out", (Delegate)SignedOut).AllowAnonymous();
        pages.MapPost("/sign-out", (Delegate)SignOut).AllowAnonymous();

        var sheets = pages.MapGroup("").AddEndpointFilter(IdleSignOut.After(pageSettings));
        sheets.MapGet("", HomePages.Home).Requires(Permissions.WhoAmI);
        sheets.MapCaseloadPages();
        sheets.MapReviewPages();
        sheets.MapPatientPages();
        sheets.MapClinicPages();
    }

    /// <summary>Ends the session. Also where a page goes by itself when nobody has touched it for too long.</summary>
    private static async Task<IResult> SignedOut(HttpContext http)
    {
        await http.SignOutAsync(PageSignIn.Session);
        return Page.Of<SignedOutPage>([]);
    }

    private static async Task<IResult> SignOut(HttpContext http)
    {
        await http.SignOutAsync(PageSignIn.Session);
        return new SeeOther(Prefix + "/signed-out");
    }
}
