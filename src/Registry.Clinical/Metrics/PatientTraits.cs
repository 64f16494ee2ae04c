using NodaTime;

namespace Registry.Clinical;

/// <summary>By what outcomes are compared between groups of patients. Null is unknown or declined, and a group of its own.</summary>
public sealed record PatientTraits
{
    public static readonly PatientTraits Unknown = new();

    public LocalDate? BirthDate { get; init; }
    public Race? Race { get; init; }
    public Ethnicity? Ethnicity { get; init; }

    /// <summary>Preferred language, as in BCP 47: "en", "es", "zh".</summary>
    public string? Language { get; init; }
    public AdministrativeSex? Sex { get; init; }
    public GenderIdentity? Gender { get; init; }

    public override string ToString() => nameof(PatientTraits);
}

/// <summary>The categories of the U.S. Office of Management and Budget (1997), which most records still follow, and two that they need beside.</summary>
public enum Race
{
    AmericanIndianOrAlaskaNative,
    Asian,
    BlackOrAfricanAmerican,
    NativeHawaiianOrPacificIslander,
    White,
    MoreThanOne,
    Other,
}

/// <summary>The ethnicity question of the same standard.</summary>
public enum Ethnicity
{
    HispanicOrLatino,
    NotHispanicOrLatino,
}

/// <summary>FHIR administrative gender, which records hold as sex.</summary>
public enum AdministrativeSex
{
    Female,
    Male,
    Other,
}

public enum GenderIdentity
{
    Woman,
    Man,
    TransgenderWoman,
    TransgenderMan,
    NonBinary,
    Other,
}
