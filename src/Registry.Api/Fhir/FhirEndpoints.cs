using NodaTime;
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
        fhir.MapFhirBundles();
    }

    /// <summary>What this server really does; open to anybody, as FHIR asks.</summary>
    private static FhirAnswer Metadata(RegistrySettings settings) => new(StatusCodes.Status200OK, CapabilityStatementJson.Write(new(
        settings.FhirBase, "Collaborative Care registry", typeof(FhirEndpoints).Assembly.GetName().Version!.ToString(3), new LocalDate(2026, 11, 21),
        "Scores of PHQ-9, GAD-7 and PCL-5. A day without a zone is a day in UTC when it is compared with a moment. At most 500 entries and 5 MiB a Bundle.",
        [
            new("Observation", ["create", "read", "search-type"],
                [
                    new("patient", "reference", "Required here or as subject: an id, an own address, or patient:identifier=system|value."),
                    new("subject", "reference", "The same as patient."),
                    new("code", "token", "LOINC code of the total score."),
                    new("date", "date", "All prefixes and precisions."),
                    new("identifier", "token", "system|value"),
                    new("status", "token", "A code of Observation.status."),
                    new("_id", "token", "Id of the Observation."),
                ],
                ConditionalCreate: true),
            new("Patient", ["create", "read"], [], ConditionalCreate: true, Documentation: "Matched by identifier; created for clients that may."),
        ],
        ["batch", "transaction"])));
}
