using System.Globalization;
using Registry.Fhir;

namespace Registry.Api;

/// <summary>An answer of the FHIR door: a resource or an outcome, with the headers that agree with it.</summary>
internal sealed class FhirAnswer(int status, ReadOnlyMemory<byte> body) : IResult, IStatusCodeHttpResult, IVersionedAnswer
{
    public int? StatusCode => status;

    /// <summary>The number within W/"3".</summary>
    int? IVersionedAnswer.Version => ETag is { } etag && int.TryParse(etag.AsSpan(2).Trim('"'), out var version) ? version : null;
    public string? ETag { get; init; }
    public string? Location { get; init; }
    public NodaTime.Instant? LastModified { get; init; }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        if (ETag is not null) response.Headers.ETag = ETag;
        if (Location is not null) response.Headers.Location = Location;
        if (LastModified is { } at) response.Headers.LastModified = at.ToDateTimeUtc().ToString("R", CultureInfo.InvariantCulture);
        if (body.Length == 0) return;
        response.ContentType = FhirMedia.Answer;
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, httpContext.RequestAborted);
    }

    public static FhirAnswer Outcome(int status, params IReadOnlyList<FhirIssue> issues) => new(status, OperationOutcomeJson.Write(issues));

    /// <summary>The answer to a direct request; what an import would only remark on is refused here, since nothing came of the request.</summary>
    public static FhirAnswer Of(EntryOutcome outcome, RegistrySettings settings, bool minimal)
    {
        if (outcome.IsFailure) return Outcome(outcome.Status, outcome.Issues);
        if (outcome.Id is null && outcome.NothingToKeep) return Outcome(StatusCodes.Status422UnprocessableEntity, [.. outcome.Issues.Select(i => i.Severity is IssueSeverity.Information ? i.As(IssueSeverity.Error) : i)]);
        if (outcome.Id is null) return Outcome(StatusCodes.Status200OK, outcome.Issues);
        return new(outcome.Status, minimal || outcome.Body is null ? default : outcome.Body)
        {
            ETag = $"W/\"{outcome.Version}\"",
            Location = outcome.Location(settings.FhirBase),
            LastModified = outcome.LastModified,
        };
    }
}
