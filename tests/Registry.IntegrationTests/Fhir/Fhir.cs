using System.Text;
using System.Text.Json.Nodes;

namespace Registry.IntegrationTests;

/// <summary>Resources and Bundles as an EHR would build them.</summary>
internal static class Fhir
{
    /// <summary>The fullUrl under which a Bundle's patient is named by its scores.</summary>
    public const string InBundle = "urn:uuid:11111111-1111-4111-8111-111111111111";

    public static StringContent Body(JsonNode resource) => Body(resource.ToJsonString());

    public static StringContent Body(string json) => new(json, Encoding.UTF8, "application/fhir+json");

    public static JsonObject Patient(string mrn, string family = "Bundleman") => new()
    {
        ["resourceType"] = "Patient",
        ["identifier"] = new JsonArray(new JsonObject { ["system"] = "urn:mrn", ["value"] = mrn }),
        ["name"] = new JsonArray(new JsonObject { ["family"] = family, ["given"] = new JsonArray("Bea") }),
        ["birthDate"] = "1980-02-03",
    };

    /// <summary>A total about any reference: "Patient/…" or the fullUrl of another entry.</summary>
    public static JsonObject Score(string reference, string instrument, string effective, int total, string? identifier = null, string status = "final")
    {
        var observation = Intents.Observation("", instrument, effective, total, status, identifier);
        observation["subject"] = new JsonObject { ["reference"] = reference };
        return observation;
    }

    public static JsonObject Transaction(params JsonObject[] resources) => Bundle("transaction", resources);

    public static JsonObject Batch(params JsonObject[] resources) => Bundle("batch", resources);

    public static JsonObject Collection(params JsonObject[] resources) => Bundle("collection", resources);

    private static JsonObject Bundle(string type, JsonObject[] resources) => new()
    {
        ["resourceType"] = "Bundle",
        ["type"] = type,
        ["entry"] = new JsonArray([.. resources.Select((resource, i) => (JsonNode)Entry(resource, i, withRequest: type is "batch" or "transaction"))]),
    };

    private static JsonObject Entry(JsonObject resource, int place, bool withRequest)
    {
        var type = (string)resource["resourceType"]!;
        var entry = new JsonObject
        {
            ["fullUrl"] = type == "Patient" ? InBundle : $"urn:uuid:22222222-2222-4222-8222-{place:D12}",
            ["resource"] = resource,
        };
        if (withRequest) entry["request"] = new JsonObject { ["method"] = "POST", ["url"] = type };
        return entry;
    }
}
