using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Registry.Api;
using Registry.Sandbox;

namespace Registry.IntegrationTests.SignIn;

/// <summary>A person shows a second factor, a program has none, and nobody is both.</summary>
[Collection(TeamRegistry.Name)]
public sealed class SecondFactorTests(RegistryApp app)
{
    [Fact]
    public async Task A_person_without_a_second_factor_may_do_nothing_and_is_told_how_to_sign_in_again()
    {
        foreach (var persona in Personas.All.Where(p => p.Kind is PersonaKind.Person))
        {
            foreach (var methods in (string[]?[])[null, ["pwd"], ["pwd", "email"], ["MFA"]])
            {
                using var client = app.With(Token(persona, methods));
                foreach (var path in (string[])["/v1/me", "/fhir/Questionnaire"])
                {
                    using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
                    if (path != "/v1/me" && persona != Personas.Administrator) continue;
                    Assert.Equal((persona.Name, path, HttpStatusCode.Forbidden), (persona.Name, path, answer.StatusCode));
                    Assert.Contains("error=\"insufficient_user_authentication\"", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
                    if (path == "/v1/me") Assert.Contains("/problems/second-factor-required", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
                    var id = answer.Headers.GetValues("X-Request-Id").Single();
                    await using var db = app.Owner();
                    Assert.Equal(403, (await db.AuditEntries.SingleAsync(e => e.RequestId == id)).Status);
                }
            }
        }
    }

    [Theory]
    [InlineData("mfa")]
    [InlineData("otp")]
    [InlineData("hwk")]
    [InlineData("sc")]
    public async Task Any_second_factor_of_RFC_8176_will_do(string method)
    {
        using var client = app.With(Token(Personas.CareManager, ["pwd", method]));
        await client.Gets("/v1/me");
    }

    [Fact]
    public async Task Another_provider_says_it_by_another_claim_and_the_hint_names_it()
    {
        await using var served = await app.Serve(services => With(services, SecondFactor.Read("acr:urn:example:gold acr:urn:example:platinum loa:3")!));
        var at = RegistryApp.AddressOf(served);
        using var gold = app.With(Token(Personas.CareManager, null, ("acr", "urn:example:gold")), at);
        await gold.Gets("/v1/me");
        using var third = app.With(Token(Personas.CareManager, null, ("loa", "3")), at);
        await third.Gets("/v1/me");
        using var silver = app.With(Token(Personas.CareManager, ["otp"], ("acr", "urn:example:silver")), at);
        using var refused = await silver.GetAsync(new Uri("/v1/me", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("acr_values=\"urn:example:gold urn:example:platinum\"", refused.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("amr")]
    [InlineData("amr:")]
    [InlineData(":mfa")]
    public void A_list_of_claims_that_is_none_is_bad_configuration(string text) => Assert.Null(SecondFactor.Read(text));

    [Fact]
    public async Task A_program_needs_none_and_has_no_use_for_one()
    {
        using var ehr = app.With(Token(Personas.EhrIntegration, null));
        await ehr.Gets("/fhir/Observation?patient=none");
        using var pretends = app.With(Token(Personas.EhrIntegration, ["mfa"]));
        await pretends.Gets($"/v1/caseloads/{app.Home.CareManager}", HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Scopes_of_a_program_open_nothing_to_a_person_nor_the_other_way_round_and_both_in_one_token_are_malformed()
    {
        using var personWithSystemScopes = app.With(Token(Personas.CareManager with { Scopes = "system/*.cruds" }, ["mfa"]));
        await personWithSystemScopes.Gets($"/v1/caseloads/{app.Home.CareManager}", HttpStatusCode.Forbidden);
        await personWithSystemScopes.Gets("/fhir/Observation?patient=none", HttpStatusCode.Forbidden);
        using var programWithScopesOfAPerson = app.With(Token(Personas.EhrIntegration with { Scopes = "user/*.cruds" }, null));
        await programWithScopesOfAPerson.Gets("/fhir/Observation?patient=none", HttpStatusCode.Forbidden);
        using var import = new StringContent("", System.Text.Encoding.UTF8, "application/fhir+ndjson");
        using var careManager = app.As("care-manager");
        await careManager.Sends(HttpMethod.Post, "/fhir/$import-ndjson", import, HttpStatusCode.Forbidden);
        foreach (var mixed in (string[])["system/Observation.rs caseload:read", "system/Observation.rs user/Observation.rs", "patient/Observation.rs system/Observation.rs"])
        {
            using var both = app.With(Token(Personas.CareManager with { Scopes = mixed }, ["mfa"]));
            var problem = await both.Gets("/v1/me", HttpStatusCode.BadRequest);
            Assert.Equal("/problems/mixed-contexts", (string)problem["type"]!);
        }
    }

    [Fact]
    public async Task A_persons_token_whose_subject_nobody_knows_opens_nothing_and_falls_back_to_nobody()
    {
        using var stranger = app.With(Token(Personas.CareManager with { Subject = "somebody-new" }, ["mfa"]));
        await stranger.Gets("/v1/me", HttpStatusCode.Forbidden);
        using var alsoAProgram = app.With(Token(Personas.CareManager with { Subject = "somebody-new", Scopes = "user/*.cruds" }, ["mfa"], ("client_id", Personas.EhrIntegration.Subject)));
        await alsoAProgram.Gets("/fhir/Observation?patient=none", HttpStatusCode.Forbidden);
    }

    private static void With(IServiceCollection services, SecondFactor secondFactor)
    {
        var settings = (RegistrySettings)services.Single(s => s.ServiceType == typeof(RegistrySettings)).ImplementationInstance!;
        services.Replace(ServiceDescriptor.Singleton(settings with { SecondFactor = secondFactor }));
    }

    private string Token(Persona persona, string[]? methods, params (string Name, string Value)[] more)
    {
        var claims = TestIssuer.ClaimsOf(persona);
        claims.Remove("amr");
        if (methods is not null) claims["amr"] = methods;
        foreach (var (name, value) in more) claims[name] = value;
        return app.Issuer.Sign(app.Clock.Now, claims);
    }
}
