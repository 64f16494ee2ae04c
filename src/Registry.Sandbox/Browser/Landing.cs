using Microsoft.AspNetCore.Http.HttpResults;
using Registry.Api;

namespace Registry.Sandbox;

internal static class Landing
{
    /// <summary>The first thing a browser shows: what this is, who one can be, and where to go.</summary>
    public static void MapLanding(this IEndpointRouteBuilder routes, SandboxOptions options) =>
        routes.MapGet("/", () => new RazorComponentResult<LandingPage>(new Dictionary<string, object?>
        {
            [nameof(LandingPage.Host)] = options.Host,
            [nameof(LandingPage.Tokens)] = options.Tokens,
            [nameof(LandingPage.Figure3)] = options.Empty ? null : $"/app/caseloads/{Figure3Caseload.CareManager.Id}?asOf={Figure3Caseload.ReportDate:uuuu-MM-dd}",
        })).AddEndpointFilter((call, next) =>
        {
            PageHeaders.Set(call.HttpContext.Response.Headers);
            return next(call);
        }).AllowAnonymous().ExcludeFromDescription();
}
