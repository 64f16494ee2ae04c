using System.Net;
using System.Security.Claims;
using System.Text.Json.Nodes;
using Registry.Api;
using Registry.Sandbox;

namespace Registry.IntegrationTests;

/// <summary>What SMART clients are told, and what their scopes allow.</summary>
[Collection(EhrRegistry.Name)]
public sealed class SmartTests(RegistryApp app)
{
    [Fact]
    public async Task A_client_without_a_token_learns_where_to_get_one()
    {
        using var stranger = app.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/fhir/.well-known/smart-configuration");
        request.Headers.Add("Origin", "https://app.example");
        using var answer = await stranger.SendAsync(request);
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("*", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
        var smart = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.Equal(app.Issuer.Url + "/token", (string)smart["token_endpoint"]!);
        Assert.Equal(app.Issuer.Url, (string)smart["issuer"]!);
        Assert.Equal("""["private_key_jwt"]""", smart["token_endpoint_auth_methods_supported"]!.ToJsonString());
        Assert.Equal("""["RS384","ES384"]""", smart["token_endpoint_auth_signing_alg_values_supported"]!.ToJsonString());
        Assert.Equal("""["client_credentials","authorization_code"]""", smart["grant_types_supported"]!.ToJsonString());
        Assert.Contains("client-confidential-asymmetric", smart["capabilities"]!.AsArray().Select(c => (string)c!));
        Assert.Contains("permission-v2", smart["capabilities"]!.AsArray().Select(c => (string)c!));
        Assert.Contains("system/*.cruds", smart["scopes_supported"]!.AsArray().Select(c => (string)c!));
        Assert.Equal(app.Issuer.Url + "/authorize", (string)smart["authorization_endpoint"]!);
    }

    [Fact]
    public async Task The_capability_statement_says_it_too()
    {
        using var stranger = app.Anonymous();
        var extension = (await stranger.Gets("/fhir/metadata"))["rest"]![0]!["security"]!["extension"]![0]!;
        Assert.Equal("http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris", (string)extension["url"]!);
        Assert.Equal(("token", app.Issuer.Url + "/token"), ((string)extension["extension"]![0]!["url"]!, (string)extension["extension"]![0]!["valueUri"]!));
    }

    [Theory]
    [InlineData("system/Observation.r", "r")]
    [InlineData("system/Observation.rs", "rs")]
    [InlineData("system/Observation.cruds", "cruds")]
    [InlineData("system/*.rs", "rs")]
    [InlineData("system/*.cruds", "cruds")]
    [InlineData("system/Observation.read", "rs")] // v1
    [InlineData("system/Observation.write", "cud")]
    [InlineData("system/Observation.*", "cruds")]
    [InlineData("system/*.read", "rs")]
    [InlineData("system/*.*", "cruds")]
    [InlineData("system/Observation.c system/Observation.s", "cs")]
    [InlineData("system/Observation.sr", "")] // letters out of order are no scope
    [InlineData("system/Observation.rr", "")]
    [InlineData("system/Observation.", "")]
    [InlineData("system/Observation", "")]
    [InlineData("system/Observation.readwrite", "")]
    [InlineData("system/Observation.rs?category=survey", "")] // narrowed by a query: grants nothing
    [InlineData("system/*.rs?category=survey", "")]
    [InlineData("system/Patient.cruds", "")]
    [InlineData("system/Obs*.rs", "")]
    [InlineData("system/.rs", "")]
    [InlineData("user/Observation.rs", "")]
    [InlineData("patient/*.cruds", "")]
    [InlineData("*.rs", "")]
    [InlineData("System/Observation.rs", "")]
    [InlineData("", "")]
    public void A_scope_allows_these_interactions_with_an_observation_and_no_others(string scope, string allowed)
    {
        var user = new ClaimsPrincipal(new ClaimsIdentity([new Claim("scope", scope)], "test"));
        Assert.Equal(allowed, string.Concat("cruds".Where(letter => Scopes.Of(user).Allow($"system/Observation.{letter}"))));
        Assert.False(Scopes.Of(user).Allow("admin:write"));
    }

    [Theory]
    [InlineData("Observation?patient={0}&_include=Observation:patient")]
    [InlineData("EpisodeOfCare?patient={0}&_include=EpisodeOfCare:patient")]
    [InlineData("Patient/{0}/$everything")]
    public async Task A_scope_that_does_not_reach_patients_gets_none_along_with_what_it_may_read(string query)
    {
        using var careManager = app.As("care-manager");
        using var ehr = app.As("ehr-integration");
        var patient = await careManager.KnowsPatient(app);
        var path = "/fhir/" + string.Format(null, query, patient);
        await ehr.Gets(path);
        using var narrow = app.With(app.Issuer.TokenFor(Personas.EhrIntegration with { Scopes = "system/Observation.rs system/EpisodeOfCare.rs" }, app.Clock.Now));
        await narrow.Gets($"/fhir/Observation?patient={patient}");
        var refused = await narrow.Gets(path, HttpStatusCode.Forbidden);
        Assert.DoesNotContain(patient, refused.ToJsonString(), StringComparison.Ordinal);
    }
}
