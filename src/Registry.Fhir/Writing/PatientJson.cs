using NodaTime;
using NodaTime.Text;

namespace Registry.Fhir;

/// <summary>A patient who was entered here, to be written as a Patient.</summary>
public sealed record NativePatient(
    string Id, string VersionId, Instant LastUpdated, string Family, string Given, LocalDate? BirthDate, IReadOnlyList<FhirIdentifier> Identifiers)
{
    /// <summary>A JSON array of codings for meta.security; null for none.</summary>
    public string? Labels { get; init; }

    public override string ToString() => nameof(NativePatient);
}

/// <summary>Writes a Patient from what the registry knows of one.</summary>
public static class PatientJson
{
    public static byte[] Write(NativePatient patient) => FhirWriting.Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteString("resourceType"u8, "Patient"u8);
        json.WriteString("id"u8, patient.Id);
        ResourceWriting.Meta(json, patient.VersionId, patient.LastUpdated, patient.Labels);
        if (patient.Identifiers.Count > 0)
        {
            json.WriteStartArray("identifier"u8);
            foreach (var identifier in patient.Identifiers)
            {
                json.WriteStartObject();
                json.WriteString("system"u8, identifier.System);
                json.WriteString("value"u8, identifier.Value);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        if (patient.Family.Length + patient.Given.Length > 0)
        {
            json.WriteStartArray("name"u8);
            json.WriteStartObject();
            if (patient.Family.Length > 0) json.WriteString("family"u8, patient.Family);
            if (patient.Given.Length > 0)
            {
                json.WriteStartArray("given"u8);
                json.WriteStringValue(patient.Given);
                json.WriteEndArray();
            }

            json.WriteEndObject();
            json.WriteEndArray();
        }

        if (patient.BirthDate is { } birth) json.WriteString("birthDate"u8, LocalDatePattern.Iso.Format(birth));
        json.WriteEndObject();
    });
}
