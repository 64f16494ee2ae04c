namespace Registry.Api;

/// <summary>HEAD on every GET of the FHIR door: the same work and the same headers; the server leaves the body away.</summary>
internal sealed class HeadAsGet(RequestDelegate next)
{
    public Task Invoke(HttpContext http)
    {
        if (HttpMethods.IsHead(http.Request.Method) && http.Request.Path.StartsWithSegments(FhirEndpoints.Prefix, StringComparison.Ordinal)) http.Request.Method = HttpMethods.Get;
        return next(http);
    }
}
