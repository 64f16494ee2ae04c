using System.Text.Json.Nodes;

namespace Registry.IntegrationTests.Canary;

/// <summary>Words that stand nowhere else, one for every field: where one turns up, it says from which field it leaked.</summary>
/// <param name="run">Letters that tell one run from another on the same database.</param>
internal sealed class CanaryMarks(string run)
{
    /// <summary>In every mark, whatever its case.</summary>
    private const string Core = "Zqcanary";

    /// <summary>A birthday that nobody else has.</summary>
    public const string BirthDate = "1931-04-17";

    private int count;

    public static bool IsIn(string text) => text.Contains(Core, StringComparison.OrdinalIgnoreCase) || text.Contains(BirthDate, StringComparison.Ordinal);

    /// <summary>A mark that says which field it is for: "Zqcanaryproductionfamilyname7".</summary>
    public string For(string field) => $"{Core}{run}{string.Concat(field.Where(char.IsAsciiLetter)).ToLowerInvariant()}{Interlocked.Increment(ref count)}";

    /// <summary>Puts a mark into every free text of a body: those that its schema neither lists nor gives a form.</summary>
    /// <returns>What stood there before, by JSON pointer.</returns>
    public Dictionary<string, string> Mark(JsonNode body, JsonNode? schema)
    {
        var before = new Dictionary<string, string>();
        Mark(body, schema, "#", before);
        return before;
    }

    private void Mark(JsonNode? node, JsonNode? schema, string pointer, Dictionary<string, string> before)
    {
        var form = OpenApiSchemas.Resolve(schema);
        if (node is JsonObject members)
        {
            foreach (var (name, value) in members.ToList())
            {
                var place = $"{pointer}/{name}";
                var rule = OpenApiSchemas.Resolve(form?["properties"]?[name]);
                if (name == "birthDate") members[name] = BirthDate;
                else if (IsFreeText(value, rule))
                {
                    before[place] = (string)value!;
                    members[name] = For(name);
                }
                else Mark(value, rule, place, before);
            }
        }
        else if (node is JsonArray items)
        {
            for (var i = 0; i < items.Count; i++) Mark(items[i], form?["items"], $"{pointer}/{i}", before);
        }
    }

    private static bool IsFreeText(JsonNode? value, JsonNode? rule) =>
        value?.GetValueKind() is System.Text.Json.JsonValueKind.String && rule is not null && rule["format"] is null && rule["enum"] is null && rule["pattern"] is null
        && !Guid.TryParse((string)value!, out _);
}
