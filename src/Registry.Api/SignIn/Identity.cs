using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Tokens;
using NodaTime;

namespace Registry.Api;

/// <summary>Access tokens of one OpenID Connect provider. The package behind this is replaced here and nowhere else.</summary>
internal static class Identity
{
    public static void AddIdentity(this IServiceCollection services, RegistrySettings settings)
    {
        services.AddSingleton(provider => new ProviderKeys(
            settings.Authority, Documents(settings), provider.GetRequiredService<IClock>(), provider.GetRequiredService<ILogger<ProviderKeys>>()));
        var authentication = services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(bearer =>
        {
            bearer.RequireHttpsMetadata = !settings.AllowPrivateAddresses;
            // A CDS Hooks client signs for itself; nobody else's token is good there, and its own nowhere else.
            bearer.ForwardDefaultSelector = http => http.Request.Path.StartsWithSegments(CdsHooksEndpoints.Prefix, StringComparison.Ordinal) ? CdsAuthentication.Name : null;
            bearer.MapInboundClaims = false;
            bearer.IncludeErrorDetails = false;
            bearer.TokenValidationParameters = new()
            {
                ValidAudience = settings.Audience,
                IgnoreTrailingSlashWhenValidatingAudience = false,
                // Exactly as configured: left to itself, the library takes what the discovery document says as well.
                IssuerValidator = (issuer, _, _) => issuer == settings.Authority ? issuer : throw new SecurityTokenInvalidIssuerException("Another issuer."),
                ValidTypes = ["at+jwt"],
                ValidAlgorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384],
                TryAllIssuerSigningKeys = false,
                // TokenProfile judges the times, by the registry's own clock.
                ValidateLifetime = false,
                NameClaimType = "sub",
                RoleClaimType = "roles",
            };
            bearer.Events = new()
            {
                OnMessageReceived = Received,
                OnTokenValidated = Validated,
                OnChallenge = Challenged,
            };
        });
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<ProviderKeys>((bearer, keys) => bearer.ConfigurationManager = keys);
        if (settings.Pages is { } pages) authentication.AddPageSignIn(settings, pages);
    }

    /// <summary>The way to the provider: no redirect leads elsewhere, and none of it by http but in a sandbox.</summary>
    private static HttpDocumentRetriever Documents(RegistrySettings settings) =>
        new(new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(3) })
        {
            Timeout = TimeSpan.FromSeconds(5),
            MaxResponseContentBufferSize = 1024 * 1024,
        })
        { RequireHttps = !settings.AllowPrivateAddresses };

    private static async Task Received(MessageReceivedContext context)
    {
        if (context.Request.Headers.Authorization.Count == 0 && !context.Request.Query.ContainsKey("access_token")) return;
        if (TokenProfile.In(context.Request) is not { } token || TokenProfile.KeyIdOf(token) is not { } keyId)
        {
            Refuse(context);
            return;
        }

        context.Token = token;
        try
        {
            if (context.Options.ConfigurationManager is ProviderKeys keys) await keys.Expect(keyId, context.HttpContext.RequestAborted);
        }
        catch (ProviderUnavailableException)
        {
            context.HttpContext.Features.Set(new NoKeys());
            Refuse(context);
        }
    }

    private static Task Validated(TokenValidatedContext context)
    {
        var now = context.HttpContext.RequestServices.GetRequiredService<IClock>().GetCurrentInstant();
        if (context.SecurityToken is not JsonWebToken token || !TokenProfile.Allows(token.EncodedToken, now)) Refuse(context);
        return Task.CompletedTask;
    }

    /// <summary>Whoever cannot be signed in because the provider is away is told to come back, and not that the token is wrong.</summary>
    private static Task Challenged(JwtBearerChallengeContext context)
    {
        if (context.HttpContext.Features.Get<NoKeys>() is null) return Task.CompletedTask;
        context.HandleResponse();
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = "5";
        return Task.CompletedTask;
    }

    /// <summary>Which of the reasons it was is nobody's business.</summary>
    private static void Refuse(ResultContext<JwtBearerOptions> context) => context.Fail("Not a valid access token.");

    private sealed class NoKeys;
}
