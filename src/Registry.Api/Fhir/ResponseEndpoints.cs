using Registry.Fhir;
using Registry.Storage;

namespace Registry.Api;

internal static class ResponseEndpoints
{
    private const string Type = "QuestionnaireResponse";

    public static void MapFhirResponses(this IEndpointRouteBuilder fhir)
    {
        fhir.MapPost("/QuestionnaireResponse", Create).Requires(Permissions.FhirCreateResponse).Is(Type, "create", FhirInteraction.ConditionalCreate);
        fhir.MapGet("/QuestionnaireResponse/{id}", Read).Requires(Permissions.FhirReadResponse).Is(Type, "read", FhirInteraction.ConditionalRead);
        fhir.MapPost("/QuestionnaireResponse/$extract", Extract).Requires(Permissions.FhirExtractResponse)
            .IsOperation(Type, "extract", "http://hl7.org/fhir/uv/sdc/OperationDefinition/QuestionnaireResponse-extract");
    }

    /// <summary>Takes a response, and the score it holds; If-None-Exist by identifier.</summary>
    internal static Task<IResult> Create(FhirRequest request, HttpRequest http, Access access, RegistrySettings settings, CancellationToken ct) =>
        ResourceTaking.Create(Type, request, http, access, settings, ct);

    internal static Task<IResult> Read(string id, HttpRequest http, Access access, RegistrySettings settings, CancellationToken ct) =>
        ResourceReading.Read(Type, id, http, access, settings, ct);

    /// <summary>The Observation that a response comes to, in a Bundle that would create it. Nothing is stored.</summary>
    internal static async Task<IResult> Extract(FhirRequest request, Access access, RegistrySettings settings, CancellationToken ct)
    {
        if (ResourceTaking.Refusal(Type, request) is { } refusal) return refusal;
        var entry = new ImportEntry(0, request.Body.Resource!);
        await ImportReading.Read([entry], null, access, settings, ct);
        var reading = entry.Observation!;
        if (reading.Kind is ReadingKind.Score) return new FhirAnswer(StatusCodes.Status200OK, ResponseExtract.Bundle(reading, settings, ResponseReader.SubjectOf(entry.Resource)));
        return FhirAnswer.Outcome(reading.Issues.HasErrors ? reading.Issues.Status : StatusCodes.Status422UnprocessableEntity, FhirAnswer.AsErrors(reading.Issues));
    }
}
