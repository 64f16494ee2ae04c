using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Npgsql;
using Registry.Storage;

namespace Registry.Api;

/// <summary>Turns what was thrown into an answer. Never the exception's message: a parse error quotes the value it met.</summary>
internal sealed partial class RegistryExceptionHandler(ILogger<RegistryExceptionHandler> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested) return true;
        if (exception is BadHttpRequestException bad)
        {
            var (code, title) = StatusText.Of(bad.StatusCode);
            var asked = httpContext.Features.Get<IExceptionHandlerFeature>();
            var errors = bad.InnerException is JsonException { Path: { } path } ? [new(JsonPointer.Of(path), "malformed", "Not of the expected form, or not a member.")]
                : UnreadParameter.Among(httpContext, asked?.Endpoint, asked?.RouteValues);
            await ErrorBody.Write(httpContext, bad.StatusCode, code, title, errors);
            return true;
        }

        if (exception is KeysErasedException)
        {
            await ErrorBody.Write(httpContext, StatusCodes.Status410Gone);
            return true;
        }

        if (exception is DecryptionException)
        {
            Failed(log, exception.Message, httpContext.GetEndpoint()?.DisplayName ?? "-", httpContext.TraceIdentifier, Frames(exception));
            await ErrorBody.Write(httpContext, StatusCodes.Status503ServiceUnavailable, "stored-value-damaged",
                "A stored value is not what was written in its place. Nothing of it is shown; whoever runs the registry must look into it.", []);
            return true;
        }

        var unavailable = exception is NpgsqlException { IsTransient: true } or AuditNotWrittenException or RootKeyException || PostgresErrors.IsWorthRepeating(exception);
        Failed(log, exception.GetType().FullName!, httpContext.GetEndpoint()?.DisplayName ?? "-", httpContext.TraceIdentifier, Frames(exception));
        var status = unavailable ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError;
        if (unavailable) httpContext.Response.Headers.RetryAfter = "1";
        await ErrorBody.Write(httpContext, status, StatusText.Of(status).Code, StatusText.Of(status).Title, []);
        return true;
    }

    /// <summary>Where it happened, without the message; of a database error also its code and constraint.</summary>
    private static string Frames(Exception e) =>
        (e is PostgresException p ? $"{p.SqlState} {p.ConstraintName} " : "")
        + e.StackTrace + (e.InnerException is { } inner ? $" caused by {inner.GetType().FullName} {Frames(inner)}" : "");

    [LoggerMessage(Level = LogLevel.Error, Message = "{ExceptionType} in {Endpoint}, request {RequestId}: {Frames}")]
    private static partial void Failed(ILogger logger, string exceptionType, string endpoint, string requestId, string frames);
}
