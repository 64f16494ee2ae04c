using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using NodaTime;
using Registry.Sandbox;

namespace Registry.IntegrationTests;

/// <summary>Signs real tokens with a key of the test run.</summary>
internal sealed class TestIssuer
{
    public const string Audience = "registry";

    private static readonly RsaSecurityKey Key = new(RSA.Create(2048)) { KeyId = "test-key" };

    /// <summary>Nobody listens there: the service is handed the public key.</summary>
    public string Url { get; init; } = "http://127.0.0.1:1/issuer";

    public SecurityKey PublicKey { get; } = new RsaSecurityKey(Key.Rsa.ExportParameters(includePrivateParameters: false)) { KeyId = Key.KeyId };

    /// <summary>What the token of a persona says of it; a person has shown a second factor.</summary>
    public static Dictionary<string, object> ClaimsOf(Persona persona)
    {
        var claims = new Dictionary<string, object> { ["sub"] = persona.Subject, ["client_id"] = persona.ClientId, ["scope"] = persona.Scopes, ["jti"] = Guid.CreateVersion7().ToString() };
        if (persona.Kind is PersonaKind.Person) claims["amr"] = (string[])["pwd", "otp"];
        return claims;
    }

    public string TokenFor(Persona persona, Instant now) => Sign(now, ClaimsOf(persona));

    public static string PublicPem => Key.Rsa.ExportSubjectPublicKeyInfoPem();

    /// <summary>Signs header and claims as they are, each encoded already, however wrong they may be.</summary>
    /// <param name="key">Null for the issuer's own.</param>
    public static string Sign(string header, string claims, RSA? key, RSASignaturePadding? padding = null, HashAlgorithmName? hash = null)
    {
        var signature = (key ?? Key.Rsa).SignData(Encoding.ASCII.GetBytes($"{header}.{claims}"), hash ?? HashAlgorithmName.SHA256, padding ?? RSASignaturePadding.Pkcs1);
        return $"{header}.{claims}.{Base64UrlEncoder.Encode(signature)}";
    }

    public string Sign(Instant now, Dictionary<string, object> claims, string type = "at+jwt", string audience = Audience, SigningCredentials? with = null, Duration? life = null, string? issuer = null) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer ?? Url,
            Audience = audience,
            TokenType = type,
            IssuedAt = now.ToDateTimeUtc(),
            NotBefore = now.ToDateTimeUtc(),
            Expires = (now + (life ?? Duration.FromMinutes(60))).ToDateTimeUtc(),
            Claims = claims,
            SigningCredentials = with ?? new(Key, SecurityAlgorithms.RsaSha256),
        });
}
