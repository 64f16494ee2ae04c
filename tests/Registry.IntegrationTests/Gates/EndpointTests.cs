using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.EntityFrameworkCore;
using Registry.Api;
using Registry.Clinical;

namespace Registry.IntegrationTests;

/// <summary>What must hold for every endpoint there is, and for each one that will be added.</summary>
[Collection(TeamRegistry.Name)]
public sealed class EndpointTests(RegistryApp app)
{
    private IEnumerable<RouteEndpoint> Endpoints => app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    private IEnumerable<RouteEndpoint> Guarded => Endpoints.Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is null);

    [Fact]
    public void Every_endpoint_is_authorized_by_its_own_named_policy_and_audited_under_that_name()
    {
        var bare = from endpoint in Guarded
                   let permission = endpoint.Metadata.GetMetadata<Permission>()
                   where permission is null || endpoint.Metadata.GetMetadata<IAuthorizeData>()?.Policy != permission.Name
                   select endpoint.DisplayName;
        Assert.Empty(bare);
        Assert.NotEmpty(Guarded);
    }

    [Fact]
    public void Only_health_metadata_the_documentation_and_the_dress_of_the_pages_are_open_to_strangers()
    {
        var open = Endpoints.Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is not null).Select(e => e.RoutePattern.RawText).Order();
        Assert.Equal(["/app/icon.svg", "/app/sign-out", "/app/signed-out", "/app/style.css", "/cds-services/", "/fhir/.well-known/smart-configuration", "/fhir/metadata", "/health/live", "/health/ready", "/openapi/{documentName}.json"], open);
    }

    [Fact]
    public void Permissions_have_names_of_their_own()
    {
        Assert.Equal(Permissions.All.Count, Permissions.All.Select(p => p.Name).Distinct().Count());
    }

    [Fact]
    public async Task A_stranger_is_refused_at_every_endpoint_and_the_refusal_is_recorded()
    {
        using var stranger = app.Anonymous();
        var before = await Recorded();
        var tried = 0;
        foreach (var (method, path) in Probes())
        {
            using var response = await stranger.SendAsync(new HttpRequestMessage(method, path));
            // Whoever asks for a page is led to the provider; nobody is led away from a form.
            var ledAway = method == HttpMethod.Get && path.StartsWith("/app", StringComparison.Ordinal);
            Assert.Equal((ledAway ? HttpStatusCode.Found : HttpStatusCode.Unauthorized, path), (response.StatusCode, path));
            Assert.True(!ledAway || response.Headers.Location!.ToString().StartsWith(app.Issuer.Url, StringComparison.Ordinal), path);
            Assert.Contains("no-store", response.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
            tried++;
        }

        Assert.Equal(before + tried, await Recorded());
    }

    [Fact]
    public async Task Another_organization_finds_nothing_of_ours_behind_any_address()
    {
        using var careManager = app.As("care-manager");
        var patient = await careManager.KnowsPatient(app);
        var episode = await careManager.Enrols(app, patient, "2025-05-01");
        var contact = (string)(await careManager.Contacts(episode, "follow-up", "2025-05-08", 20))["id"]!;
        var assessment = (string)(await careManager.Scores(patient, "phq-9", "2025-05-01", 15))["id"]!;
        using var foreign = app.As("care-manager", foreign: true);
        using var foreignEhr = app.As("ehr-integration", foreign: true);

        foreach (var path in new[]
        {
            $"/v1/patients/{patient}", $"/v1/patients/{patient}/episodes", $"/v1/episodes/{episode}", $"/v1/episodes/{episode}/contacts", $"/v1/contacts/{contact}",
            $"/v1/patients/{patient}/assessments", $"/v1/assessments/{assessment}", $"/v1/assessments/{assessment}/versions",
            $"/v1/caseloads/{app.Home.CareManager}", $"/v1/caseloads/{app.Home.CareManager}/review",
        })
        {
            await foreign.Gets(path, HttpStatusCode.NotFound);
        }

        await foreignEhr.Gets($"/fhir/Observation/{assessment}", HttpStatusCode.NotFound);
        await foreignEhr.Gets($"/fhir/Patient/{patient}", HttpStatusCode.NotFound);
        var search = await foreignEhr.Gets($"/fhir/Observation?patient={patient}");
        Assert.Equal(0, (int)search["total"]!);
        await foreignEhr.Observes(patient, "phq-9", "2025-05-02", 9, HttpStatusCode.UnprocessableEntity);
        await foreign.Posts($"/v1/patients/{patient}/assessments", new { instrument = "phq-9", administeredOn = "2025-05-02", total = 9 }, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Each_persona_reaches_its_own_part_and_is_refused_the_rest()
    {
        foreach (var (persona, path, expected) in new[]
        {
            ("program-lead", "/v1/me", HttpStatusCode.OK),
            ("program-lead", $"/v1/caseloads/{app.Home.CareManager}", HttpStatusCode.Forbidden),
            ("auditor", "/v1/audit-entries", HttpStatusCode.OK),
            ("auditor", $"/v1/caseloads/{app.Home.CareManager}", HttpStatusCode.Forbidden),
            ("administrator", "/v1/staff", HttpStatusCode.OK),
            ("administrator", "/v1/audit-entries", HttpStatusCode.Forbidden),
            ("care-manager", "/v1/audit-entries", HttpStatusCode.Forbidden),
            ("care-manager", "/fhir/Observation?patient=1", HttpStatusCode.Forbidden),
            ("ehr-integration", $"/v1/caseloads/{app.Home.CareManager}", HttpStatusCode.Forbidden),
            ("psychiatric-consultant", $"/v1/caseloads/{app.Home.CareManager}/review", HttpStatusCode.OK),
        })
        {
            using var client = app.As(persona);
            await client.Gets(path, expected);
        }
    }

    private IEnumerable<(HttpMethod Method, string Path)> Probes() =>
        from endpoint in Guarded
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
        select (new HttpMethod(method), string.Join('/', endpoint.RoutePattern.RawText!.Split('/').Select(part => part.StartsWith('{') ? Guid.CreateVersion7().ToString() : part)));

    private async Task<int> Recorded()
    {
        await using var db = app.Owner();
        return await db.AuditEntries.CountAsync(e => e.OrganizationId == new Id<Organization>(Guid.Empty) && e.Status == 401);
    }
}
