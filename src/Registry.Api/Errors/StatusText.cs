namespace Registry.Api;

/// <summary>What is said where only a status is known: refusals of the framework itself.</summary>
internal static class StatusText
{
    public static (string Code, string Title) Of(int status) => status switch
    {
        400 => ("malformed-request", "The request could not be read."),
        401 => ("sign-in-required", "A valid access token is required."),
        403 => ("not-permitted", "Your role or token does not allow this."),
        404 => ("not-found", "There is nothing here that you may see."),
        405 => ("method-not-allowed", "This address does not take that method."),
        406 => ("not-acceptable", "None of the accepted media types can be produced."),
        408 => ("too-slow", "The request took too long to arrive."),
        410 => ("organization-erased", "The keys of this organization were destroyed. What it stored cannot be read any more."),
        413 => ("body-too-large", "The body is larger than allowed."),
        415 => ("unsupported-media-type", "The body's media type is not supported."),
        429 => ("too-many-requests", "Too many requests. Try again later."),
        503 => ("unavailable", "The registry cannot answer now. Whether a change was made is unknown; repeat it with the same key."),
        _ => ("internal-error", "Something failed inside the registry. The request id finds it in the logs."),
    };
}
