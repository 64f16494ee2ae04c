namespace Registry.Api;

/// <summary>On every answer, errors included: never cached, never guessed at, traceable.</summary>
internal sealed class ResponseHeaders(RequestDelegate next)
{
    /// <summary>What the audit trail keeps of a caller's own request id; a longer or stranger one is replaced by one of ours.</summary>
    private const int LongestRequestId = 64;

    /// <remarks>Set when the answer starts: the handler of failures clears what stood before.</remarks>
    public Task Invoke(HttpContext http)
    {
        if (http.Request.Headers["X-Request-Id"] is [{ Length: > 0 and <= LongestRequestId } given] && given.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_')) http.TraceIdentifier = given;
        http.Response.OnStarting(static state =>
        {
            var answered = (HttpContext)state;
            answered.Response.Headers.CacheControl = "no-store";
            answered.Response.Headers.XContentTypeOptions = "nosniff";
            answered.Response.Headers["X-Request-Id"] = answered.TraceIdentifier;
            if (PageEndpoints.IsPage(answered)) PageHeaders.Set(answered.Response.Headers);
            return Task.CompletedTask;
        }, http);
        return next(http);
    }
}
