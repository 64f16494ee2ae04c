using System.Text.Json;

namespace Registry.Fhir;

/// <summary>The OperationDefinition of $import.</summary>
public static class ImportDefinitionJson
{
    public const string Id = "registry-import";

    public static byte[] Write(string publicBase) => FhirWriting.Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteString("resourceType"u8, "OperationDefinition"u8);
        json.WriteString("id"u8, Id);
        json.WriteString("url"u8, $"{publicBase}/OperationDefinition/{Id}");
        json.WriteString("name"u8, "RegistryImport"u8);
        json.WriteString("title"u8, "Take in the patients and scores of a Bundle"u8);
        json.WriteString("status"u8, "active"u8);
        json.WriteString("kind"u8, "operation"u8);
        json.WriteBoolean("affectsState"u8, true);
        json.WriteString("description"u8,
            "Takes a Bundle of any kind. Each Patient and Observation is taken in for itself, as by a create; references between entries are followed; what the registry does not hold is passed over with a remark."u8);
        json.WriteString("code"u8, "import"u8);
        json.WriteBoolean("system"u8, true);
        json.WriteBoolean("type"u8, false);
        json.WriteBoolean("instance"u8, false);
        json.WriteStartArray("parameter"u8);
        Parameter(json, "resource", "in", "The Bundle, as the body of the request.");
        Parameter(json, "return", "out", "A batch-response: for every entry, in the order sent, what became of it.");
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void Parameter(Utf8JsonWriter json, string name, string use, string documentation)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, name);
        json.WriteString("use"u8, use);
        json.WriteNumber("min"u8, 1);
        json.WriteString("max"u8, "1"u8);
        json.WriteString("documentation"u8, documentation);
        json.WriteString("type"u8, "Bundle"u8);
        json.WriteEndObject();
    }
}
