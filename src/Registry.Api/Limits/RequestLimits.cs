namespace Registry.Api;

/// <summary>Small bodies everywhere but at the Bundle door; bodies that may be repeated under a key are kept to be compared.</summary>
internal sealed class RequestLimits(RequestDelegate next)
{
    public const long LargestBody = 5 * 1024 * 1024;
    private const long OrdinaryBody = 256 * 1024;

    public Task Invoke(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<TakesLargeBody>() is null
            && http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = OrdinaryBody;
        }

        if (http.Request.Headers.ContainsKey(Idempotency.Header) || (PageEndpoints.IsPage(http) && HttpMethods.IsPost(http.Request.Method))) http.Request.EnableBuffering((int)OrdinaryBody);
        return next(http);
    }
}

internal sealed class TakesLargeBody;
