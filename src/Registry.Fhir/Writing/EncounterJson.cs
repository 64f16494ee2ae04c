using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace Registry.Fhir;

/// <summary>A contact of the team with or for a patient, to be written as an Encounter.</summary>
/// <param name="Purpose">"follow-up", "outreach-attempt", ...</param>
/// <param name="IsInPerson">Otherwise by video, phone or message.</param>
/// <param name="Kept">The patient was reached.</param>
/// <param name="Offset">Of the clinic at that moment.</param>
public sealed record NativeContact(
    ResourceHead Head, string PatientId, string EpisodeId, string StaffMemberId, string Purpose, string Mode, bool IsInPerson, LocalDate On, Instant? StartedAt, Offset Offset,
    int Minutes, bool Kept, bool EnteredInError)
{
    public override string ToString() => Head.ToString();
}

/// <summary>Writes an Encounter: finished when the patient was reached, cancelled when not.</summary>
public static class EncounterJson
{
    public const string ActCode = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

    public static string PurposeSystem(string publicBase) => publicBase + "/CodeSystem/contact-purpose";

    public static byte[] Write(NativeContact contact, string publicBase)
    {
        ArgumentNullException.ThrowIfNull(contact);
        return ResourceWriting.Resource(contact.Head, json =>
        {
            json.WriteStartArray("extension"u8);
            json.CodeExtension(publicBase + "/StructureDefinition/contact-mode", contact.Mode);
            json.WriteEndArray();
            json.WriteString("status"u8, contact.EnteredInError ? "entered-in-error" : contact.Kept ? "finished" : "cancelled");
            json.WritePropertyName("class"u8);
            json.Coding(ActCode, contact.IsInPerson ? "AMB" : "VR");
            json.Concepts("type", PurposeSystem(publicBase), contact.Purpose);
            json.Reference("subject", "Patient/" + contact.PatientId);
            json.WriteStartArray("episodeOfCare"u8);
            json.WriteStartObject();
            json.WriteString("reference"u8, "EpisodeOfCare/" + contact.EpisodeId);
            json.WriteEndObject();
            json.WriteEndArray();
            Participant(json, contact, publicBase);
            Period(json, contact);
            Length(json, contact.Minutes);
        });
    }

    /// <summary>Staff are no resources here: the reference is the identifier alone.</summary>
    private static void Participant(Utf8JsonWriter json, NativeContact contact, string publicBase)
    {
        json.WriteStartArray("participant"u8);
        json.WriteStartObject();
        json.WriteStartObject("individual"u8);
        json.WriteString("type"u8, "Practitioner"u8);
        json.WriteStartObject("identifier"u8);
        json.WriteString("system"u8, publicBase + "/NamingSystem/staff");
        json.WriteString("value"u8, contact.StaffMemberId);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void Period(Utf8JsonWriter json, NativeContact contact)
    {
        json.WriteStartObject("period"u8);
        if (contact.StartedAt is { } start)
        {
            json.WriteString("start"u8, start.Text(contact.Offset));
            json.WriteString("end"u8, (start + Duration.FromMinutes(contact.Minutes)).Text(contact.Offset));
        }
        else
        {
            json.WriteString("start"u8, LocalDatePattern.Iso.Format(contact.On));
            json.WriteString("end"u8, LocalDatePattern.Iso.Format(contact.On));
        }

        json.WriteEndObject();
    }

    private static void Length(Utf8JsonWriter json, int minutes)
    {
        json.WriteStartObject("length"u8);
        json.WriteNumber("value"u8, minutes);
        json.WriteString("unit"u8, "min"u8);
        json.WriteString("system"u8, "http://unitsofmeasure.org"u8);
        json.WriteString("code"u8, "min"u8);
        json.WriteEndObject();
    }
}
