using NodaTime;

namespace Registry.Clinical;

/// <summary>By what a population is told apart. Unknown or declined is a group of its own, never left out.</summary>
/// <param name="Name">"race".</param>
/// <param name="Of">The group of a patient on a day.</param>
public sealed record Stratum(string Name, Func<MeasuredEpisode, LocalDate, string> Of)
{
    public const string Unknown = "unknown";

    public static readonly IReadOnlyList<Stratum> All =
    [
        new("race", (e, _) => e.Traits.Race switch
        {
            Race.AmericanIndianOrAlaskaNative => "american-indian-or-alaska-native",
            Race.Asian => "asian",
            Race.BlackOrAfricanAmerican => "black-or-african-american",
            Race.NativeHawaiianOrPacificIslander => "native-hawaiian-or-pacific-islander",
            Race.White => "white",
            Race.MoreThanOne => "more-than-one",
            Race.Other => "other",
            _ => Unknown,
        }),
        new("ethnicity", (e, _) => e.Traits.Ethnicity switch
        {
            Ethnicity.HispanicOrLatino => "hispanic-or-latino",
            Ethnicity.NotHispanicOrLatino => "not-hispanic-or-latino",
            _ => Unknown,
        }),
        new("language", (e, _) => e.Traits.Language ?? Unknown),
        new("payer", (e, on) => PayerOf(e, on)),
        new("age-band", (e, on) => AgeBand(e.Traits.BirthDate, on)),
        new("sex", (e, _) => e.Traits.Sex switch
        {
            AdministrativeSex.Female => "female",
            AdministrativeSex.Male => "male",
            AdministrativeSex.Other => "other",
            _ => Unknown,
        }),
        new("gender", (e, _) => e.Traits.Gender switch
        {
            GenderIdentity.Woman => "woman",
            GenderIdentity.Man => "man",
            GenderIdentity.TransgenderWoman => "transgender-woman",
            GenderIdentity.TransgenderMan => "transgender-man",
            GenderIdentity.NonBinary => "non-binary",
            GenderIdentity.Other => "other",
            _ => Unknown,
        }),
    ];

    /// <summary>On whose caseload the patient was on the last day that is looked at: for comparing care managers, not among what outcomes are told apart by.</summary>
    public static readonly Stratum CareManager = new("care-manager", (e, on) => e.CareManagerOn(e.Facts.EndedOn is { } ended && ended < on ? ended : on)?.ToString() ?? Unknown);

    public static Stratum? ByName(string? name) => All.FirstOrDefault(s => s.Name == name);

    /// <summary>The first payer in force that day, which is the primary one.</summary>
    private static string PayerOf(MeasuredEpisode episode, LocalDate on)
    {
        foreach (var cover in episode.Coverage)
        {
            if (!cover.IsInForce(on)) continue;
            return cover.Payer switch
            {
                PayerCategory.MedicaidFfs or PayerCategory.MedicaidManagedCare => "medicaid",
                PayerCategory.DualMedicareMedicaid => "dual-medicare-medicaid",
                PayerCategory.Medicare => "medicare",
                PayerCategory.ChildHealthPlus or PayerCategory.EssentialPlan => "other-public",
                PayerCategory.Commercial => "commercial",
                PayerCategory.SelfPay => "self-pay",
                _ => "other",
            };
        }

        return Unknown;
    }

    private static string AgeBand(LocalDate? born, LocalDate on) => born is not { } day || day > on ? Unknown : Period.Between(day, on, PeriodUnits.Years).Years switch
    {
        < 18 => "0-17",
        < 26 => "18-25",
        < 45 => "26-44",
        < 65 => "45-64",
        _ => "65-and-over",
    };

    public override string ToString() => Name;
}
