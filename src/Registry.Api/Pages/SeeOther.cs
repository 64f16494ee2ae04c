namespace Registry.Api;

/// <summary>303 after a form was recorded: reloading what follows sends nothing again.</summary>
internal sealed class SeeOther(string link) : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => StatusCodes.Status303SeeOther;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = link;
        return Task.CompletedTask;
    }
}
