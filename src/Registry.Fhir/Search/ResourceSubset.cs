using System.Text.Json;

namespace Registry.Fhir;

/// <summary>The part of a resource that <c>_summary</c> or <c>_elements</c> asks for, marked SUBSETTED so that nobody writes it back.</summary>
public static class ResourceSubset
{
    /// <summary>The elements that R4 marks as summary, by type.</summary>
    private static readonly Dictionary<string, string[]> InSummary = new()
    {
        ["Observation"] = ["identifier", "basedOn", "partOf", "status", "code", "subject", "focus", "encounter", "effective", "issued", "performer", "value", "hasMember", "derivedFrom", "component"],
        ["Patient"] = ["identifier", "active", "name", "telecom", "gender", "birthDate", "deceased", "address", "managingOrganization", "link"],
        ["EpisodeOfCare"] = ["identifier", "status", "type", "diagnosis", "patient", "managingOrganization", "period"],
        ["Encounter"] = ["identifier", "status", "class", "type", "serviceType", "subject", "episodeOfCare", "participant", "appointment", "reasonCode", "reasonReference", "diagnosis", "location"],
        ["Flag"] = ["identifier", "status", "category", "code", "subject", "period", "encounter", "author"],
        ["Group"] = ["identifier", "active", "type", "actual", "code", "name", "quantity", "managingEntity"],
    };

    /// <summary>What a resource of the type cannot be without.</summary>
    private static readonly Dictionary<string, string[]> Mandatory = new()
    {
        ["Observation"] = ["status", "code"],
        ["Patient"] = [],
        ["EpisodeOfCare"] = ["status", "patient"],
        ["Encounter"] = ["status", "class"],
        ["Flag"] = ["status", "code", "subject"],
        ["Group"] = ["type", "actual"],
    };

    /// <summary>The whole text where everything is wanted.</summary>
    public static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> resource, string type, FhirSearch search)
    {
        ArgumentNullException.ThrowIfNull(search);
        Func<string, bool>? isWanted = search switch
        {
            { Elements.Count: > 0 } => name => IsIn(search.Elements, name) || IsIn(Mandatory[type], name),
            { Summary: SummaryMode.True } => name => IsIn(InSummary[type], name),
            { Summary: SummaryMode.Text } => name => name == "text" || IsIn(Mandatory[type], name),
            { Summary: SummaryMode.Data } => name => name is not "text",
            _ => null,
        };
        return isWanted is null ? resource : Write(resource, isWanted);
    }

    private static byte[] Write(ReadOnlyMemory<byte> resource, Func<string, bool> isWanted)
    {
        using var read = JsonDocument.Parse(resource);
        return FhirWriting.Bytes(json =>
        {
            json.WriteStartObject();
            if (!read.RootElement.TryGetProperty("meta", out _)) Meta(json, default);
            foreach (var property in read.RootElement.EnumerateObject())
            {
                if (property.Name == "meta") Meta(json, property.Value);
                // A modifier changes what all the rest means, so it is never left out.
                else if (property.Name is "resourceType" or "id" or "implicitRules" or "modifierExtension" || isWanted(property.Name.TrimStart('_'))) property.WriteTo(json);
            }

            json.WriteEndObject();
        });
    }

    private static void Meta(Utf8JsonWriter json, JsonElement meta)
    {
        var known = meta.ValueKind is JsonValueKind.Object ? meta.EnumerateObject().ToList() : [];
        json.WriteStartObject("meta"u8);
        foreach (var property in known.Where(p => p.Name != "tag")) property.WriteTo(json);
        json.WriteStartArray("tag"u8);
        foreach (var tag in known.Where(p => p.Name == "tag").SelectMany(p => p.Value.EnumerateArray())) tag.WriteTo(json);
        json.Coding("http://terminology.hl7.org/CodeSystem/v3-ObservationValue", "SUBSETTED");
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>value stands for valueInteger, valueQuantity and so on.</summary>
    private static bool IsIn(IReadOnlyList<string> names, string name)
    {
        foreach (var one in names)
        {
            if (name == one || (one is "value" or "effective" or "deceased" or "multipleBirth" && name.StartsWith(one, StringComparison.Ordinal) && char.IsAsciiLetterUpper(name[one.Length]))) return true;
        }

        return false;
    }
}
