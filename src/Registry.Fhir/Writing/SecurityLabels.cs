using System.Text.Json;

namespace Registry.Fhir;

/// <summary>The security labels of resources that leave together: all that any of them has, and of confidentiality the highest alone.</summary>
public sealed class SecurityLabels
{
    private const string Confidentiality = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";
    private static readonly string[] FromLowest = ["U", "L", "M", "N", "R", "V"];

    private readonly SortedSet<(string System, string Code)> others = [];
    private int highest = -1;

    public bool Any => highest >= 0 || others.Count > 0;

    /// <summary>Notes the labels of a resource; most have none, which costs a look for the word.</summary>
    public void Add(ReadOnlyMemory<byte> resource)
    {
        if (resource.Span.IndexOf("\"security\""u8) < 0) return;
        using var read = JsonDocument.Parse(resource);
        if (!read.RootElement.TryGetProperty("meta", out var meta) || !meta.TryGetProperty("security", out var labels)) return;
        foreach (var label in labels.EnumerateArray())
        {
            var (system, code) = (Text(label, "system"), Text(label, "code"));
            if (system == Confidentiality && Array.IndexOf(FromLowest, code) is var height and >= 0) highest = Math.Max(highest, height);
            else others.Add((system, code));
        }
    }

    internal void Write(Utf8JsonWriter json)
    {
        json.WriteStartArray("security"u8);
        if (highest >= 0) json.Coding(Confidentiality, FromLowest[highest]);
        foreach (var (system, code) in others)
        {
            json.WriteStartObject();
            if (system.Length > 0) json.WriteString("system"u8, system);
            if (code.Length > 0) json.WriteString("code"u8, code);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Text(JsonElement label, string name) => label.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
