namespace Registry.Api;

/// <summary>On every answer, errors included: never cached, never guessed at, traceable.</summary>
internal sealed class ResponseHeaders(RequestDelegate next)
{
    /// <remarks>Set when the answer starts: the handler of failures clears what stood before.</remarks>
    public Task Invoke(HttpContext http)
    {
        http.Response.OnStarting(static state =>
        {
            var answered = (HttpContext)state;
            answered.Response.Headers.CacheControl = "no-store";
            answered.Response.Headers.XContentTypeOptions = "nosniff";
            answered.Response.Headers["X-Request-Id"] = answered.TraceIdentifier;
            return Task.CompletedTask;
        }, http);
        return next(http);
    }
}
