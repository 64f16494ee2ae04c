using Microsoft.AspNetCore.Routing.Template;
using Registry.Fhir;

namespace Registry.Api;

/// <summary>Every address and method below /fhir that no route takes: what it does take, or that it is none.</summary>
internal static class UnroutedEndpoints
{
    public const string NoDelete = "Clinical data is not deleted: send the resource with status entered-in-error, and it counts no more.";
    public const string NoPatch = "There is no PATCH: send the whole resource with PUT.";

    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    public static void MapFhirElsewhere(this IEndpointRouteBuilder fhir) => fhir.MapMethods("/{**path}", Methods, Answer).Requires(Permissions.FhirElsewhere);

    internal static IResult Answer(HttpRequest http, EndpointDataSource routes)
    {
        var allowed = MethodsOf(http.Path, routes);
        if (allowed.Count == 0) return NoSuchAddress(http.Path);
        if (HttpMethods.IsOptions(http.Method)) return new FhirAnswer(StatusCodes.Status200OK, default) { Allow = allowed };
        var text = http.Method switch { "DELETE" => NoDelete, "PATCH" => NoPatch, _ => "This address does not take that method." };
        return new FhirAnswer(StatusCodes.Status405MethodNotAllowed, OperationOutcomeJson.Write([new(IssueSeverity.Error, IssueCode.NotSupported, "", text, 405)])) { Allow = allowed };
    }

    /// <summary>What is not held here, told apart from a resource that is not there.</summary>
    public static FhirAnswer NoSuchAddress(PathString path)
    {
        var type = path.Value![FhirEndpoints.Prefix.Length..].Trim('/').Split('/')[0];
        return FhirAnswer.Refused(StatusCodes.Status404NotFound, IssueCode.NotSupported, FhirTypes.IsResource(type)
            ? "This address is none of this server's: the CapabilityStatement at metadata lists what is held and offered."
            : "This address does not begin with a resource type of FHIR R4.");
    }

    private static List<string> MethodsOf(PathString path, EndpointDataSource routes)
    {
        var methods = routes.Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.RoutePattern.RawText!.StartsWith(FhirEndpoints.Prefix, StringComparison.Ordinal) && route.Metadata.GetMetadata<Permission>() != Permissions.FhirElsewhere)
            .Where(route => IsOf(route) && FhirAddress.IsSpelledLike(path, route))
            .SelectMany(route => route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods).Distinct().ToList();
        if (methods.Contains("GET")) methods.Add("HEAD");
        if (methods.Count > 0) methods.Add("OPTIONS");
        return methods;

        // The name of an operation is no id.
        bool IsOf(RouteEndpoint route)
        {
            var values = new RouteValueDictionary();
            return new TemplateMatcher(new RouteTemplate(route.RoutePattern), []).TryMatch(path, values) && (values["id"] is not string id || FhirTypes.IsId(id));
        }
    }
}
