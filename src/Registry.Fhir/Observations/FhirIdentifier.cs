using System.Text.Json;

namespace Registry.Fhir;

/// <summary>A business identifier that can tell one thing from all others: it has a system and a value.</summary>
public readonly record struct FhirIdentifier(string System, string Value)
{
    /// <summary>The longest system and value that can name a thing here, in characters.</summary>
    public const int LongestSystem = 400, LongestValue = 200;

    public bool IsTooLong => System.Length > LongestSystem || Value.Length > LongestValue;

    /// <summary>Not the value: it may be a medical record number.</summary>
    public override string ToString() => "FhirIdentifier";

    internal static FhirIdentifier? Of(JsonElement identifier) =>
        JsonReads.Text(identifier, "system"u8) is { Length: > 0 } system && JsonReads.Text(identifier, "value"u8) is { Length: > 0 } value ? new(system, value) : null;

    /// <summary>A name that cannot be kept whole would not find its resource again, so it is refused.</summary>
    internal static void Check(JsonElement resource, string path, FhirIssues issues)
    {
        if (!JsonReads.Has(resource, "identifier"u8, out var named)) return;
        var isList = named.ValueKind is JsonValueKind.Array;
        var place = 0;
        foreach (var identifier in isList ? named.EnumerateArray().AsEnumerable() : [named])
        {
            if (Of(identifier) is { IsTooLong: true })
                issues.Add(FhirIssue.Refused(IssueCode.TooLong, isList ? $"{path}.identifier[{place}]" : path + ".identifier", $"A system has {LongestSystem} characters at most, and a value {LongestValue}."));
            place++;
        }
    }

    /// <summary>The usable ones among <c>identifier</c>, each once.</summary>
    internal static IReadOnlyList<FhirIdentifier> AllOf(JsonElement resource)
    {
        List<FhirIdentifier>? found = null;
        foreach (var identifier in JsonReads.List(resource, "identifier"u8))
        {
            if (Of(identifier) is { } usable) (found ??= []).Add(usable);
        }
        return found is null ? [] : found.Count == 1 ? found : [.. found.Distinct()];
    }
}

/// <summary>A label of meta.security: it goes with every copy of the resource.</summary>
public readonly record struct SecurityLabel(string? System, string? Code)
{
    internal static IReadOnlyList<SecurityLabel> AllOf(JsonElement resource)
    {
        List<SecurityLabel>? found = null;
        if (JsonReads.Has(resource, "meta"u8, out var meta))
        {
            foreach (var label in JsonReads.List(meta, "security"u8)) (found ??= []).Add(new(JsonReads.Text(label, "system"u8), JsonReads.Text(label, "code"u8)));
        }
        return found ?? (IReadOnlyList<SecurityLabel>)[];
    }
}
