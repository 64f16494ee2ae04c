using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using NodaTime;
using Registry.Clinical;
using Registry.Storage;

namespace Registry.IntegrationTests.CdsHooks;

/// <summary>An EHR that asks for cards: it signs each call with its own key.</summary>
internal sealed class CdsEhr
{
    public const string Service = "/cds-services/collaborative-care-patient-view";
    public const string Audience = "https://registry.test" + Service;

    private readonly ECDsaSecurityKey key = new(ECDsa.Create(ECCurve.NamedCurves.nistP384)) { KeyId = "ehr-key" };

    public string Issuer { get; } = $"https://ehr.example/{Guid.CreateVersion7():N}";

    public JsonNode Jwks
    {
        get
        {
            var jwk = JsonWebKeyConverter.ConvertFromECDsaSecurityKey(key);
            return new JsonObject { ["keys"] = new JsonArray(new JsonObject { ["kty"] = "EC", ["crv"] = "P-384", ["kid"] = jwk.Kid, ["x"] = jwk.X, ["y"] = jwk.Y }) };
        }
    }

    /// <summary>Its principal, as a deployer adds one, with an EHR's role in one clinic.</summary>
    public async Task<string> KnownTo(RegistryApp app, EmptyRegistry? organization = null)
    {
        var home = organization ?? app.Home;
        var principal = new Principal { OrganizationId = home.Organization, Id = Id<Principal>.New(), Issuer = Issuer, Subject = "cds-hooks" };
        await using var db = app.Owner();
        db.Add(principal);
        db.Add(new RoleGrant { OrganizationId = home.Organization, Id = Id<RoleGrant>.New(), PrincipalId = principal.Id, Role = Role.EhrIntegration, ClinicId = home.North, ValidFrom = Instant.FromUtc(2020, 1, 1, 0, 0) });
        await db.SaveChangesAsync();
        return principal.Id.ToString();
    }

    public async Task Registered(RegistryApp app)
    {
        var principalId = await KnownTo(app);
        using var administrator = app.As("administrator");
        await administrator.Posts("/v1/cds-clients", new { principalId, jwks = Jwks, approvalId = await Agreed(app, principalId) });
    }

    /// <summary>Two administrators want it to sign calls.</summary>
    public static async Task<string> Agreed(RegistryApp app, string principalId, bool foreign = false)
    {
        using var administrator = app.As("administrator", foreign);
        using var second = app.As("second-administrator", foreign);
        var asked = (string)(await administrator.Posts("/v1/admin/approvals", new { kind = "cds-client", subjectId = principalId, reason = "Cards at the point of care." }))["id"]!;
        await second.Sends(HttpMethod.Post, $"/v1/admin/approvals/{asked}/approval", null, System.Net.HttpStatusCode.OK, "\"1\"");
        return asked;
    }

    public string Token(RegistryApp app, string audience = Audience, Duration? age = null, Duration? life = null, string? jti = null, string algorithm = SecurityAlgorithms.EcdsaSha384, bool withKeyId = true)
    {
        var issued = app.Clock.Now - (age ?? Duration.Zero);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = audience,
            TokenType = "JWT",
            IssuedAt = issued.ToDateTimeUtc(),
            Expires = (issued + (life ?? Duration.FromMinutes(5))).ToDateTimeUtc(),
            Claims = new Dictionary<string, object> { ["jti"] = jti ?? Guid.CreateVersion7().ToString() },
            SigningCredentials = new(withKeyId ? key : new ECDsaSecurityKey(key.ECDsa), algorithm),
        });
    }

    public async Task<HttpResponseMessage> Opens(RegistryApp app, string mrn, string? token = null, Action<JsonObject>? change = null, string service = Service)
    {
        var call = new JsonObject
        {
            ["hook"] = "patient-view",
            ["hookInstance"] = Guid.CreateVersion7().ToString(),
            ["context"] = new JsonObject { ["userId"] = "Practitioner/1", ["patientId"] = "chart-1" },
            ["prefetch"] = new JsonObject { ["patient"] = Chart(mrn) },
            ["extension"] = new JsonObject { ["anything"] = true },
        };
        change?.Invoke(call);
        using var client = app.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Post, service) { Content = new StringContent(call.ToJsonString(), MediaTypeHeaderValue.Parse("application/json")) };
        request.Headers.Authorization = new("Bearer", token ?? Token(app));
        return await client.SendAsync(request);
    }

    public static JsonObject Chart(params string[] mrns) => new()
    {
        ["resourceType"] = "Patient",
        ["id"] = "chart-1",
        ["name"] = new JsonArray(new JsonObject { ["family"] = "Canaryname" }),
        ["identifier"] = new JsonArray([.. mrns.Select(mrn => (JsonNode)new JsonObject { ["system"] = "urn:mrn", ["value"] = mrn })]),
    };

    public async Task<JsonArray> Cards(RegistryApp app, string mrn, Action<JsonObject>? change = null)
    {
        using var answer = await Opens(app, mrn, change: change);
        Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
        return JsonSerializer.Deserialize<JsonObject>(await answer.Content.ReadAsStringAsync())!["cards"]!.AsArray();
    }
}
