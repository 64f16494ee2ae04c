using Registry.Fhir;

namespace Registry.Api;

/// <summary>What the registry's own operation takes and gives: the CapabilityStatement points here.</summary>
internal static class DefinitionEndpoints
{
    public static void MapFhirDefinitions(this IEndpointRouteBuilder fhir) =>
        fhir.MapGet("/OperationDefinition/{id}", Read).Requires(Permissions.FhirReadDefinition).Is("OperationDefinition", "read");

    internal static IResult Read(string id, RegistrySettings settings) => id == ImportDefinitionJson.Id
        ? new FhirAnswer(StatusCodes.Status200OK, ImportDefinitionJson.Write(settings.FhirBase))
        : FhirAnswer.Refused(StatusCodes.Status404NotFound, IssueCode.NotFound, "There is nothing here that you may see.");
}
