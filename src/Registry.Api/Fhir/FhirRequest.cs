using Registry.Fhir;

namespace Registry.Api;

/// <summary>The body of a FHIR request, read strictly; what is wrong with it is found before anything is looked up.</summary>
internal sealed class FhirRequest
{
    public required FhirBody Body { get; init; }

    /// <summary>What the client wants back from a write; null when it does not say.</summary>
    public required PreferredReturn? Preferred { get; init; }

    /// <summary>Set when the body is none.</summary>
    public FhirAnswer? Refusal { get; init; }

    public static async ValueTask<FhirRequest> BindAsync(HttpContext http)
    {
        var request = http.Request;
        using var buffer = new MemoryStream(request.ContentLength is { } length and < 1 << 20 ? (int)length : 4096);
        await request.Body.CopyToAsync(buffer, http.RequestAborted);
        var body = FhirBody.Read(buffer.GetBuffer().AsMemory(0, (int)buffer.Length));
        http.Response.RegisterForDispose(body);
        return new()
        {
            Body = body,
            Preferred = Preference.Of(request),
            Refusal = body.Resource is null ? FhirAnswer.Outcome(StatusCodes.Status400BadRequest, body.Issues) : null,
        };
    }
}
