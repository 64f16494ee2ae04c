using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace Registry.Fhir;

/// <summary>One access to one patient's data, or to nobody's, to be written as an AuditEvent.</summary>
/// <param name="Action">C, R, U, D or E.</param>
/// <param name="Interaction">A code of restful-interaction.</param>
/// <param name="Permission">The registry's own word for it: "caseload.read".</param>
/// <param name="Request">Method and address pattern, without values.</param>
/// <param name="Outcome">0, 4, 8 or 12.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="PurposeOfUse">A code of v3-ActReason.</param>
/// <param name="PrincipalId">Null while the caller was unknown.</param>
/// <param name="StaffName">Null for integration clients.</param>
/// <param name="TokenId">The jti of the token.</param>
/// <param name="Resources">"Observation/{id}/_history/{version}".</param>
public sealed record AuditedAccess(
    string Id, Instant Recorded, char Action, string Interaction, string Permission, string Request, string Outcome, int Status, string PurposeOfUse, string? PrincipalId, string? StaffName,
    IReadOnlyList<string> Roles, string? ClientId, string? TokenId, string? NetworkAddress, string? PatientId, IReadOnlyList<string> Resources, string RequestId);

/// <summary>Writes an AuditEvent in the shape of IHE Basic Audit Log Patterns: client, server and user, the data, the patient, and the request.</summary>
/// <remarks>Addresses of requests are not kept, so a search has its pattern as description and no base64 query. Names and values of patients never appear.</remarks>
public static class AuditEventJson
{
    private const string Dicom = "http://dicom.nema.org/resources/ontology/DCM";
    private const string Source = "110153", Destination = "110152";
    private const string EntityType = "http://terminology.hl7.org/CodeSystem/audit-entity-type";
    private const string ObjectRole = "http://terminology.hl7.org/CodeSystem/object-role";

    /// <summary>The system of the ids of principals.</summary>
    public static string PrincipalSystem(string publicBase) => publicBase + "/NamingSystem/principal";

    public static byte[] Write(AuditedAccess access, string publicBase) => FhirWriting.Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteString("resourceType"u8, "AuditEvent"u8);
        json.WriteString("id"u8, access.Id);
        json.WritePropertyName("type"u8);
        json.Coding("http://terminology.hl7.org/CodeSystem/audit-event-type", "rest", "RESTful Operation");
        json.WriteStartArray("subtype"u8);
        json.Coding("http://hl7.org/fhir/restful-interaction", access.Interaction);
        json.Coding(publicBase + "/CodeSystem/permission", access.Permission);
        json.WriteEndArray();
        json.WriteString("action"u8, access.Action.ToString());
        json.WriteString("recorded"u8, InstantPattern.ExtendedIso.Format(access.Recorded));
        json.WriteString("outcome"u8, access.Outcome);
        json.WriteString("outcomeDesc"u8, $"HTTP {access.Status}");
        json.WriteStartArray("agent"u8);
        Client(json, access);
        Server(json, access, publicBase);
        if (access.StaffName is not null) User(json, access, publicBase);
        json.WriteEndArray();
        json.WriteStartObject("source"u8);
        Who(json, "observer", null, publicBase, "Collaborative Care registry");
        json.WriteStartArray("type"u8);
        json.Coding("http://terminology.hl7.org/CodeSystem/security-source-type", "4", "Application Server");
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartArray("entity"u8);
        Entities(json, access);
        json.WriteEndArray();
        json.WriteEndObject();

        void Client(Utf8JsonWriter writer, AuditedAccess of)
        {
            // An integration client acts for itself; a person acts through an application.
            var alone = of.StaffName is null && of.PrincipalId is not null;
            writer.WriteStartObject();
            Type(writer, Dicom, ClientSends(of) ? Source : Destination);
            if (alone) Circumstances(writer, of, publicBase);
            Who(writer, "who", alone ? PrincipalSystem(publicBase) : null, alone ? of.PrincipalId! : of.ClientId ?? "unknown", of.ClientId ?? "unknown");
            writer.WriteBoolean("requestor"u8, of.StaffName is null);
            if (of.NetworkAddress is not null) Network(writer, of.NetworkAddress, "2");
            writer.WriteEndObject();
        }
    });

    /// <summary>Parameters and content flow from the client to the server, except where something is read.</summary>
    private static bool ClientSends(AuditedAccess access) => access.Action is not 'R';

    private static void Server(Utf8JsonWriter json, AuditedAccess access, string publicBase)
    {
        json.WriteStartObject();
        Type(json, Dicom, ClientSends(access) ? Destination : Source);
        Who(json, "who", null, publicBase, "Collaborative Care registry");
        json.WriteBoolean("requestor"u8, false);
        Network(json, publicBase, "5");
        json.WriteEndObject();
    }

    private static void User(Utf8JsonWriter json, AuditedAccess access, string publicBase)
    {
        json.WriteStartObject();
        Type(json, "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "IRCP");
        Circumstances(json, access, publicBase);
        Who(json, "who", PrincipalSystem(publicBase), access.PrincipalId!, access.StaffName!);
        json.WriteBoolean("requestor"u8, true);
        json.WriteEndObject();
    }

    /// <summary>By which right, with which token, and why.</summary>
    private static void Circumstances(Utf8JsonWriter json, AuditedAccess access, string publicBase)
    {
        if (access.Roles.Count > 0)
        {
            json.WriteStartArray("role"u8);
            foreach (var role in access.Roles) Concept(json, null, publicBase + "/CodeSystem/role", role);
            json.WriteEndArray();
        }

        // A policy is a uri, which has no spaces.
        if (access.TokenId is { Length: > 0 } token && !token.Any(char.IsWhiteSpace))
        {
            json.WriteStartArray("policy"u8);
            json.WriteStringValue(token);
            json.WriteEndArray();
        }

        json.WriteStartArray("purposeOfUse"u8);
        Concept(json, null, "http://terminology.hl7.org/CodeSystem/v3-ActReason", access.PurposeOfUse);
        json.WriteEndArray();
    }

    private static void Entities(Utf8JsonWriter json, AuditedAccess access)
    {
        foreach (var resource in access.Resources)
        {
            Entity(json, EntityType, "2", "4", null, () =>
            {
                if (char.IsAsciiLetterUpper(resource[0])) json.WriteString("reference"u8, resource);
                else Identifier(json, null, resource);
            });
        }

        if (access.Action is 'E') Entity(json, EntityType, "2", "24", access.Request, null);
        if (access.PatientId is { } patient) Entity(json, EntityType, "1", "1", null, () => json.WriteString("reference"u8, "Patient/" + patient));
        Entity(json, "https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType", "XrequestId", null, null, () => Identifier(json, null, access.RequestId));
    }

    private static void Entity(Utf8JsonWriter json, string typeSystem, string type, string? role, string? description, Action? what)
    {
        json.WriteStartObject();
        if (what is not null)
        {
            json.WriteStartObject("what"u8);
            what();
            json.WriteEndObject();
        }

        json.WritePropertyName("type"u8);
        json.Coding(typeSystem, type);
        if (role is not null)
        {
            json.WritePropertyName("role"u8);
            json.Coding(ObjectRole, role);
        }

        if (description is not null) json.WriteString("description"u8, description);
        json.WriteEndObject();
    }

    private static void Type(Utf8JsonWriter json, string system, string code) => Concept(json, "type", system, code);

    private static void Concept(Utf8JsonWriter json, string? name, string system, string code)
    {
        if (name is null) json.WriteStartObject();
        else json.WriteStartObject(name);
        json.WriteStartArray("coding"u8);
        json.Coding(system, code);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Who(Utf8JsonWriter json, string name, string? system, string value, string display)
    {
        json.WriteStartObject(name);
        Identifier(json, system, value);
        json.WriteString("display"u8, display);
        json.WriteEndObject();
    }

    private static void Identifier(Utf8JsonWriter json, string? system, string value)
    {
        json.WriteStartObject("identifier"u8);
        if (system is not null) json.WriteString("system"u8, system);
        json.WriteString("value"u8, value);
        json.WriteEndObject();
    }

    private static void Network(Utf8JsonWriter json, string address, string type)
    {
        json.WriteStartObject("network"u8);
        json.WriteString("address"u8, address);
        json.WriteString("type"u8, type);
        json.WriteEndObject();
    }
}
