using Registry.Fhir;

namespace Registry.Api;

/// <summary>The FHIR door: /fhir, R4, JSON.</summary>
internal static class FhirEndpoints
{
    public const string Prefix = "/fhir";

    public static void MapFhir(this IEndpointRouteBuilder routes)
    {
        var fhir = routes.MapGroup(Prefix).ExcludeFromDescription();
        fhir.MapGet("/metadata", Metadata).AllowAnonymous();
        fhir.MapFhirObservations();
        fhir.MapFhirSearch();
        fhir.MapFhirFlags();
        fhir.MapFhirGroups();
        fhir.MapLastScores();
        fhir.MapEverything();
        fhir.MapFhirBundles();
        fhir.MapFhirBulk();
        fhir.MapFhirNdjsonImport();
    }

    /// <summary>What this server really does; open to anybody, as FHIR asks.</summary>
    private static FhirAnswer Metadata(EndpointDataSource routes, RegistrySettings settings) =>
        new(StatusCodes.Status200OK, CapabilityStatementJson.Write(Capabilities.Of(routes, settings)));
}
