using System.Security.Cryptography;
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

    public string Url { get; } = "http://127.0.0.1:1/issuer";

    public SecurityKey PublicKey { get; } = new RsaSecurityKey(Key.Rsa.ExportParameters(includePrivateParameters: false)) { KeyId = Key.KeyId };

    public string TokenFor(Persona persona, Instant now) => Sign(now, new() { ["sub"] = persona.Subject, ["client_id"] = persona.ClientId, ["scope"] = persona.Scopes });

    public string Sign(Instant now, Dictionary<string, object> claims, string type = "at+jwt", string audience = Audience, SigningCredentials? with = null, Duration? life = null) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Url,
            Audience = audience,
            TokenType = type,
            IssuedAt = now.ToDateTimeUtc(),
            NotBefore = now.ToDateTimeUtc(),
            Expires = (now + (life ?? Duration.FromDays(30))).ToDateTimeUtc(),
            Claims = claims,
            SigningCredentials = with ?? new(Key, SecurityAlgorithms.RsaSha256),
        });
}
