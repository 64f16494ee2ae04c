using Registry.Fhir;

namespace Registry.Api;

/// <summary>The body of a FHIR request, read strictly; what is wrong with it is found before anything is looked up.</summary>
internal sealed class FhirRequest
{
    public required FhirBody Body { get; init; }

    /// <summary>Prefer: return=minimal asks for headers only.</summary>
    public required bool WantsMinimal { get; init; }

    /// <summary>Set when the request cannot be taken at all.</summary>
    public FhirAnswer? Refusal { get; init; }

    public static async ValueTask<FhirRequest> BindAsync(HttpContext http)
    {
        var request = http.Request;
        if (!FhirMedia.IsAcceptable(request.Headers.Accept, request.Query["_format"]))
            return Refused(StatusCodes.Status406NotAcceptable, "Answers are application/fhir+json, FHIR 4.0.");
        if (!FhirMedia.IsReadable(request.ContentType))
            return Refused(StatusCodes.Status415UnsupportedMediaType, "Bodies are application/fhir+json, FHIR 4.0, in UTF-8.");

        using var buffer = new MemoryStream(request.ContentLength is { } length and < 1 << 20 ? (int)length : 4096);
        await request.Body.CopyToAsync(buffer, http.RequestAborted);
        var body = FhirBody.Read(buffer.GetBuffer().AsMemory(0, (int)buffer.Length));
        http.Response.RegisterForDispose(body);
        return new()
        {
            Body = body,
            WantsMinimal = request.Headers["Prefer"].Any(p => p?.Contains("return=minimal", StringComparison.Ordinal) is true),
            Refusal = body.Resource is null ? FhirAnswer.Outcome(StatusCodes.Status400BadRequest, body.Issues) : null,
        };
    }

    private static FhirRequest Refused(int status, string text) => new()
    {
        Body = FhirBody.Read("{}"u8.ToArray()),
        WantsMinimal = false,
        Refusal = FhirAnswer.Outcome(status, new FhirIssue(IssueSeverity.Error, IssueCode.NotSupported, "", text, status)),
    };
}
