using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;

namespace Registry.Sandbox;

public static class DevIssuerEndpoints
{
    /// <summary>Discovery and keys below /dev/idp, tokens for the asking at POST /dev/token. Refused outside Development.</summary>
    public static void MapDevIssuer(this WebApplication app, DevIssuer issuer, IClock clock)
    {
        if (!app.Environment.IsDevelopment()) throw new InvalidOperationException("The development issuer signs for anybody: it runs in Development only.");

        // Whoever has no token yet must get in; none of this is part of the API's description.
        var dev = app.MapGroup("/dev").AllowAnonymous().ExcludeFromDescription();
        dev.MapGet("/idp/.well-known/openid-configuration", () => issuer.Describe());
        dev.MapGet("/idp/jwks", () => issuer.Keys());
        dev.MapSignIn(issuer, clock);
        dev.MapPost("/token", (TokenRequest request) => Token(issuer, request));
    }

    private static Results<Ok<TokenResponse>, ProblemHttpResult> Token(DevIssuer issuer, TokenRequest request) =>
        Personas.Named(request.As) is { } persona
            ? TypedResults.Ok(new TokenResponse(issuer.TokenFor(persona), "Bearer", (int)issuer.Life.TotalSeconds, persona.Scopes))
            : TypedResults.Problem(statusCode: 400, title: "Unknown persona", detail: $"\"as\" is one of: {string.Join(", ", Personas.All.Select(p => p.Name))}.");
}

internal sealed record TokenRequest(string? As);

internal sealed record TokenResponse(
    [property: JsonPropertyName("access_token")] string AccessToken,
    [property: JsonPropertyName("token_type")] string TokenType,
    [property: JsonPropertyName("expires_in")] int ExpiresIn,
    [property: JsonPropertyName("scope")] string Scope);

/// <summary>OpenID Connect Discovery 1.0, section 3.</summary>
internal sealed record Discovery(
    [property: JsonPropertyName("issuer")] string Issuer,
    [property: JsonPropertyName("jwks_uri")] string JwksUri,
    [property: JsonPropertyName("authorization_endpoint")] string AuthorizationEndpoint,
    [property: JsonPropertyName("token_endpoint")] string TokenEndpoint,
    [property: JsonPropertyName("response_types_supported")] string[] ResponseTypes,
    [property: JsonPropertyName("code_challenge_methods_supported")] string[] ChallengeMethods,
    [property: JsonPropertyName("subject_types_supported")] string[] SubjectTypes,
    [property: JsonPropertyName("id_token_signing_alg_values_supported")] string[] Algorithms,
    [property: JsonPropertyName("scopes_supported")] string[] Scopes);

/// <summary>RFC 7517.</summary>
internal sealed record KeySet([property: JsonPropertyName("keys")] PublicKey[] Keys);

internal sealed record PublicKey(
    [property: JsonPropertyName("kty")] string Type,
    [property: JsonPropertyName("use")] string Use,
    [property: JsonPropertyName("alg")] string Algorithm,
    [property: JsonPropertyName("kid")] string Id,
    [property: JsonPropertyName("n")] string Modulus,
    [property: JsonPropertyName("e")] string Exponent);
