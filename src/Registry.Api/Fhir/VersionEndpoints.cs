using Registry.Fhir;

namespace Registry.Api;

/// <summary>What changes a resource, and what shows how it was before.</summary>
internal static class VersionEndpoints
{
    public static void MapFhirVersions(this IEndpointRouteBuilder fhir)
    {
        fhir.MapPut("/Observation/{id}", UpdateObservation).Requires(Permissions.FhirUpdateObservation).Is("Observation", "update");
        fhir.MapPut("/Observation", UpdateNamedObservation).Requires(Permissions.FhirUpdateObservation).Is("Observation", FhirInteraction.ConditionalUpdate);
        fhir.MapGet("/Observation/{id}/_history", ObservationHistory).Requires(Permissions.FhirReadObservation).Is("Observation", "history-instance");
        fhir.MapGet("/Observation/{id}/_history/{version}", ObservationVersion).Requires(Permissions.FhirReadObservation).Is("Observation", "vread");
        fhir.MapPut("/Patient/{id}", UpdatePatient).Requires(Permissions.FhirUpdatePatient).Is("Patient", "update");
        fhir.MapPut("/Patient", UpdateNamedPatient).Requires(Permissions.FhirUpdatePatient).Is("Patient", FhirInteraction.ConditionalUpdate);
        fhir.MapGet("/Patient/{id}/_history", PatientHistory).Requires(Permissions.FhirReadPatient).Is("Patient", "history-instance");
        fhir.MapGet("/Patient/{id}/_history/{version}", PatientVersion).Requires(Permissions.FhirReadPatient).Is("Patient", "vread");
    }

    internal static Task<IResult> UpdateObservation(string id, FhirRequest request, HttpRequest http, Access access, RegistrySettings settings, CancellationToken ct) =>
        ResourceTaking.Update("Observation", id, request, http, access, settings, ct);

    internal static Task<IResult> UpdateNamedObservation(FhirRequest request, HttpRequest http, Access access, RegistrySettings settings, CancellationToken ct) =>
        ResourceTaking.UpdateNamed("Observation", request, http, access, settings, ct);

    internal static Task<IResult> ObservationHistory(string id, HttpRequest http, Access access, RegistrySettings settings, CancellationToken ct) =>
        ResourceReading.History("Observation", id, http, access, settings, ct);

    internal static Task<IResult> ObservationVersion(string id, string version, HttpRequest http, Access access, RegistrySettings settings, CancellationToken ct) =>
        ResourceReading.Version("Observation", id, version, http, access, settings, ct);

    internal static Task<IResult> UpdatePatient(string id, FhirRequest request, HttpRequest http, Access access, RegistrySettings settings, CancellationToken ct) =>
        ResourceTaking.Update("Patient", id, request, http, access, settings, ct);

    internal static Task<IResult> UpdateNamedPatient(FhirRequest request, HttpRequest http, Access access, RegistrySettings settings, CancellationToken ct) =>
        ResourceTaking.UpdateNamed("Patient", request, http, access, settings, ct);

    internal static Task<IResult> PatientHistory(string id, HttpRequest http, Access access, RegistrySettings settings, CancellationToken ct) =>
        ResourceReading.History("Patient", id, http, access, settings, ct);

    internal static Task<IResult> PatientVersion(string id, string version, HttpRequest http, Access access, RegistrySettings settings, CancellationToken ct) =>
        ResourceReading.Version("Patient", id, version, http, access, settings, ct);
}
