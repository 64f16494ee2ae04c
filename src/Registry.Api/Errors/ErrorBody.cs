using System.Text.Json;
using Microsoft.Extensions.Options;
using Registry.Clinical;
using HttpJson = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace Registry.Api;

/// <summary>The one place where an error becomes a body: problem details under /v1, an OperationOutcome under /fhir.</summary>
internal static class ErrorBody
{
    public static Task Write(HttpContext http, int status, IReadOnlyList<Refusal> refusals)
    {
        var first = refusals[0];
        return Write(http, status, first.Code, first.Text,
            [.. refusals.Where(r => r.Field is not null).Select(r => new FieldError("#/" + r.Field, r.Code, r.Text))]);
    }

    /// <summary>For refusals of the framework itself, of which only the status is known.</summary>
    public static Task Write(HttpContext http, int status) => Write(http, status, StatusText.Of(status).Code, StatusText.Of(status).Title, []);

    public static async Task Write(HttpContext http, int status, string code, string title, IReadOnlyList<FieldError> errors)
    {
        http.Response.StatusCode = status;
        var json = http.RequestServices.GetRequiredService<IOptions<HttpJson>>().Value.SerializerOptions;
        http.Response.ContentType = "application/problem+json";
        await JsonSerializer.SerializeAsync(http.Response.Body, RegistryProblem.Of(status, code, title, http.TraceIdentifier, errors), json, http.RequestAborted);
    }
}
