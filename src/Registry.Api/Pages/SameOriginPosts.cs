namespace Registry.Api;

/// <summary>A browser says where a form was sent from; one of another site changes nothing here, whatever else it carries.</summary>
/// <remarks>Beside the antiforgery token and the cookie's SameSite. Browsers too old to say so are left to those two.</remarks>
internal static class SameOriginPosts
{
    public static ValueTask<object?> Invoke(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var request = call.HttpContext.Request;
        return HttpMethods.IsPost(request.Method) && request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin")
            ? ValueTask.FromResult<object?>(TypedResults.StatusCode(StatusCodes.Status403Forbidden))
            : next(call);
    }
}
