using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Registry.Api;
using Registry.Storage;

namespace Registry.IntegrationTests.Matrix;

/// <summary>Every route called by every role about a patient in every place, and what the access table says of it.</summary>
internal static class AccessMatrix
{
    /// <summary>Routes that name a patient or a clinic in their body: how they answer when there is no such one.</summary>
    private static readonly Dictionary<string, HttpStatusCode> HiddenInBody = new()
    {
        ["POST /v1/patients"] = HttpStatusCode.UnprocessableEntity,
        ["POST /fhir/Observation"] = HttpStatusCode.UnprocessableEntity,
    };

    public static IEnumerable<MatrixRoute> Routes(RegistryApp app) =>
        from endpoint in app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        let permission = endpoint.Metadata.GetMetadata<Permission>()
        where permission is not null
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
        select new MatrixRoute(method, endpoint.RoutePattern.RawText!, endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName ?? "", permission);

    /// <summary>The cells that the service at an address answers otherwise than the table says, each in one line.</summary>
    public static async Task<(int Called, List<string> Wrong)> Check(AccessWorld world, IEnumerable<MatrixRoute> routes, Uri? at = null)
    {
        var (called, wrong) = (0, new List<string>());
        foreach (var caller in world.Callers.Values)
        {
            using var client = world.App.With(world.App.Issuer.TokenFor(caller.Persona, world.App.Clock.Now), at);
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
            : answered is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound) && (int)answered < 500;
    }

    private static bool IsInReach(MatrixRoute route, MatrixCaller caller, Target target) =>
        // A clinic is not a patient: whoever works there may name it.
        route.IsAboutClinic ? caller.Grants.Any(g => g.ClinicId == target.Clinic) : Rights.Decide(caller.Caller, caller.Scopes, route.Permission, target).IsAllowed;

    /// <summary>The routes of these with a body naming somebody.</summary>
    internal static bool NamesInBody(string method, string pattern) => HiddenInBody.ContainsKey($"{method} {pattern}");
}

/// <param name="Name">The operation, which has an example of its body; empty under /fhir.</param>
internal sealed record MatrixRoute(string Method, string Pattern, string Name, Permission Permission)
{
    public bool HasTarget => Pattern.Contains('{', StringComparison.Ordinal) || AccessMatrix.NamesInBody(Method, Pattern);

    public bool IsAboutClinic => Pattern.Contains("{clinicId}", StringComparison.Ordinal) || Pattern == "/v1/patients";

    public HttpRequestMessage Request(Place place)
    {
        var segments = Pattern.Split('/');
        var path = string.Join('/', segments.Select((segment, i) => segment switch
        {
            "{month}" => "2026-10",
            "{id}" when segments[1] == "fhir" => place.Ids[segments[2] == "Patient" ? "patientId" : "assessmentId"],
            "{id}" => place.Ids[segments[i - 1]],
            ['{', .. var name, '}'] => place.Ids[name],
            _ => segment,
        }));
        var request = new HttpRequestMessage(new(Method), path);
        if (Pattern.StartsWith("/fhir", StringComparison.Ordinal) && Method == "POST")
            request.Content = JsonContent.Create(Intents.Observation(place.Ids["patientId"], "phq-9", "2026-11-16", 12), new MediaTypeHeaderValue("application/fhir+json"));
        else if (PatientStory.Body(Name, place.Ids) is { } body)
            request.Content = JsonContent.Create(body);
        return request;
    }
}
