using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Registry.Api;

/// <summary>Where clients get their tokens: as the authorization server's own discovery document says, which is read and kept for checking tokens anyway.</summary>
internal sealed class SmartConfiguration(IOptionsMonitor<JwtBearerOptions> bearer, RegistrySettings settings)
{
    /// <summary>The two of SMART; other algorithms that a provider allows are not offered to backend services.</summary>
    private static readonly string[] SigningAlgorithms = ["RS384", "ES384"];

    /// <summary>Null while the authorization server cannot be asked.</summary>
    public async Task<SmartDocument?> Read(CancellationToken ct)
    {
        if (await Discovery(ct) is not { } provider) return null;
        var tokenEndpoint = settings.TokenEndpoint ?? provider.TokenEndpoint;
        if (string.IsNullOrEmpty(tokenEndpoint)) return null;
        var authorize = NullIfEmpty(provider.AuthorizationEndpoint);
        return new(
            provider.Issuer, NullIfEmpty(provider.JwksUri), authorize, tokenEndpoint,
            authorize is null ? ["client_credentials"] : ["client_credentials", "authorization_code"],
            ["private_key_jwt"], SigningAlgorithms, Scopes.Smart,
            authorize is null ? null : ["code"], authorize is null ? null : ["S256"],
            ["client-confidential-asymmetric", "permission-v1", "permission-v2"]);
    }

    private async Task<OpenIdConnectConfiguration?> Discovery(CancellationToken ct)
    {
        try
        {
            return await bearer.Get(JwtBearerDefaults.AuthenticationScheme).ConfigurationManager!.GetConfigurationAsync(ct);
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or HttpRequestException)
        {
            return null;
        }
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}

/// <summary>SMART App Launch 2.2, .well-known/smart-configuration.</summary>
internal sealed record SmartDocument(
    [property: JsonPropertyName("issuer")] string Issuer,
    [property: JsonPropertyName("jwks_uri")] string? JwksUri,
    [property: JsonPropertyName("authorization_endpoint")] string? AuthorizationEndpoint,
    [property: JsonPropertyName("token_endpoint")] string TokenEndpoint,
    [property: JsonPropertyName("grant_types_supported")] string[] GrantTypes,
    [property: JsonPropertyName("token_endpoint_auth_methods_supported")] string[] AuthMethods,
    [property: JsonPropertyName("token_endpoint_auth_signing_alg_values_supported")] string[] SigningAlgorithms,
    [property: JsonPropertyName("scopes_supported")] IReadOnlyList<string> Scopes,
    [property: JsonPropertyName("response_types_supported")] string[]? ResponseTypes,
    [property: JsonPropertyName("code_challenge_methods_supported")] string[]? CodeChallengeMethods,
    [property: JsonPropertyName("capabilities")] string[] Capabilities);

internal static class SmartEndpoints
{
    public static void MapSmartConfiguration(this IEndpointRouteBuilder routes) =>
        routes.MapGet($"{FhirEndpoints.Prefix}/.well-known/smart-configuration", Read).AllowAnonymous().ExcludeFromDescription().RequireCors(CdsHooksEndpoints.OpenToPages);

    /// <summary>Plain JSON and open to any page: a client reads it before it has a token.</summary>
    private static async Task<IResult> Read(SmartConfiguration smart, CancellationToken ct) =>
        await smart.Read(ct) is { } document ? TypedResults.Json(document, SmartJson.Default.SmartDocument) : TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
}

[JsonSerializable(typeof(SmartDocument))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class SmartJson : JsonSerializerContext;
