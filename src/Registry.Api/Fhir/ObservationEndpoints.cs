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
        ResourceTaking.Create("Observation", request, http, access, settings, ct);

    /// <summary>Takes one Patient, when the client may create patients; a known identifier answers the known patient.</summary>
    internal static Task<IResult> CreatePatient(FhirRequest request, HttpRequest http, Access access, RegistrySettings settings, CancellationToken ct) =>
        ResourceTaking.Create("Patient", request, http, access, settings, ct);

    internal static Task<IResult> Read(string id, HttpRequest http, Access access, RegistrySettings settings, CancellationToken ct) =>
        ResourceReading.Read("Observation", id, http, access, settings, ct);

    internal static Task<IResult> ReadPatient(string id, HttpRequest http, Access access, RegistrySettings settings, CancellationToken ct) =>
        ResourceReading.Read("Patient", id, http, access, settings, ct);
}
