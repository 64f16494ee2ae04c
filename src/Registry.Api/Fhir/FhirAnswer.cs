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

    /// <summary>A refusal beside which something was kept all the same: an answer about self-harm.</summary>
    public bool KeepsWork { get; init; }

    /// <summary>The methods this address does take; said with 405 and to OPTIONS.</summary>
    public IReadOnlyCollection<string> Allow { get; init; } = [];

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        if (ETag is not null) response.Headers.ETag = ETag;
        if (Location is not null) response.Headers.Location = Location;
        if (Allow.Count > 0) response.Headers.Allow = string.Join(", ", Allow);
        if (LastModified is { } at) response.Headers.LastModified = at.ToDateTimeUtc().ToString("R", CultureInfo.InvariantCulture);
        if (body.Length == 0) return;
        response.ContentType = FhirMedia.Answer;
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, httpContext.RequestAborted);
    }

    public static FhirAnswer Refused(int status, IssueCode code, string text, string expression = "") =>
        Outcome(status, new FhirIssue(IssueSeverity.Error, code, expression, text, status));

    public static FhirAnswer Outcome(int status, params IReadOnlyList<FhirIssue> issues) => new(status, OperationOutcomeJson.Write(issues));

    /// <summary>What an import only remarks on, to somebody who asked for nothing else.</summary>
    public static IReadOnlyList<FhirIssue> AsErrors(IReadOnlyList<FhirIssue> remarks) => [.. remarks.Select(i => i.Severity is IssueSeverity.Information ? i.As(IssueSeverity.Error) : i)];

    /// <summary>The answer to a direct request; what an import would only remark on is refused here, since nothing came of the request.</summary>
    public static FhirAnswer Of(EntryOutcome outcome, RegistrySettings settings, PreferredReturn? preferred)
    {
        if (outcome.IsFailure) return new(outcome.Status, OperationOutcomeJson.Write(outcome.Issues)) { KeepsWork = outcome.KeepsWork, Allow = outcome.Status == StatusCodes.Status405MethodNotAllowed ? ["GET", "HEAD", "OPTIONS"] : [] };
        if (outcome.Id is null && outcome.NothingToKeep) return Outcome(StatusCodes.Status422UnprocessableEntity, AsErrors(outcome.Issues));
        if (outcome.Id is null) return Outcome(outcome.Status, outcome.Issues);
        return new(outcome.Status, preferred switch
        {
            PreferredReturn.Minimal => default,
            PreferredReturn.OperationOutcome => OperationOutcomeJson.Write(outcome.Issues),
            _ => outcome.Body ?? default(ReadOnlyMemory<byte>),
        })
        {
            ETag = VersionTag.Of(outcome.Version),
            Location = outcome.Location(settings.FhirBase),
            LastModified = outcome.LastModified,
        };
    }
}
