using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;

namespace Registry.Api;

/// <summary>Access tokens of one OpenID Connect provider. The package behind this is replaced here and nowhere else.</summary>
internal static class Identity
{
    public static void AddIdentity(this IServiceCollection services, RegistrySettings settings)
    {
        var authentication = services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(bearer =>
        {
            bearer.Authority = settings.Authority;
            bearer.RequireHttpsMetadata = !new Uri(settings.Authority).IsLoopback;
            // A CDS Hooks client signs for itself; nobody else's token is good there, and its own nowhere else.
            bearer.ForwardDefaultSelector = http => http.Request.Path.StartsWithSegments(CdsHooksEndpoints.Prefix, StringComparison.Ordinal) ? CdsAuthentication.Name : null;
            bearer.MapInboundClaims = false;
            bearer.IncludeErrorDetails = false;
            bearer.TokenValidationParameters = new()
            {
                ValidAudience = settings.Audience,
                ValidIssuer = settings.Authority,
                ValidTypes = ["at+jwt"],
                ValidAlgorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384],
                TryAllIssuerSigningKeys = false,
                RequireExpirationTime = true,
                ClockSkew = TimeSpan.FromSeconds(30),
                NameClaimType = "sub",
                RoleClaimType = "roles",
            };
        });
        if (settings.Pages is { } pages) authentication.AddPageSignIn(settings, pages);
    }
}
