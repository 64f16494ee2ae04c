using NodaTime;

namespace Registry.Fhir;

/// <summary>The caseload of a care manager, to be written as a Group.</summary>
/// <param name="Members">The patients in active care, each with the day from which they are on it.</param>
public sealed record NativeCaseload(ResourceHead Head, string Name, IReadOnlyList<(string PatientId, LocalDate Since)> Members)
{
    public override string ToString() => Head.ToString();
}

/// <summary>Writes a Group of persons who really are on a caseload today.</summary>
public static class GroupJson
{
    public static byte[] Write(NativeCaseload caseload, string publicBase)
    {
        ArgumentNullException.ThrowIfNull(caseload);
        return ResourceWriting.Resource(caseload.Head, json =>
        {
            json.WriteBoolean("active"u8, true);
            json.WriteString("type"u8, "person"u8);
            json.WriteBoolean("actual"u8, true);
            json.WritePropertyName("code"u8);
            json.Concept(publicBase + "/CodeSystem/group", "caseload", "Caseload of a care manager");
            json.WriteString("name"u8, caseload.Name);
            json.WriteNumber("quantity"u8, caseload.Members.Count);
            if (caseload.Members.Count == 0) return;
            json.WriteStartArray("member"u8);
            foreach (var (patient, since) in caseload.Members)
            {
                json.WriteStartObject();
                json.Reference("entity", "Patient/" + patient);
                json.Period(since, null);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }
}
