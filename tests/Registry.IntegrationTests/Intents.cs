using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Registry.IntegrationTests;

/// <summary>What tests do, in the words of those who do it. A status that is not expected shows the body.</summary>
internal static class Intents
{
    public static async Task<JsonNode> Sends(this HttpClient client, HttpMethod method, string path, object? body, HttpStatusCode expected, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = body is HttpContent content ? content : JsonContent.Create(body);
        if (ifMatch is not null) request.Headers.IfMatch.Add(new EntityTagHeaderValue(ifMatch));
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == expected, $"{method} {path}: {(int)response.StatusCode} instead of {(int)expected}: {text}");
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }

    public static Task<JsonNode> Gets(this HttpClient client, string path, HttpStatusCode expected = HttpStatusCode.OK) =>
        client.Sends(HttpMethod.Get, path, null, expected);

    /// <summary>Replaces what stands at an address, in the version that it has now.</summary>
    public static async Task<JsonNode> Replaces(this HttpClient client, string path, object body, HttpStatusCode expected = HttpStatusCode.OK) =>
        await client.Sends(HttpMethod.Put, path, body, expected, (await client.Tries(HttpMethod.Get, path)).ETag);

    public static Task<JsonNode> Posts(this HttpClient client, string path, object body, HttpStatusCode expected = HttpStatusCode.Created) =>
        client.Sends(HttpMethod.Post, path, body, expected);

    /// <summary>A new patient of the North Clinic.</summary>
    public static async Task<string> KnowsPatient(this HttpClient careManager, RegistryApp app, string? mrn = null, string family = "Ashgrove", string given = "Ada", string? birthDate = null) =>
        (string)(await careManager.Posts("/v1/patients", new
        {
            clinicId = app.Home.North.ToString(),
            familyName = family,
            givenName = given,
            birthDate,
            identifiers = new[] { new { system = "urn:mrn", value = mrn ?? Guid.CreateVersion7().ToString("N") } },
        }))["id"]!;

    /// <summary>Enrols a patient on the persona's own caseload.</summary>
    public static async Task<string> Enrols(this HttpClient careManager, RegistryApp app, string patientId, string enrolledOn) =>
        (string)(await careManager.Posts($"/v1/patients/{patientId}/episodes", new { enrolledOn, careManagerId = app.Home.CareManager.ToString() }))["id"]!;

    public static Task<JsonNode> Scores(this HttpClient careManager, string patientId, string instrument, string on, int total) =>
        careManager.Posts($"/v1/patients/{patientId}/assessments", new { instrument, administeredOn = on, total });

    /// <summary>A total as an EHR sends it.</summary>
    public static Task<JsonNode> Observes(this HttpClient ehr, string patientId, string instrument, string effective, int total, HttpStatusCode expected = HttpStatusCode.Created) =>
        ehr.Sends(HttpMethod.Post, "/fhir/Observation", Observation(patientId, instrument, effective, total), expected);

    public static JsonObject Observation(string patientId, string instrument, string effective, int total, string status = "final", string? identifier = null)
    {
        var observation = new JsonObject
        {
            ["resourceType"] = "Observation",
            ["status"] = status,
            ["code"] = new JsonObject { ["coding"] = new JsonArray(new JsonObject { ["system"] = "http://loinc.org", ["code"] = Registry.Clinical.Instruments.ByCode(instrument)!.TotalLoinc }) },
            ["subject"] = new JsonObject { ["reference"] = $"Patient/{patientId}" },
            ["effectiveDateTime"] = effective,
            ["valueInteger"] = total,
        };
        if (identifier is not null) observation["identifier"] = new JsonArray(new JsonObject { ["system"] = "urn:ehr", ["value"] = identifier });
        return observation;
    }

    public static Task<JsonNode> Contacts(this HttpClient careManager, string episodeId, string purpose, string on, int minutes, string mode = "phone") =>
        careManager.Posts($"/v1/episodes/{episodeId}/contacts", new { purpose, mode, on, minutes });

    public static string Pretty(this JsonNode node) => node.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
}
