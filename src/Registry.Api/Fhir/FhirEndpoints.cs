using Registry.Fhir;

namespace Registry.Api;

/// <summary>The FHIR door: /fhir, R4, JSON.</summary>
internal static class FhirEndpoints
{
    public const string Prefix = "/fhir";

    public static void MapFhir(this IEndpointRouteBuilder routes)
    {
        var fhir = routes.MapGroup(Prefix).ExcludeFromDescription();
        fhir.AddEndpointFilter(FhirManners.Check);
        fhir.MapGet("/metadata", Metadata).AllowAnonymous();
        fhir.MapFhirObservations();
        fhir.MapFhirAuditEvents();
        fhir.MapFhirVersions();
        fhir.MapFhirValidation();
        fhir.MapFhirDefinitions();
        fhir.MapFhirSearch();
        fhir.MapFhirFlags();
        fhir.MapFhirGroups();
        fhir.MapLastScores();
        fhir.MapEverything();
        fhir.MapFhirResponses();
        fhir.MapFhirForms();
        fhir.MapFhirBundles();
        fhir.MapFhirBulk();
        fhir.MapFhirNdjsonImport();
        fhir.MapFhirElsewhere();
    }

    /// <summary>What this server really does; open to anybody, as FHIR asks.</summary>
    private static async Task<FhirAnswer> Metadata(EndpointDataSource routes, RegistrySettings settings, SmartConfiguration smart, CancellationToken ct)
    {
        var authorization = await smart.Read(ct);
        var server = Capabilities.Of(routes, settings) with { TokenEndpoint = authorization?.TokenEndpoint, AuthorizeEndpoint = authorization?.AuthorizationEndpoint };
        return new(StatusCodes.Status200OK, CapabilityStatementJson.Write(server));
    }
}
