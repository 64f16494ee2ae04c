using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using NodaTime;

namespace Registry.Sandbox;

/// <summary>An OpenID Connect issuer for development: it signs for whoever asks. The API trusts it exactly as it would a real one.</summary>
public sealed class DevIssuer
{
    public const string Audience = "registry";

    private readonly RsaSecurityKey key;
    private readonly IClock clock;

    private DevIssuer(string host, RsaSecurityKey key, IClock clock, Duration life) =>
        (Url, PagesCallback, this.key, this.clock, Life) = ($"{host.TrimEnd('/')}/dev/idp", $"{host.TrimEnd('/')}/app/signed-in", key, clock, life);

    /// <summary>The iss of every token, and the authority the API is configured with.</summary>
    public string Url { get; }

    /// <summary>The one address to which a browser is sent back.</summary>
    public string PagesCallback { get; }

    public Duration Life { get; }

    /// <param name="host">Where the API can be reached, "http://127.0.0.1:5080".</param>
    /// <param name="folder">Keeps the signing key.</param>
    public static DevIssuer Open(string host, string folder, IClock clock, Duration? life = null) =>
        new(host, SigningKey.In(folder), clock, life ?? Duration.FromHours(1));

    /// <summary>An RFC 9068 access token: identity and the upper bound of rights, nothing else.</summary>
    public string TokenFor(Persona persona) => Signed(persona, Audience, "at+jwt", new()
    {
        ["client_id"] = persona.ClientId,
        ["jti"] = Guid.CreateVersion7().ToString(),
        ["scope"] = persona.Scopes,
    });

    /// <summary>Tells a browser session who has signed in.</summary>
    public string IdTokenFor(Persona persona, string clientId) => Signed(persona, clientId, "JWT", []);

    private string Signed(Persona persona, string audience, string type, Dictionary<string, object> claims)
    {
        var now = clock.GetCurrentInstant().ToDateTimeUtc();
        claims["sub"] = persona.Subject;
        // People have to have shown a second factor; a client has none.
        if (persona.Kind is PersonaKind.Person) claims["amr"] = (string[])["pwd", "otp"];
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Url,
            Audience = audience,
            TokenType = type,
            IssuedAt = now,
            Expires = now + Life.ToTimeSpan(),
            Claims = claims,
            SigningCredentials = new(key, SecurityAlgorithms.RsaSha256),
        });
    }

    /// <summary>One file per persona, {name}.jwt, so that a script needs no request to become someone.</summary>
    public void WriteTokens(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var persona in Personas.All) PrivateFile.Write(Path.Combine(folder, $"{persona.Name}.jwt"), TokenFor(persona), replace: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw SandboxException.Configuration($"--tokens: {Path.GetFullPath(folder)} cannot be written: {e.Message}");
        }
    }

    internal Discovery Describe() => new(
        Url, $"{Url}/jwks", $"{Url}/authorize", $"{Url}/token", ["code"], ["S256"], ["public"], [SecurityAlgorithms.RsaSha256],
        [.. Personas.All.SelectMany(persona => persona.Scopes.Split(' ')).Distinct().Order(StringComparer.Ordinal)]);

    internal KeySet Keys()
    {
        var rsa = key.Rsa.ExportParameters(includePrivateParameters: false);
        return new([new("RSA", "sig", SecurityAlgorithms.RsaSha256, key.KeyId, Base64UrlEncoder.Encode(rsa.Modulus), Base64UrlEncoder.Encode(rsa.Exponent))]);
    }
}
