using Registry.Fhir;

namespace Registry.Api;

/// <summary>$validate: the judgement of a create or an update without the deed.</summary>
internal static class ValidationEndpoints
{
    private const string Definition = "http://hl7.org/fhir/OperationDefinition/Resource-validate";

    public static void MapFhirValidation(this IEndpointRouteBuilder fhir)
    {
        fhir.MapPost("/Observation/$validate", ValidateObservation).Requires(Permissions.FhirValidateObservation).IsOperation("Observation", "validate", Definition);
        fhir.MapPost("/Patient/$validate", ValidatePatient).Requires(Permissions.FhirValidatePatient).IsOperation("Patient", "validate", Definition);
    }

    internal static Task<IResult> ValidateObservation(FhirRequest request, HttpRequest http, Access access, RegistrySettings settings, CancellationToken ct) =>
        Validate("Observation", request, http, access, settings, ct);

    internal static Task<IResult> ValidatePatient(FhirRequest request, HttpRequest http, Access access, RegistrySettings settings, CancellationToken ct) =>
        Validate("Patient", request, http, access, settings, ct);

    /// <summary>200 with what was found, as soon as there was something to validate; nothing is stored.</summary>
    private static async Task<IResult> Validate(string type, FhirRequest request, HttpRequest http, Access access, RegistrySettings settings, CancellationToken ct)
    {
        if (request.Refusal is { } refusal) return refusal;
        var asked = ValidationRequest.Of(request.Body.Resource!);
        if (asked.Resource is null) return FhirAnswer.Outcome(StatusCodes.Status400BadRequest, asked.Issues);
        var mode = http.Query["mode"].FirstOrDefault() ?? asked.Mode ?? "create";
        if (mode is not ("create" or "update")) return FhirAnswer.Refused(400, IssueCode.NotSupported, "mode is create or update; there is no delete.");
        if (asked.HasProfile || http.Query.ContainsKey("profile")) return FhirAnswer.Refused(400, IssueCode.NotSupported, "Validation is against FHIR R4 and the registry's own rules, not against a profile.");
        if (asked.Resource.Type != type) return FhirAnswer.Outcome(StatusCodes.Status200OK, FhirIssue.Malformed(IssueCode.Structure, asked.Resource.Path, $"This address takes {type}."));
        if (mode == "update" && asked.Resource.Id is null) return FhirAnswer.Outcome(StatusCodes.Status200OK, FhirIssue.Malformed(IssueCode.Required, asked.Resource.Path + ".id", "An update needs the id of the resource."));

        var entry = new ImportEntry(0, asked.Resource) { IsUpdate = mode == "update", Id = mode == "update" ? asked.Resource.Id : null };
        await FhirImport.Decide([entry], null, allOrNothing: true, access, settings, ct);
        var outcome = entry.Outcome!;
        return FhirAnswer.Outcome(StatusCodes.Status200OK, outcome.NothingToKeep ? FhirAnswer.AsErrors(outcome.Issues) : outcome.Issues);
    }
}
