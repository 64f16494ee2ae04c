using System.Globalization;
using NodaTime;
using Registry.Storage;

namespace Registry.Api;

/// <summary>Initials and age for whoever discusses patients without needing to know who they are.</summary>
internal static class ReducedIdentity
{
    private const int OldestAge = 90;

    /// <summary>The patient as this caller is shown one.</summary>
    public static CaseloadPatient For(this CaseloadPatient patient, FieldSet fields, LocalDate asOf) => fields is FieldSet.Full ? patient
        : patient with { DisplayName = string.Join(", ", [Initials(patient.DisplayName), .. AgeText(patient.BirthDate, asOf)]), Identifier = null };

    /// <summary>"Ada Ashgrove" is "A.A."</summary>
    public static string Initials(string name) => string.Concat(
        name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => StringInfo.GetNextTextElement(word).ToUpperInvariant() + "."));

    /// <summary>Whole years; 90 stands for 90 and over.</summary>
    public static int? Age(LocalDate? birthDate, LocalDate asOf) =>
        birthDate is { } born ? Math.Clamp(Period.Between(born, asOf, PeriodUnits.Years).Years, 0, OldestAge) : null;

    private static IEnumerable<string> AgeText(LocalDate? birthDate, LocalDate asOf)
    {
        if (Age(birthDate, asOf) is { } age) yield return age == OldestAge ? $"{OldestAge}+" : age.ToString(CultureInfo.InvariantCulture);
    }
}
