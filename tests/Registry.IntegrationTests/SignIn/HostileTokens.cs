using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;
using Registry.Sandbox;

namespace Registry.IntegrationTests.SignIn;

/// <summary>Tokens that must not be believed, each differing in one thing from one that is.</summary>
internal sealed class HostileTokens(RegistryApp app)
{
    /// <summary>In every token, so that an echo is seen.</summary>
    public const string Marker = "Qq7echo";

    private long Now => app.Clock.Now.ToUnixTimeSeconds();

    /// <summary>The tokens, each by what is wrong with it.</summary>
    public Dictionary<string, string> All()
    {
        using var stranger = RSA.Create(2048);
        var good = Good();
        var parts = good.Split('.');
        return new()
        {
            ["algorithm none"] = Unsigned("none"),
            ["algorithm nOnE"] = Unsigned("nOnE"),
            ["algorithm none with the signature of another token"] = $"{Part(Header(h => h["alg"] = "none"))}.{Part(Claims())}.{parts[2]}",
            ["signed by HMAC with the public key as the secret"] = SignedByPublicKey(),
            ["signature altered"] = $"{parts[0]}.{parts[1]}.{Altered(parts[2])}",
            ["signature cut"] = $"{parts[0]}.{parts[1]}.{parts[2][..^8]}",
            ["signature left away"] = $"{parts[0]}.{parts[1]}.",
            ["claims altered"] = $"{parts[0]}.{Part(Claims(c => c["sub"] = "dev-administrator"))}.{parts[2]}",
            ["signed by a stranger under our key's id"] = TestIssuer.Sign(Part(Header()), Part(Claims()), stranger),
            ["signed by a stranger who says where the key is"] = TestIssuer.Sign(Part(Header(h => { h["jku"] = "http://127.0.0.1:9/jwks"; h["kid"] = "stranger"; })), Part(Claims()), stranger),
            ["signed by a stranger who brings the key along"] = TestIssuer.Sign(Part(Header(h => h["jwk"] = JsonNode.Parse(JsonSerializer.Serialize(JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(stranger.ExportParameters(false))))))), Part(Claims()), stranger),
            ["PS256 with our key"] = Signed(h => h["alg"] = "PS256", padding: RSASignaturePadding.Pss),
            ["RS512, which is not listed, with our key"] = Signed(h => h["alg"] = "RS512", hash: HashAlgorithmName.SHA512),
            ["algorithm in lower case"] = Signed(h => h["alg"] = "rs256"),
            ["unknown key id that is a path"] = Signed(h => h["kid"] = "../../../dev/null"),
            ["no key id"] = Signed(h => h.Remove("kid")),
            ["empty key id"] = Signed(h => h["kid"] = ""),
            ["key id that is a number"] = Signed(h => h["kid"] = 7),
            ["expired four minutes ago"] = Good(c => { c["exp"] = Now - 240; c["iat"] = Now - 600; c["nbf"] = Now - 600; }),
            ["not to be used before four minutes from now"] = Good(c => c["nbf"] = Now + 240),
            ["issued four minutes from now"] = Good(c => c["iat"] = Now + 240),
            ["good for 61 minutes"] = Good(c => c["exp"] = Now + 61 * 60),
            ["good for 500 years"] = Good(c => c["exp"] = Now + 500L * 365 * 86_400),
            ["without an end"] = Good(c => c.Remove("exp")),
            ["without a beginning"] = Good(c => c.Remove("iat")),
            ["end as a text"] = Good(c => c["exp"] = $"{Now + 600}"),
            ["end as a fraction"] = Good(c => c["exp"] = Now + 600.5),
            ["end beyond every calendar"] = Signed(claims: Claims().ToJsonString().Replace($"\"exp\":{Now + 600}", "\"exp\":1e400", StringComparison.Ordinal)),
            ["an ID token"] = Signed(h => h["typ"] = "JWT"),
            ["no type"] = Signed(h => h.Remove("typ")),
            ["unknown extension that must be understood"] = Signed(h => { h["crit"] = new JsonArray("urn:x"); h["urn:x"] = true; }),
            ["extension that nothing demands"] = Signed(h => h["crit"] = new JsonArray()),
            ["header member twice"] = Signed(headerText: Header().ToJsonString().Replace("{", "{\"kid\":\"other\",", StringComparison.Ordinal)),
            ["scope twice"] = Signed(claims: Claims().ToJsonString().Replace("{\"iss\"", "{\"scope\":\"admin:write\",\"iss\"", StringComparison.Ordinal)),
            ["end twice"] = Signed(claims: Claims().ToJsonString().Replace("{\"iss\"", $"{{\"exp\":{Now + 300},\"iss\"", StringComparison.Ordinal)),
            ["member twice inside a claim"] = Signed(claims: Claims().ToJsonString().Replace("{\"iss\"", "{\"cnf\":{\"jkt\":1,\"jkt\":2},\"iss\"", StringComparison.Ordinal)),
            ["20 KB"] = Good(c => c["padding"] = new string('x', 20_000)),
            ["8 KB and a bit"] = Good(c => c["padding"] = new string('x', 6_000)),
            ["for another audience"] = Good(c => c["aud"] = "other"),
            ["audience with a slash behind"] = Good(c => c["aud"] = TestIssuer.Audience + "/"),
            ["audience in capitals"] = Good(c => c["aud"] = "REGISTRY"),
            ["for us and for others"] = Good(c => c["aud"] = new JsonArray(TestIssuer.Audience, "other")),
            ["without an audience"] = Good(c => c.Remove("aud")),
            ["of another issuer"] = Good(c => c["iss"] = "https://stranger.example"),
            ["issuer with a slash behind"] = Good(c => c["iss"] = app.Issuer.Url + "/"),
            ["issuer with more behind"] = Good(c => c["iss"] = app.Issuer.Url + ".stranger.example"),
            ["without an issuer"] = Good(c => c.Remove("iss")),
            ["without a subject"] = Good(c => c.Remove("sub")),
            ["empty subject"] = Good(c => c["sub"] = ""),
            ["subject with a NUL"] = Good(c => c["sub"] = "dev-care-manager\0"),
            ["subject that is a list"] = Good(c => c["sub"] = new JsonArray("dev-care-manager")),
            ["without a token id"] = Good(c => c.Remove("jti")),
            ["without a client"] = Good(c => c.Remove("client_id")),
            ["claims that are a list"] = Signed(claims: "[]"),
            ["claims that are no JSON"] = Signed(claims: "{\"sub\":"),
            ["header that is no JSON"] = Signed(headerText: "{"),
            ["encrypted"] = string.Join('.', Enumerable.Repeat(Part(Header(h => h["enc"] = "A256GCM")), 5)),
            ["two parts"] = $"{parts[0]}.{parts[1]}",
            ["a word"] = Marker,
        };
    }

    /// <summary>A token that is believed, altered in its claims and signed by the issuer all the same.</summary>
    public string Good(Action<JsonObject>? alter = null) => Signed(claims: Claims(alter).ToJsonString());

    private string Signed(Action<JsonObject>? header = null, string? headerText = null, string? claims = null, RSASignaturePadding? padding = null, HashAlgorithmName? hash = null) =>
        TestIssuer.Sign(Encoded(headerText ?? Header(header).ToJsonString()), Encoded(claims ?? Claims().ToJsonString()), null, padding, hash);

    private string Unsigned(string algorithm) => $"{Part(Header(h => h["alg"] = algorithm))}.{Part(Claims())}.";

    private string SignedByPublicKey()
    {
        var text = $"{Part(Header(h => h["alg"] = "HS256"))}.{Part(Claims())}";
        return $"{text}.{Base64UrlEncoder.Encode(HMACSHA256.HashData(Encoding.ASCII.GetBytes(TestIssuer.PublicPem), Encoding.ASCII.GetBytes(text)))}";
    }

    private static JsonObject Header(Action<JsonObject>? alter = null)
    {
        var header = new JsonObject { ["alg"] = "RS256", ["kid"] = "test-key", ["typ"] = "at+jwt" };
        alter?.Invoke(header);
        return header;
    }

    private JsonObject Claims(Action<JsonObject>? alter = null)
    {
        var claims = new JsonObject { ["iss"] = app.Issuer.Url, ["aud"] = TestIssuer.Audience, ["iat"] = Now, ["nbf"] = Now, ["exp"] = Now + 600, ["note"] = Marker };
        foreach (var (name, value) in TestIssuer.ClaimsOf(Personas.CareManager)) claims[name] = JsonSerializer.SerializeToNode(value);
        alter?.Invoke(claims);
        return claims;
    }

    private static string Altered(string signature) => (signature[0] == 'A' ? 'B' : 'A') + signature[1..];

    private static string Part(JsonObject json) => Encoded(json.ToJsonString());

    private static string Encoded(string text) => Base64UrlEncoder.Encode(text);
}
