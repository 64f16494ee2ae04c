using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Registry.Api;
using Registry.Storage;

namespace Registry.IntegrationTests.Matrix;

/// <summary>Every route called by every role about a patient in every place, and what the access table says of it.</summary>
internal static class AccessMatrix
{
    /// <summary>Routes that answer otherwise than 404 when there is no such patient or clinic: most name it in their body.</summary>
    private static readonly Dictionary<string, HttpStatusCode> HiddenInBody = new()
    {
        ["POST /v1/patients"] = HttpStatusCode.UnprocessableEntity,
        ["POST /fhir/Observation"] = HttpStatusCode.UnprocessableEntity,
        // An update creates nothing.
        ["PUT /fhir/Observation/{id}"] = HttpStatusCode.MethodNotAllowed,
        ["PUT /fhir/Patient/{id}"] = HttpStatusCode.MethodNotAllowed,
        // A form that does not come from its page is not looked at.
        ["POST /app/caseloads/{careManagerId}/review/{episodeId}"] = HttpStatusCode.BadRequest,
    };

    /// <summary>Every route that an access token or a session opens; calls of CDS Hooks sign themselves.</summary>
    public static IEnumerable<MatrixRoute> Routes(RegistryApp app) =>
        from endpoint in app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        let permission = endpoint.Metadata.GetMetadata<Permission>()
        where permission is not null && permission != Permissions.ShowCards
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
        select new MatrixRoute(method, endpoint.RoutePattern.RawText!, endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName ?? "", permission);

    /// <summary>The cells that the service at an address answers otherwise than the table says, each in one line.</summary>
    public static async Task<(int Called, List<string> Wrong)> Check(AccessWorld world, IEnumerable<MatrixRoute> routes, WebApplication? at = null)
    {
        var (called, wrong) = (0, new List<string>());
        foreach (var caller in world.Callers.Values)
        {
            using var client = world.Client(caller, at);
            foreach (var route in routes)
            {
                foreach (var place in route.HasTarget ? world.Places : world.Places.Take(1))
                {
                    // A clinic is the same to both of its caseloads.
                    if (place.Where is Where.OtherCaseload && route.Pattern.Contains("{clinicId}", StringComparison.Ordinal)) continue;
                    called++;
                    using var request = route.Request(place);
                    using var response = await client.SendAsync(request);
                    if (!Agrees(response.StatusCode, route, caller, place))
                        wrong.Add($"{Kebab.Of(caller.Persona.Role)} {route.Method} {route.Pattern} {place.Where}: {(int)response.StatusCode}");
                }
            }
        }

        return (called, wrong);
    }

    private static bool Agrees(HttpStatusCode answered, MatrixRoute route, MatrixCaller caller, Place place)
    {
        var allowed = Rights.Decide(caller.Caller, caller.Scopes, route.Permission);
        if (!allowed.IsAllowed) return answered == HttpStatusCode.Forbidden;
        var isHidden = route.HasTarget && (place.Target is null || !IsInReach(route, caller, place.Target));
        return isHidden ? answered == HiddenInBody.GetValueOrDefault($"{route.Method} {route.Pattern}", HttpStatusCode.NotFound)
            : answered is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) && (answered is not HttpStatusCode.NotFound || route.IsOfNobody) && (int)answered < 500;
    }

    private static bool IsInReach(MatrixRoute route, MatrixCaller caller, Target target) =>
        // A clinic is not a patient: whoever works there may name it.
        route.IsAboutClinic ? caller.Grants.Any(g => g.ClinicId == target.Clinic)
        // An auditor is shown no patient, and accounts for every one of the organization.
        : caller.Persona.Role is Role.Auditor ? target.Organization == caller.Caller?.OrganizationId
        : Rights.Decide(caller.Caller, caller.Scopes, route.Permission, target).IsAllowed;

    /// <summary>The routes of these with a body naming somebody.</summary>
    internal static bool NamesInBody(string method, string pattern) => HiddenInBody.ContainsKey($"{method} {pattern}");
}

/// <param name="Name">The operation, which has an example of its body; empty under /fhir.</param>
internal sealed record MatrixRoute(string Method, string Pattern, string Name, Permission Permission)
{
    /// <summary>By the FHIR type, which record of a place's patient an address names; a type that is not here is no patient's.</summary>
    private static readonly Dictionary<string, string> FhirIds =
        new() { ["Patient"] = "patientId", ["Observation"] = "assessmentId", ["EpisodeOfCare"] = "episodeId", ["Encounter"] = "contacts" };

    /// <summary>Parameters of what the organization configures.</summary>
    private static readonly string[] OfConfiguration =
    [
        "{webhookId}", "{deliveryId}", "{clientId}", "{disclosureId}", "{sourceId}", "{mappingId}", "{staffId}", "{principalId}", "{grantId}", "{approvalId}", "{rotationId}",
        "{collaborativeId}", "{cycleId}", "{planId}", "{emergencyAccessId}", "{dataSetId}", "{holdId}", "{**path}",
    ];

    public bool HasTarget => (Pattern.Contains('{', StringComparison.Ordinal) && !IsOfNobody) || AccessMatrix.NamesInBody(Method, Pattern);

    /// <summary>Its address names no patient, or is about the audit trail, which is the auditor's whomever it names: who may call it depends on the role alone.</summary>
    public bool IsOfNobody => IsOfProgram || Permission.Roles.All(role => role is Role.Auditor) || OfConfiguration.Any(p => Pattern.Contains(p, StringComparison.Ordinal)) || (IsFhir && Pattern.Contains("{id}", StringComparison.Ordinal) && !FhirIds.ContainsKey(FhirType));

    /// <summary>Figures that are out, and what the program watches: no clinic's and no patient's.</summary>
    private bool IsOfProgram => Pattern.StartsWith("/v1/organization/", StringComparison.Ordinal) || Pattern.StartsWith("/v1/drift-indicators/", StringComparison.Ordinal) || Pattern.StartsWith("/v1/metric-targets/", StringComparison.Ordinal);

    private bool IsFhir => Pattern.StartsWith("/fhir", StringComparison.Ordinal);

    private string FhirType => Pattern.Split('/')[2];

    public bool IsAboutClinic => Pattern.Contains("{clinicId}", StringComparison.Ordinal) || Pattern == "/v1/patients";

    public HttpRequestMessage Request(Place place)
    {
        var segments = Pattern.Split('/');
        var path = string.Join('/', segments.Select((segment, i) => segment switch
        {
            "{month}" => "2026-10",
            "{version}" or "{number}" => "1",
            "{metric}" => "M01",
            "{newYorkMetric}" => "NYS1",
            "{measure}" => "N01",
            "{year}" => "2025",
            "{item}" => "provider-champion",
            "{indicator}" => "D1",
            "{table}" => "patient",
            "{**path}" => "Nothing",
            "{id}" when IsFhir => FhirIds.TryGetValue(FhirType, out var record) ? place.Ids[record] : Guid.CreateVersion7().ToString(),
            _ when OfConfiguration.Contains(segment) => Guid.CreateVersion7().ToString(),
            "{id}" => place.Ids[segments[i - 1]],
            ['{', .. var name, '}'] => place.Ids[name],
            _ => segment,
        }));
        var request = new HttpRequestMessage(new(Method), path);
        if (IsFhir && Method is ("POST" or "PUT"))
            request.Content = JsonContent.Create(FhirBody(place), new MediaTypeHeaderValue("application/fhir+json"));
        else if (PatientStory.Body(Name, place.Ids) is { } body)
            request.Content = JsonContent.Create(body);
        return request;
    }

    private JsonObject FhirBody(Place place)
    {
        if (FhirType == "Patient")
            return new() { ["resourceType"] = "Patient", ["id"] = place.Ids["patientId"], ["identifier"] = new JsonArray(new JsonObject { ["system"] = "urn:ehr", ["value"] = place.Ids["patientId"] }) };
        var observation = Intents.Observation(place.Ids["patientId"], "phq-9", "2026-11-16", 12);
        observation["id"] = place.Ids["assessmentId"];
        return observation;
    }
}
