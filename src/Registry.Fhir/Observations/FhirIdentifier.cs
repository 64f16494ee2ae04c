using System.Text.Json;

namespace Registry.Fhir;

/// <summary>A business identifier that can tell one thing from all others: it has a system and a value.</summary>
public readonly record struct FhirIdentifier(string System, string Value)
{
    /// <summary>Not the value: it may be a medical record number.</summary>
    public override string ToString() => "FhirIdentifier";

    internal static FhirIdentifier? Of(JsonElement identifier) =>
        JsonReads.Text(identifier, "system"u8) is { Length: > 0 } system && JsonReads.Text(identifier, "value"u8) is { Length: > 0 } value ? new(system, value) : null;

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
