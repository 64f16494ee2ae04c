namespace Registry.Fhir;

/// <summary>The canonical addresses of records, below the base of the registry that wrote them. They are read by how they end: a registry moves to another address.</summary>
public static class RecordUrls
{
    private const string Fields = "/StructureDefinition/record-";
    private const string Kinds = "/CodeSystem/record-kind";
    private const string Staff = "/NamingSystem/staff";

    public static string Field(string publicBase, string name) => publicBase + Fields + name;

    public static string Kind(string publicBase) => publicBase + Kinds;

    public static string StaffSystem(string publicBase) => publicBase + Staff;

    /// <summary>The system of the identifier that a patient without any is exported with.</summary>
    public static string PatientSystem(string publicBase) => publicBase + "/NamingSystem/patient";

    /// <summary>The name of a field, or null for the address of something else.</summary>
    internal static string? FieldName(string? url) =>
        url?.LastIndexOf(Fields, StringComparison.Ordinal) is { } at and >= 0 ? url[(at + Fields.Length)..] : null;

    internal static bool IsKind(string? system) => system?.EndsWith(Kinds, StringComparison.Ordinal) == true;

    internal static bool IsStaff(string? system) => system?.EndsWith(Staff, StringComparison.Ordinal) == true;
}
