namespace Registry.Api;

/// <summary>On every answer, errors included: never cached, never guessed at, traceable.</summary>
internal sealed class ResponseHeaders(RequestDelegate next)
{
    public Task Invoke(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers["X-Request-Id"] = http.TraceIdentifier;
        return next(http);
    }
}
