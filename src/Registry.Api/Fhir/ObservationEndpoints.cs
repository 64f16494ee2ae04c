using Registry.Fhir;
using Registry.Storage;

namespace Registry.Api;

internal static class ObservationEndpoints
{
    public static void MapFhirObservations(this IEndpointRouteBuilder fhir)
    {
        fhir.MapPost("/Observation", Create).Requires(Permissions.FhirCreateObservation).Is("Observation", "create", FhirInteraction.ConditionalCreate);
        fhir.MapGet("/Observation/{id}", Read).Requires(Permissions.FhirReadObservation).Is("Observation", "read", FhirInteraction.ConditionalRead);
        fhir.MapPost("/Patient", CreatePatient).Requires(Permissions.FhirCreatePatient).Is("Patient", "create", FhirInteraction.ConditionalCreate);
        fhir.MapGet("/Patient/{id}", ReadPatient).Requires(Permissions.FhirReadPatient).Is("Patient", "read", FhirInteraction.ConditionalRead);
    }

    /// <summary>Takes one Observation; If-None-Exist by identifier.</summary>
    internal static Task<IResult> Create(FhirRequest request, HttpRequest http, Access access, RegistrySettings settings, CancellationToken ct) =>
        Take("Observation", request, http, access, settings, ct);

    /// <summary>Takes one Patient, when the client may create patients; a known identifier answers the known patient.</summary>
    internal static Task<IResult> CreatePatient(FhirRequest request, HttpRequest http, Access access, RegistrySettings settings, CancellationToken ct) =>
        Take("Patient", request, http, access, settings, ct);

    internal static Task<IResult> Read(string id, HttpRequest http, Access access, RegistrySettings settings, CancellationToken ct) =>
        Answer("Observation", id, http, access, settings, ct);

    internal static Task<IResult> ReadPatient(string id, HttpRequest http, Access access, RegistrySettings settings, CancellationToken ct) =>
        Answer("Patient", id, http, access, settings, ct);

    private static async Task<IResult> Take(string type, FhirRequest request, HttpRequest http, Access access, RegistrySettings settings, CancellationToken ct)
    {
        if (request.Refusal is { } refusal) return refusal;
        var resource = request.Body.Resource!;
        if (resource.Type != type)
        {
            return FhirAnswer.Outcome(400, FhirIssue.Malformed(IssueCode.Structure, resource.Path, $"This address takes {type}."));
        }

        FhirIdentifier? condition = null;
        if (http.Headers["If-None-Exist"] is [{ } criteria])
        {
            var exists = IfNoneExist.Parse(criteria);
            if (exists.Issue is { } issue) return FhirAnswer.Outcome(issue.Status, issue);
            condition = exists.Identifier;
        }

        var entry = new ImportEntry(0, resource, condition);
        await FhirImport.Run([entry], null, allOrNothing: true, access, settings, ct);
        return FhirAnswer.Of(entry.Outcome!, settings, request.WantsMinimal);
    }

    /// <summary>One resource by its id, or that nothing changed since it was last read.</summary>
    internal static async Task<IResult> Answer(string type, string id, HttpRequest http, Access access, RegistrySettings settings, CancellationToken ct)
    {
        if (!FhirMedia.IsAcceptable(http.Headers.Accept, http.Query["_format"]))
            return FhirAnswer.Outcome(406, new FhirIssue(IssueSeverity.Error, IssueCode.NotSupported, "", "Answers are application/fhir+json, FHIR 4.0.", 406));
        var found = Guid.TryParseExact(id, "D", out var known)
            ? await access.Transaction.Connection.FhirResource(access.OrganizationId, access.Clinics, type, known, ct) : null;
        if (found is null) return FhirAnswer.Outcome(404, new FhirIssue(IssueSeverity.Error, IssueCode.NotFound, "", "There is nothing here that you may see.", 404));

        access.Touches(found.PatientId);
        var etag = $"W/\"{found.Version}\"";
        var unchanged = http.Headers.IfNoneMatch.Any(sent => sent == etag);
        return new FhirAnswer(unchanged ? StatusCodes.Status304NotModified : StatusCodes.Status200OK, unchanged ? default : FhirText.Of(found, settings))
        {
            ETag = etag,
            LastModified = found.RecordedAt,
        };
    }
}
