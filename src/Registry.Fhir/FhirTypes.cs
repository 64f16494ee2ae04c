namespace Registry.Fhir;

public static class FhirTypes
{
    /// <summary>Whether R4 has a resource of this name, held here or not.</summary>
    public static bool IsResource(string name) => R4Types.ResourceNames.Contains(name);
}
