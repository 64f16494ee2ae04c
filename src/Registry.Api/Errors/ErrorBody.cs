using System.Text.Json;
using Microsoft.Extensions.Options;
using Registry.Clinical;
using Registry.Fhir;
using HttpJson = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace Registry.Api;

/// <summary>The one place where an error becomes a body: problem details under /v1, an OperationOutcome under /fhir, a page under /app.</summary>
internal static class ErrorBody
{
    public static Task Write(HttpContext http, int status, IReadOnlyList<Refusal> refusals)
    {
        var first = refusals[0];
        return Write(http, status, first.Code, first.Text,
            [.. refusals.Where(r => r.Field is not null).Select(r => new FieldError("#/" + r.Field, r.Code, r.Text))]);
    }

    /// <summary>For refusals of the framework itself, of which only the status is known.</summary>
    public static Task Write(HttpContext http, int status) => Write(http, status, StatusText.Of(status).Code, StatusText.Of(status).Title, status == StatusCodes.Status400BadRequest ? UnreadParameter.Among(http, http.GetEndpoint(), http.Request.RouteValues) : []);

    public static async Task Write(HttpContext http, int status, string code, string title, IReadOnlyList<FieldError> errors)
    {
        http.Response.StatusCode = status;
        if (http.Request.Path.StartsWithSegments(FhirEndpoints.Prefix, StringComparison.Ordinal))
        {
            await FhirAnswer.Outcome(status, new FhirIssue(status >= 500 ? IssueSeverity.Fatal : IssueSeverity.Error, CodeOf(status), "", title, status)).ExecuteAsync(http);
            return;
        }

        if (PageEndpoints.IsPage(http))
        {
            await Page.Of<ErrorPage>(new() { [nameof(ErrorPage.Status)] = status, [nameof(ErrorPage.Text)] = title }, status).ExecuteAsync(http);
            return;
        }

        var json = http.RequestServices.GetRequiredService<IOptions<HttpJson>>().Value.SerializerOptions;
        http.Response.ContentType = "application/problem+json";
        await JsonSerializer.SerializeAsync(http.Response.Body, RegistryProblem.Of(status, code, title, http.TraceIdentifier, errors), json, http.RequestAborted);
    }

    /// <summary>For a refusal outside of a handler: it is recorded before anybody is told.</summary>
    public static async Task Refuse(HttpContext http, int status, string code, string title)
    {
        if (http.Features.Get<Access>() is { IsRecorded: false } access) await access.Refuse(status);
        await Write(http, status, code, title, []);
    }

    private static IssueCode CodeOf(int status) => status switch
    {
        400 => IssueCode.Structure,
        401 => IssueCode.Login,
        403 => IssueCode.Forbidden,
        404 => IssueCode.NotFound,
        405 or 406 or 415 => IssueCode.NotSupported,
        409 or 412 => IssueCode.Conflict,
        410 => IssueCode.Deleted,
        413 => IssueCode.TooLong,
        429 => IssueCode.Throttled,
        503 => IssueCode.Transient,
        _ => IssueCode.Exception,
    };
}
