using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using NodaTime;
using Npgsql;
using Registry.Storage;

namespace Registry.Api;

/// <summary>The JWT with which a CDS Hooks client signs each call: from a registered issuer, for this very service, short-lived, and good once.</summary>
/// <remarks>It says which principal calls, as an access token does elsewhere; rights come from the database in the same way. The jku header is never followed.</remarks>
internal sealed class CdsAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder,
    NpgsqlDataSource database, CdsClientKeys keys, RegistrySettings settings, IClock clock) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "CdsHooks";

    private static readonly Duration Skew = Duration.FromSeconds(30);

    /// <summary>A longer life would only mean more to remember against replay.</summary>
    private static readonly Duration LongestLife = Duration.FromHours(1);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        const string bearer = "Bearer ";
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(bearer, StringComparison.OrdinalIgnoreCase)) return AuthenticateResult.NoResult();

        var handler = new JsonWebTokenHandler();
        if (header.Length > 8192 || !handler.CanReadToken(header[bearer.Length..])) return Refused();
        var token = handler.ReadJsonWebToken(header[bearer.Length..]);
        if (token.Kid is not { Length: > 0 } || token.Id is not { Length: > 0 } || !token.TryGetPayloadValue<long>("iat", out _)) return Refused();
        foreach (var client in await CdsCredentials.Find(database, token.Issuer, Context.RequestAborted))
        {
            if (await keys.Find(client, token.Kid, Context.RequestAborted) is { } key && await IsGood(handler, token, client, key)) return await Use(token, client);
        }

        return Refused();
    }

    private async Task<bool> IsGood(JsonWebTokenHandler handler, JsonWebToken token, CdsCredentials client, SecurityKey key) =>
        (await handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = client.Issuer,
            ValidAudience = settings.PublicBase.AbsoluteUri.TrimEnd('/') + Request.Path,
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.RsaSha384],
            IssuerSigningKey = key,
            RequireExpirationTime = true,
            LifetimeValidator = (_, expires, _, _) => expires is { } end && IsInTime(Instant.FromDateTimeUtc(end), token),
        })).IsValid;

    private async Task<AuthenticateResult> Use(JsonWebToken token, CdsCredentials client)
    {
        // Last, so that only a token that is good otherwise is used up.
        var used = SHA256.HashData(Encoding.UTF8.GetBytes(token.Id));
        if (!await client.Use(database, used, Instant.FromDateTimeUtc(token.ValidTo) + Skew, clock.GetCurrentInstant(), Context.RequestAborted)) return Refused();
        var identity = new ClaimsIdentity([new("iss", client.Issuer), new("sub", client.Subject)], Name, "sub", "roles");
        return AuthenticateResult.Success(new(new ClaimsPrincipal(identity), Name));
    }

    private bool IsInTime(Instant expires, JsonWebToken token)
    {
        var now = clock.GetCurrentInstant();
        var issued = Instant.FromUnixTimeSeconds(token.GetPayloadValue<long>("iat"));
        return expires > now - Skew && issued < now + Skew && expires - issued <= LongestLife
            && (token.ValidFrom == DateTime.MinValue || Instant.FromDateTimeUtc(token.ValidFrom) < now + Skew);
    }

    /// <summary>Which of the reasons it was is nobody's business.</summary>
    private static AuthenticateResult Refused() => AuthenticateResult.Fail("Not a valid CDS Hooks token.");
}
