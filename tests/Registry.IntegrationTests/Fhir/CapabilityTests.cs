using System.Net;
using System.Text.Json.Nodes;

namespace Registry.IntegrationTests;

/// <summary>The CapabilityStatement says what is done, and what it does not say is not done.</summary>
[Collection(EhrRegistry.Name)]
public sealed class CapabilityTests(RegistryApp app)
{
    private static readonly Dictionary<string, (string Method, string Path)> Interactions = new()
    {
        ["read"] = ("GET", "/{id}"),
        ["vread"] = ("GET", "/{id}/_history/1"),
        ["history-instance"] = ("GET", "/{id}/_history"),
        ["history-type"] = ("GET", "/_history"),
        ["create"] = ("POST", ""),
        ["update"] = ("PUT", "/{id}"),
        ["patch"] = ("PATCH", "/{id}"),
        ["delete"] = ("DELETE", "/{id}"),
        ["search-type"] = ("GET", "?_id=1"),
    };

    [Fact]
    public async Task Every_interaction_is_offered_if_and_only_if_it_is_listed()
    {
        using var ehr = app.As("ehr-integration");
        using var auditor = app.As("auditor");
        var wrong = new List<string>();
        foreach (var resource in await Resources(ehr))
        {
            var type = (string)resource!["type"]!;
            // Whoever may not use an address is refused before anything else is said about it.
            var client = type == "AuditEvent" ? auditor : ehr;
            var listed = resource["interaction"]?.AsArray().Select(i => (string)i!["code"]!).ToHashSet() ?? [];
            foreach (var (code, (method, path)) in Interactions)
            {
                var (offered, status) = await IsOffered(client, method, $"/fhir/{type}{path}");
                if (offered != listed.Contains(code)) wrong.Add($"{type} {code}: {(offered ? "offered" : "not offered")} ({status}), {(listed.Contains(code) ? "listed" : "not listed")}");
            }

            var (updatesByCondition, _) = await IsOffered(client, "PUT", $"/fhir/{type}?identifier=urn:x%7Cy");
            if (updatesByCondition != (bool)resource["conditionalUpdate"]!) wrong.Add($"{type} conditionalUpdate");
            foreach (var operation in resource["operation"]?.AsArray() ?? [])
            {
                var name = (string)operation!["name"]!;
                var ways = new[] { $"/fhir/{type}/${name}", $"/fhir/{type}/{Guid.CreateVersion7()}/${name}" };
                if (!(await Task.WhenAll(ways.SelectMany(way => new[] { "GET", "POST" }.Select(method => IsOffered(client, method, way))))).Any(w => w.Offered)) wrong.Add($"{type} ${name}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task A_type_that_is_not_listed_is_not_there()
    {
        using var ehr = app.As("ehr-integration");
        var listed = (await Resources(ehr)).Select(r => (string)r!["type"]!).ToHashSet();
        foreach (var type in new[] { "Device", "Condition", "Medication", "Practitioner", "Binary" }.Where(t => !listed.Contains(t)))
        {
            foreach (var (method, path) in Interactions.Values) Assert.False((await IsOffered(ehr, method, $"/fhir/{type}{path}")).Offered, $"{method} {type}{path}");
        }
    }

    [Fact]
    public async Task The_whole_system_does_what_it_says()
    {
        using var ehr = app.As("ehr-integration");
        var rest = (await ehr.Gets("/fhir/metadata"))["rest"]![0]!;
        foreach (var code in rest["interaction"]!.AsArray().Select(i => (string)i!["code"]!).Where(c => c is "batch" or "transaction"))
            Assert.Equal(HttpStatusCode.OK, (await ehr.Tries(HttpMethod.Post, "/fhir", Fhir.Body($$"""{"resourceType":"Bundle","type":"{{code}}"}"""))).Status);
        Assert.False((await IsOffered(ehr, "GET", "/fhir/_history")).Offered);
    }

    private static async Task<List<JsonNode?>> Resources(HttpClient ehr) => [.. (await ehr.Gets("/fhir/metadata"))["rest"]![0]!["resource"]!.AsArray()];

    /// <summary>Whether there is such an address for that method: an unknown id, a bad body or a missing scope is an answer of one that is there.</summary>
    private static async Task<(bool Offered, string Status)> IsOffered(HttpClient client, string method, string path)
    {
        var id = Guid.CreateVersion7().ToString();
        var body = method is "POST" or "PUT" ? Fhir.Body("{}") : null;
        var answer = await client.Tries(new HttpMethod(method), path.Replace("{id}", id, StringComparison.Ordinal), body);
        return (!((int)answer.Status is 404 or 405 && answer.Issue() == "not-supported"), $"{(int)answer.Status}");
    }
}
