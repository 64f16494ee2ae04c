namespace Registry.Api;

/// <summary>On every answer, errors included: never cached, never guessed at, never without TLS again, traceable.</summary>
internal sealed class ResponseHeaders(RequestDelegate next, RegistrySettings settings)
{
    /// <summary>What the audit trail keeps of a caller's own request id; a longer or stranger one is replaced by one of ours.</summary>
    private const int LongestRequestId = 64;

    private readonly bool byTls = settings.PublicBase.Scheme == "https";

    /// <remarks>Set when the answer starts: the handler of failures clears what stood before.</remarks>
    public Task Invoke(HttpContext http)
    {
        if (http.Request.Headers["X-Request-Id"] is [{ Length: > 0 and <= LongestRequestId } given] && given.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_')) http.TraceIdentifier = given;
        http.Response.OnStarting(() =>
        {
            var headers = http.Response.Headers;
            headers.CacheControl = "no-store";
            headers.XContentTypeOptions = "nosniff";
            headers.Append("Vary", "Authorization");
            if (byTls) headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
            headers["X-Request-Id"] = http.TraceIdentifier;
            if (PageEndpoints.IsPage(http)) PageHeaders.Set(headers);
            return Task.CompletedTask;
        });
        return next(http);
    }
}
