using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Registry.Api;

namespace Registry.Sandbox;

/// <summary>The browser's side of the development issuer: authorization code with PKCE, where picking a persona stands for signing in.</summary>
internal static class SignInEndpoints
{
    public const string ClientId = "registry-pages";

    public static void MapSignIn(this IEndpointRouteBuilder dev, DevIssuer issuer, IClock clock)
    {
        var flow = new CodeFlow(clock);
        dev.MapGet("/idp/authorize", (HttpContext http, [AsParameters] AuthorizeParameters asked) => Ask(http, asked, issuer));
        dev.MapPost("/idp/authorize", (HttpContext http, [AsParameters] AuthorizeParameters asked, [FromForm] string persona) => Picked(asked, persona, issuer, flow))
            .DisableAntiforgery();
        dev.MapPost("/idp/token", (HttpContext http, [AsParameters] CodeParameters sent) => Redeem(sent, issuer, flow)).DisableAntiforgery();
    }

    private static Results<RazorComponentResult<PersonaPicker>, ProblemHttpResult> Ask(HttpContext http, AuthorizeParameters asked, DevIssuer issuer)
    {
        http.Response.Headers.CacheControl = "no-store";
        PageHeaders.Set(http.Response.Headers);
        return asked.IsFor(issuer) ? new RazorComponentResult<PersonaPicker>() : Refused();
    }

    private static Results<RedirectHttpResult, ProblemHttpResult> Picked(AuthorizeParameters asked, string name, DevIssuer issuer, CodeFlow flow)
    {
        if (!asked.IsFor(issuer) || Personas.People.FirstOrDefault(p => p.Name == name) is not { } persona) return Refused();
        var code = flow.CodeFor(new(asked.ClientId!, asked.RedirectUri!, asked.Challenge!, asked.State ?? ""), persona);
        return TypedResults.Redirect(asked.RedirectUri + QueryString.Create(new Dictionary<string, string?> { ["code"] = code, ["state"] = asked.State }));
    }

    private static Results<Ok<SignedInResponse>, ProblemHttpResult> Redeem(CodeParameters sent, DevIssuer issuer, CodeFlow flow) =>
        sent.GrantType == "authorization_code" && flow.Redeem(sent.Code, sent.ClientId, sent.RedirectUri, sent.Verifier) is { } persona
            ? TypedResults.Ok(new SignedInResponse(issuer.TokenFor(persona), issuer.IdTokenFor(persona, ClientId), "Bearer", (int)issuer.Life.TotalSeconds, persona.Scopes))
            : Refused();

    private static ProblemHttpResult Refused() => TypedResults.Problem(statusCode: 400, title: "This sign-in was not begun by the registry's pages, or took too long.");
}

/// <summary>RFC 6749 4.1.1 with RFC 7636.</summary>
internal sealed record AuthorizeParameters(
    [FromQuery(Name = "client_id")] string? ClientId, [FromQuery(Name = "redirect_uri")] string? RedirectUri, [FromQuery(Name = "response_type")] string? ResponseType,
    [FromQuery(Name = "code_challenge")] string? Challenge, [FromQuery(Name = "code_challenge_method")] string? Method, [FromQuery(Name = "state")] string? State)
{
    /// <summary>A code goes to the registry's own pages and nowhere else.</summary>
    public bool IsFor(DevIssuer issuer) =>
        ClientId == SignInEndpoints.ClientId && ResponseType == "code" && Method == "S256" && Challenge is { Length: > 0 } && RedirectUri == issuer.PagesCallback;
}

/// <summary>RFC 6749 4.1.3 with RFC 7636.</summary>
internal sealed record CodeParameters(
    [FromForm(Name = "grant_type")] string? GrantType, [FromForm(Name = "code")] string? Code, [FromForm(Name = "client_id")] string? ClientId,
    [FromForm(Name = "redirect_uri")] string? RedirectUri, [FromForm(Name = "code_verifier")] string? Verifier);

internal sealed record SignedInResponse(
    [property: JsonPropertyName("access_token")] string AccessToken,
    [property: JsonPropertyName("id_token")] string IdToken,
    [property: JsonPropertyName("token_type")] string TokenType,
    [property: JsonPropertyName("expires_in")] int ExpiresIn,
    [property: JsonPropertyName("scope")] string Scope);
