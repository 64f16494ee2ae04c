using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Registry.Api;
using Registry.Sandbox;

namespace Registry.IntegrationTests.Canary;

/// <summary>A method at an address, as the routes themselves say it: what is added tomorrow is visited tomorrow.</summary>
/// <param name="Operation">Its name in the OpenAPI document; empty where it has none.</param>
/// <param name="Caller">Null for a stranger.</param>
internal sealed record CanaryRoute(string Method, string Pattern, string Operation, Persona? Caller)
{
    /// <summary>What FHIR calls a record, and what /v1 calls it.</summary>
    private static readonly Dictionary<string, string> SameRecord =
        new() { ["Patient"] = "patients", ["Observation"] = "assessments", ["EpisodeOfCare"] = "episodes", ["Encounter"] = "contacts", ["Group"] = "caseloads" };

    private static readonly string[] Creating = ["Create", "Enrol", "Record", "Register", "Open"];

    public bool Writes => Method is "POST" or "PUT";

    /// <summary>For every address that no other route takes.</summary>
    public bool IsNowhere => Pattern.Contains("{**", StringComparison.Ordinal);

    private bool IsFhir => Pattern.StartsWith("/fhir", StringComparison.Ordinal);

    /// <summary>All of them, in an order in which things exist before they are read, and are read before they end.</summary>
    public static IReadOnlyList<CanaryRoute> All(IServiceProvider services) =>
    [
        .. from endpoint in services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
           from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
           let caller = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null || endpoint.Metadata.GetMetadata<Permission>() is not { } permission || permission == Permissions.ShowCards
               ? null : Personas.All.First(p => permission.Roles.Contains(p.Role))
           let route = new CanaryRoute(method, endpoint.RoutePattern.RawText!, endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName ?? "", caller)
           orderby route.Place
           select route,
    ];

    /// <param name="ids">By the word that stands before the parameter.</param>
    public string Path(IReadOnlyDictionary<string, string> ids)
    {
        var parts = Pattern.Split('/');
        var path = string.Join('/', parts.Select((part, i) => part switch
        {
            "{month}" => "2026-10",
            "{newYorkMetric}" => "NYS1",
            "{measure}" => "N01",
            "{year}" => "2025",
            "{metric}" => "M08",
            "{table}" => "patient",
            "{item}" => "provider-champion",
            "{version}" or "{number}" => "1",
            "{documentName}.json" => "v1.json",
            ['{', ..] => IdAfter(Own(parts[i - 1]), ids) ?? Guid.CreateVersion7().ToString(),
            _ => part,
        }));
        return Method == "GET" && parts[^1] is "Flag" or "$lastn" ? $"{path}?patient={ids.GetValueOrDefault("patients")}" : path;
    }

    /// <summary>The address with this word in place of everything that varies.</summary>
    public string PathWith(string word) => string.Join('/', Pattern.Split('/').Select(part => part.StartsWith('{') ? word : part));

    /// <summary>Under which word what this route creates is found again.</summary>
    public string Collection => Pattern.Split('/').Last(part => part.Length > 0 && part[0] != '{') is var word && SameRecord.TryGetValue(word, out var same) ? same : Own(word);

    /// <summary>A body that could be sent here by somebody who means well, about the records that are there.</summary>
    public (string Type, string Text, JsonNode? Json)? Body(CanaryMarks marks, IReadOnlyDictionary<string, string> ids)
    {
        if (!Writes) return null;
        if (Pattern.EndsWith("_search", StringComparison.Ordinal))
            return ("application/x-www-form-urlencoded", Pattern.Contains("Patient", StringComparison.Ordinal)
                ? $"identifier=urn:mrn|{marks.For("mrn")}&family={marks.For("family")}&birthdate={CanaryMarks.BirthDate}" : $"patient={ids.GetValueOrDefault("patients")}", null);
        if (IsFhir) return (Pattern.EndsWith("ndjson", StringComparison.Ordinal) ? "application/fhir+ndjson" : "application/fhir+json",
            CanaryFhir.Body(Pattern, marks, ids.GetValueOrDefault("patients", "none"), Pattern.Contains("{id}", StringComparison.Ordinal) ? IdAfter(Pattern.Split('/')[2], ids) : null), null);
        if (!OperationExamples.All.TryGetValue(Operation, out var example) || example["request"] is not { } request) return ("application/json", "", null);
        var body = request.DeepClone();
        if (body is JsonObject members) About(members, ids);
        return ("application/json", body.ToJsonString(), body);
    }

    private static string? IdAfter(string word, IReadOnlyDictionary<string, string> ids) => ids.GetValueOrDefault(SameRecord.GetValueOrDefault(word, word));

    /// <summary>What administrators change or end is what the canary made, not the clinic and the people that everything else needs.</summary>
    private string Own(string word) => Pattern.StartsWith("/v1/admin/", StringComparison.Ordinal) ? $"admin/{word}" : word;

    private int Place => Method switch
    {
        "POST" when Array.Exists(Creating, Operation.StartsWith) || (IsFhir && !Pattern.Contains('{', StringComparison.Ordinal)) => 0,
        "GET" => 1,
        "PUT" => 2,
        "POST" => 3,
        _ => 4,
    };

    /// <summary>The example names records of its own: here they are those of this registry, or left away.</summary>
    private static void About(JsonObject body, IReadOnlyDictionary<string, string> ids)
    {
        foreach (var (name, value) in body.ToList())
        {
            if (ids.TryGetValue(name, out var id)) body[name] = id;
            else if (value is JsonValue text && Guid.TryParse(text.ToString(), out _)) body.Remove(name);
        }
    }
}
