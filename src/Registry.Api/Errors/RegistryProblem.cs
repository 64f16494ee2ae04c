using Registry.Clinical;

namespace Registry.Api;

/// <summary>RFC 9457 problem details, as every error under /v1 answers them.</summary>
/// <param name="Type">/problems/{code}: stable, for machines.</param>
/// <param name="Title">One sentence for a person.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">The last part of the type.</param>
/// <param name="Instance">urn:trace:… of this request, to quote when asking for help.</param>
/// <param name="Errors">What is wrong where; empty when it concerns the whole request.</param>
internal sealed record RegistryProblem(string Type, string Title, int Status, string Code, string Instance, IReadOnlyList<FieldError> Errors)
{
    public static RegistryProblem Of(int status, string code, string title, string requestId, IReadOnlyList<FieldError> errors) =>
        new($"/problems/{code}", title, status, code, $"urn:trace:{requestId}", errors);
}

/// <param name="Pointer">JSON pointer into the request body, as a URI fragment: "#/enrolledOn".</param>
/// <param name="Code">What is wrong, stable.</param>
/// <param name="Detail">What is wrong, for a person; never the value.</param>
internal sealed record FieldError(string Pointer, string Code, string Detail);

internal static class RefusalStatus
{
    public static int Of(Refusal refusal) => refusal.Kind switch
    {
        RefusalKind.Malformed => StatusCodes.Status400BadRequest,
        RefusalKind.Rule => StatusCodes.Status422UnprocessableEntity,
        RefusalKind.State => StatusCodes.Status409Conflict,
        RefusalKind.Stale => StatusCodes.Status412PreconditionFailed,
        RefusalKind.VersionRequired => StatusCodes.Status428PreconditionRequired,
        RefusalKind.Forbidden => StatusCodes.Status403Forbidden,
        RefusalKind.NotFound => StatusCodes.Status404NotFound,
        RefusalKind.TooMany => StatusCodes.Status429TooManyRequests,
    };
}
