using Registry.Fhir;

namespace Registry.Api;

/// <summary>What holds for every request below /fhir: names are spelled as in FHIR, answers and bodies are R4 in JSON.</summary>
internal static class FhirManners
{
    public static ValueTask<object?> Check(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var http = call.HttpContext;
        if (http.GetEndpoint() is RouteEndpoint route && !FhirAddress.IsSpelledLike(http.Request.Path, route) || http.GetRouteValue("id") is string id && !FhirTypes.IsId(id))
            return new(UnroutedEndpoints.Answer(http.Request, http.RequestServices.GetRequiredService<EndpointDataSource>()));
        if (http.GetEndpoint()!.Metadata.GetMetadata<SpeaksOtherMedia>() is not null) return next(call);
        if (!FhirMedia.IsAcceptable(http.Request.Headers.Accept, http.Request.Query["_format"]))
            return new(FhirAnswer.Refused(StatusCodes.Status406NotAcceptable, IssueCode.NotSupported, "Answers are application/fhir+json, FHIR 4.0."));
        return HasBody(http.Request) && !FhirMedia.IsReadable(http.Request.ContentType) && !IsForm(http.Request)
            ? new(FhirAnswer.Refused(StatusCodes.Status415UnsupportedMediaType, IssueCode.NotSupported, "Bodies are application/fhir+json, FHIR 4.0, in UTF-8."))
            : next(call);
    }

    private static bool HasBody(HttpRequest http) => http.ContentLength is > 0 || http.Headers.TransferEncoding.Count > 0;

    private static bool IsForm(HttpRequest http) => http.HasFormContentType && http.Path.Value!.EndsWith("/_search", StringComparison.Ordinal);
}

/// <summary>The address takes or gives something else than FHIR in JSON, and sees to it itself.</summary>
internal sealed class SpeaksOtherMedia;
