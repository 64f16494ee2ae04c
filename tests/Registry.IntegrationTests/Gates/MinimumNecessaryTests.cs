using System.Text.Json.Nodes;

namespace Registry.IntegrationTests;

/// <summary>Which fields each role can be answered with, operation by operation: no more than the work needs (45 CFR 164.502(b)).</summary>
public sealed class MinimumNecessaryTests
{
    private static readonly string Approved = Path.Combine(Repository.Root, "tests", "Golden", "answered-fields.txt");

    /// <remarks>A field that somebody adds is in no answer before it is approved: with REGISTRY_APPROVE_FIELDS=1 this test writes the list anew, and the difference is for a reviewer.</remarks>
    [Fact]
    public async Task No_role_is_answered_with_a_field_that_nobody_approved()
    {
        var document = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "openapi", "registry.json")))!;
        var found = string.Concat(Lines(document).Order(StringComparer.Ordinal).Select(line => line + "\n"));
        if (Environment.GetEnvironmentVariable("REGISTRY_APPROVE_FIELDS") == "1") await File.WriteAllTextAsync(Approved, found);
        Assert.Equal((await File.ReadAllTextAsync(Approved)).ReplaceLineEndings("\n"), found);
    }

    /// <summary>"auditor ReadDisclosure: id on patientId …", one line for each role and operation.</summary>
    private static IEnumerable<string> Lines(JsonNode document) =>
        from operation in document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Select(o => o.Value!)
        from role in Roles((string)operation["description"]!)
        select $"{role} {operation["operationId"]}: {string.Join(' ', Fields(operation, document).Order(StringComparer.Ordinal))}";

    /// <summary>Every operation says for whom it is: "For: care manager, auditor. Scope: …".</summary>
    private static IEnumerable<string> Roles(string description)
    {
        var whom = description[(description.LastIndexOf("For: ", StringComparison.Ordinal) + "For: ".Length)..];
        return whom[..whom.IndexOf('.', StringComparison.Ordinal)].Split(", ").Select(role => role.Replace(' ', '-'));
    }

    private static HashSet<string> Fields(JsonNode operation, JsonNode document)
    {
        var fields = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (status, response) in operation["responses"]!.AsObject().Where(r => r.Key[0] is '2'))
        {
            if (response!["content"]?["application/json"]?["schema"] is { } schema) Collect(schema, document, fields, []);
        }

        return fields;
    }

    private static void Collect(JsonNode schema, JsonNode document, HashSet<string> fields, HashSet<string> seen)
    {
        if ((string?)schema["$ref"] is { } name)
        {
            if (seen.Add(name)) Collect(document["components"]!["schemas"]![name.Split('/')[^1]]!, document, fields, seen);
            return;
        }

        foreach (var (property, inner) in schema["properties"]?.AsObject() ?? [])
        {
            fields.Add(property);
            Collect(inner!, document, fields, seen);
        }

        foreach (var part in new[] { schema["items"], schema["additionalProperties"] }.OfType<JsonObject>()) Collect(part, document, fields, seen);
        foreach (var either in (string[])["oneOf", "anyOf", "allOf"])
        {
            foreach (var inner in schema[either]?.AsArray() ?? []) Collect(inner!, document, fields, seen);
        }
    }
}
