using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Registry.Api;

/// <summary>The framework's authorization code flow with what OpenID Connect adds: endpoints from discovery, and an id token that is validated.</summary>
/// <remarks>The framework's own OpenID Connect handler cannot be restored from our package source; its OAuth handler is part of the runtime.</remarks>
internal sealed class ProviderHandler(
    IOptionsMonitor<ProviderOptions> options, ILoggerFactory logger, UrlEncoder encoder, IOptionsMonitor<JwtBearerOptions> bearer, RegistrySettings settings, PageSessions sessions)
    : OAuthHandler<ProviderOptions>(options, logger, encoder)
{
    private static readonly JsonWebTokenHandler Tokens = new() { MapInboundClaims = false };

    /// <summary>From configuration: a Host header must not decide where the provider sends people.</summary>
    private string Callback => settings.PublicBase.AbsoluteUri.TrimEnd('/') + PageSignIn.CallbackPath;

    /// <remarks>A form whose session has ended is answered, not led away: what was typed is still behind the back button, and nothing was recorded.</remarks>
    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (!HttpMethods.IsGet(Request.Method) && !HttpMethods.IsHead(Request.Method))
        {
            Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        try
        {
            await Discover();
        }
        catch (ProviderUnavailableException)
        {
            Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        await base.HandleChallengeAsync(properties);
    }

    protected override async Task<HandleRequestResult> HandleRemoteAuthenticateAsync()
    {
        await Discover();
        return await base.HandleRemoteAuthenticateAsync();
    }

    protected override string BuildChallengeUrl(AuthenticationProperties properties, string redirectUri) => base.BuildChallengeUrl(properties, Callback);

    /// <remarks>As the framework does it, without a client secret: the verifier proves that this is the browser that began.</remarks>
    protected override async Task<OAuthTokenResponse> ExchangeCodeAsync(OAuthCodeExchangeContext context)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string?>
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = Options.ClientId,
            ["code"] = context.Code,
            ["redirect_uri"] = Callback,
            ["code_verifier"] = context.Properties.Items[OAuthConstants.CodeVerifierKey],
        });
        using var answer = await Backchannel.PostAsync(new Uri(Options.TokenEndpoint), form, Context.RequestAborted);
        return answer.IsSuccessStatusCode
            ? OAuthTokenResponse.Success(JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Context.RequestAborted)))
            : OAuthTokenResponse.Failed(new AuthenticationFailureException("The provider did not accept the code."));
    }

    /// <remarks>The scopes granted are the upper bound of what the session may do; who the person is comes from the id token alone.</remarks>
    protected override async Task<AuthenticationTicket> CreateTicketAsync(ClaimsIdentity identity, AuthenticationProperties properties, OAuthTokenResponse tokens)
    {
        var answer = tokens.Response!.RootElement;
        var token = answer.TryGetProperty("id_token", out var sent) ? sent.GetString() ?? "" : "";
        var provider = await Discover(TokenProfile.KeyIdOf(token));
        var validated = await Tokens.ValidateTokenAsync(token, new()
        {
            ValidIssuer = settings.Authority,
            ValidAudience = Options.ClientId,
            IssuerSigningKeys = provider.SigningKeys,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384],
            TryAllIssuerSigningKeys = false,
            RequireExpirationTime = true,
            ClockSkew = TimeSpan.FromSeconds(30),
        });
        if (!validated.IsValid) throw new AuthenticationFailureException("The provider's id token is not valid.");

        foreach (var name in (string[])["iss", "sub", .. settings.SecondFactor.Proofs.Select(proof => proof.Claim).Distinct()])
        {
            identity.AddClaims(validated.ClaimsIdentity.FindAll(name).Select(claim => new Claim(name, claim.Value)));
        }

        identity.AddClaim(new("scope", answer.TryGetProperty("scope", out var granted) ? granted.GetString()! : string.Join(' ', Options.Scope)));
        // As a token names it, so that the audit trail finds what was done through the pages.
        identity.AddClaim(new("client_id", Options.ClientId));
        sessions.Begin(identity);
        return new(new ClaimsPrincipal(identity), properties, Scheme.Name);
    }

    /// <summary>The provider's description of itself: the one the API's tokens are checked against, fetched and kept by the same manager.</summary>
    /// <param name="keyId">The key that a token names: a new one is asked for.</param>
    private async Task<OpenIdConnectConfiguration> Discover(string? keyId = null)
    {
        var manager = bearer.Get(JwtBearerDefaults.AuthenticationScheme).ConfigurationManager!;
        if (keyId is not null && manager is ProviderKeys keys) await keys.Expect(keyId, Context.RequestAborted);
        var provider = await manager.GetConfigurationAsync(Context.RequestAborted);
        Options.AuthorizationEndpoint = provider.AuthorizationEndpoint;
        Options.TokenEndpoint = provider.TokenEndpoint;
        return provider;
    }
}

/// <summary>A public client has no secret, so none is asked for.</summary>
internal sealed class ProviderOptions : OAuthOptions
{
    public override void Validate() => CallbackPath = PageSignIn.CallbackPath;
}
