using System.Text.Json;

namespace Registry.Fhir;

/// <summary>A resource whose text has been checked against R4, with what was found. A class: it holds health information and must not print itself.</summary>
public sealed class FhirResource
{
    private FhirResource(JsonElement json, string type, string path, FhirIssues issues)
    {
        Json = json;
        Type = type;
        Path = path;
        Issues = issues;
    }

    public JsonElement Json { get; }

    /// <summary>"Observation"; always a type of R4.</summary>
    public string Type { get; }

    /// <summary>Where it stands, for the expression of an issue: "Observation", or "Bundle.entry[3].resource".</summary>
    public string Path { get; }

    public FhirIssues Issues { get; }

    /// <summary>Whether it may be processed at all.</summary>
    public bool IsSound => !Issues.HasErrors;

    public string? Id => JsonReads.Text(Json, "id"u8);

    /// <summary>Tagged as a part of a resource, as a search with _summary or _elements gives it: written back, it would lose the rest.</summary>
    public bool IsSubset
    {
        get
        {
            if (!JsonReads.Has(Json, "meta"u8, out var meta)) return false;
            foreach (var tag in JsonReads.List(meta, "tag"u8))
            {
                if (JsonReads.Text(tag, "code"u8) == "SUBSETTED") return true;
            }
            return false;
        }
    }

    /// <summary>Checks one resource; null when it does not even say what it is. A Bundle is checked without the resources in its entries.</summary>
    internal static FhirResource? Check(JsonElement json, string? path, FhirIssues issues)
    {
        if (ResourceType.Of(json, path ?? "", issues) is not { } type) return null;
        path ??= type;
        if (R4Types.Resource(type) is { } known) new StrictWalk(path, issues).Resource(json, known);
        else OpaqueWalk.Check(json, path, issues);
        return new(json, type, path, issues);
    }
}
