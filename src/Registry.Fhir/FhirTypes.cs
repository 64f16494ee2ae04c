namespace Registry.Fhir;

/// <summary>The names and ids that stand in the addresses of R4.</summary>
public static class FhirTypes
{
    /// <summary>Whether R4 has a resource of this name, held here or not.</summary>
    public static bool IsResource(string name) => R4Types.ResourceNames.Contains(name);

    /// <summary>Whether a resource may have this id, so that an operation or <c>_history</c> in its place is not taken for one.</summary>
    public static bool IsId(string text) => Lexical.IsId(text);
}
