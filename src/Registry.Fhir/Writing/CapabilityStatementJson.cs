using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace Registry.Fhir;

/// <summary>One search parameter that is really answered.</summary>
/// <param name="Type">reference, token, date, ...</param>
public sealed record SearchParameter(string Name, string Type, string Documentation)
{
    /// <summary>Of a reference: the type it points to.</summary>
    public string Target { get; init; } = "Patient";

    /// <summary>Of a token bound to a code system: its address and its codes. Any other is no value of it.</summary>
    public string? System { get; init; }
    public IReadOnlyList<string> Codes { get; init; } = [];
}

/// <summary>One operation that is really routed.</summary>
/// <param name="Definition">Canonical address of its OperationDefinition.</param>
public sealed record OperationCapability(string Name, string Definition);

/// <summary>One resource with the interactions that are really routed ("create", "read", "search-type", ...).</summary>
public sealed record ResourceCapability(string Type, IReadOnlyList<string> Interactions, IReadOnlyList<SearchParameter> SearchParameters)
{
    public string Versioning { get; init; } = "versioned";
    public bool ReadHistory { get; init; }
    public bool UpdateCreate { get; init; }
    public bool ConditionalCreate { get; init; }
    public bool ConditionalUpdate { get; init; }
    public string ConditionalRead { get; init; } = "not-supported";
    public IReadOnlyList<OperationCapability> Operations { get; init; } = [];
}

/// <summary>What this server says about itself.</summary>
/// <param name="Date">When this statement last changed, not when it was asked for.</param>
/// <param name="SystemInteractions">"batch", "transaction", ...</param>
/// <param name="TokenEndpoint">Of the authorization server, for the oauth-uris extension; null leaves the extension away.</param>
public sealed record ServerCapabilities(
    string PublicBase, string SoftwareName, string SoftwareVersion, LocalDate Date, string Documentation,
    IReadOnlyList<ResourceCapability> Resources, IReadOnlyList<string> SystemInteractions,
    IReadOnlyList<OperationCapability> SystemOperations, string? TokenEndpoint = null, string? AuthorizeEndpoint = null);

/// <summary>Writes the CapabilityStatement from a list of what is routed, so that it promises nothing else.</summary>
public static class CapabilityStatementJson
{
    public static byte[] Write(ServerCapabilities server) => FhirWriting.Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteString("resourceType"u8, "CapabilityStatement"u8);
        json.WriteString("status"u8, "active"u8);
        json.WriteString("date"u8, LocalDatePattern.Iso.Format(server.Date));
        json.WriteString("kind"u8, "instance"u8);
        json.WriteStartObject("software"u8);
        json.WriteString("name"u8, server.SoftwareName);
        json.WriteString("version"u8, server.SoftwareVersion);
        json.WriteEndObject();
        json.WriteStartObject("implementation"u8);
        json.WriteString("description"u8, server.SoftwareName);
        json.WriteString("url"u8, server.PublicBase);
        json.WriteEndObject();
        json.WriteString("fhirVersion"u8, "4.0.1"u8);
        json.WriteStartArray("format"u8);
        json.WriteStringValue("json"u8);
        json.WriteEndArray();
        json.WriteStartArray("rest"u8);
        json.WriteStartObject();
        json.WriteString("mode"u8, "server"u8);
        json.WriteString("documentation"u8, server.Documentation);
        Security(json, server);
        json.WriteStartArray("resource"u8);
        foreach (var resource in server.Resources) Resource(json, resource);
        json.WriteEndArray();
        Codes(json, server.SystemInteractions);
        Operations(json, server.SystemOperations);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void Security(Utf8JsonWriter json, ServerCapabilities server)
    {
        json.WriteStartObject("security"u8);
        if (server.TokenEndpoint is not null)
        {
            json.WriteStartArray("extension"u8);
            json.WriteStartObject();
            json.WriteStartArray("extension"u8);
            Uri(json, "token", server.TokenEndpoint);
            if (server.AuthorizeEndpoint is not null) Uri(json, "authorize", server.AuthorizeEndpoint);
            json.WriteEndArray();
            json.WriteString("url"u8, "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris"u8);
            json.WriteEndObject();
            json.WriteEndArray();
        }
        json.WriteStartArray("service"u8);
        json.WriteStartObject();
        json.WriteStartArray("coding"u8);
        json.Coding("http://terminology.hl7.org/CodeSystem/restful-security-service", "SMART-on-FHIR", "SMART-on-FHIR");
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Uri(Utf8JsonWriter json, string url, string value)
    {
        json.WriteStartObject();
        json.WriteString("url"u8, url);
        json.WriteString("valueUri"u8, value);
        json.WriteEndObject();
    }

    private static void Resource(Utf8JsonWriter json, ResourceCapability resource)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, resource.Type);
        Codes(json, resource.Interactions);
        json.WriteString("versioning"u8, resource.Versioning);
        json.WriteBoolean("readHistory"u8, resource.ReadHistory);
        json.WriteBoolean("updateCreate"u8, resource.UpdateCreate);
        json.WriteBoolean("conditionalCreate"u8, resource.ConditionalCreate);
        json.WriteString("conditionalRead"u8, resource.ConditionalRead);
        json.WriteBoolean("conditionalUpdate"u8, resource.ConditionalUpdate);
        json.WriteString("conditionalDelete"u8, "not-supported"u8);
        if (resource.SearchParameters.Count > 0)
        {
            json.WriteStartArray("searchParam"u8);
            foreach (var parameter in resource.SearchParameters)
            {
                json.WriteStartObject();
                json.WriteString("name"u8, parameter.Name);
                json.WriteString("type"u8, parameter.Type);
                json.WriteString("documentation"u8, parameter.Documentation);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        Operations(json, resource.Operations);
        json.WriteEndObject();
    }

    private static void Operations(Utf8JsonWriter json, IReadOnlyList<OperationCapability> operations)
    {
        if (operations.Count == 0) return;
        json.WriteStartArray("operation"u8);
        foreach (var operation in operations)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, operation.Name);
            json.WriteString("definition"u8, operation.Definition);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Codes(Utf8JsonWriter json, IReadOnlyList<string> interactions)
    {
        if (interactions.Count == 0) return;
        json.WriteStartArray("interaction"u8);
        foreach (var code in interactions)
        {
            json.WriteStartObject();
            json.WriteString("code"u8, code);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
