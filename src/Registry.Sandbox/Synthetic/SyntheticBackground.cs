using NodaTime;
using Registry.Clinical;

namespace Registry.Sandbox;

/// <summary>Invented traits and payers of a patient, a tenth of them unknown as in real records.</summary>
public sealed record SyntheticBackground(Race? Race, Ethnicity? Ethnicity, string? Language, AdministrativeSex? Sex, GenderIdentity? Gender, IReadOnlyList<CoverageStretch> Coverage)
{
    /// <summary>Dice of its own, so that everything else about a patient is as it was without.</summary>
    /// <param name="improved">Patients who did less well speak Spanish a little more often: a small gap for reports to find.</param>
    internal static SyntheticBackground Of(Dice dice, LocalDate came, bool improved)
    {
        var sex = dice.Weighed<AdministrativeSex?>((AdministrativeSex.Female, 62), (AdministrativeSex.Male, 36), (null, 2));
        var spanish = dice.Chance(improved ? 0.12 : 0.17);
        var payer = dice.Weighed((PayerCategory.Commercial, 38), (PayerCategory.MedicaidManagedCare, 30), (PayerCategory.MedicaidFfs, 6), (PayerCategory.Medicare, 13),
            (PayerCategory.DualMedicareMedicaid, 5), (PayerCategory.SelfPay, 5), (PayerCategory.Other, 3));
        var start = came.PlusDays(-dice.Between(30, 900));
        return new(
            dice.Weighed<Race?>((Clinical.Race.White, 48), (Clinical.Race.BlackOrAfricanAmerican, 19), (Clinical.Race.Asian, 9), (Clinical.Race.AmericanIndianOrAlaskaNative, 2),
                (Clinical.Race.NativeHawaiianOrPacificIslander, 1), (Clinical.Race.MoreThanOne, 4), (Clinical.Race.Other, 5), (null, 12)),
            dice.Chance(0.1) ? null : spanish || dice.Chance(0.08) ? Clinical.Ethnicity.HispanicOrLatino : Clinical.Ethnicity.NotHispanicOrLatino,
            dice.Chance(0.05) ? null : spanish ? "es" : dice.Weighed(("en", 92), ("zh", 3), ("ht", 2), ("ar", 2), ("ru", 1)),
            sex,
            dice.Weighed<GenderIdentity?>((sex is AdministrativeSex.Male ? GenderIdentity.Man : GenderIdentity.Woman, 88), (GenderIdentity.NonBinary, 2), (GenderIdentity.TransgenderWoman, 0.5), (GenderIdentity.TransgenderMan, 0.5), (null, 9)),
            dice.Chance(0.04) ? [] : dice.Chance(0.1) ? Changed(dice, payer, start, came) : [new(payer, start, null)]);
    }

    private static CoverageStretch[] Changed(Dice dice, PayerCategory payer, LocalDate start, LocalDate came)
    {
        var end = came.PlusDays(dice.Between(0, 200));
        return [new(payer, start, end), new(PayerCategory.MedicaidManagedCare, end.PlusDays(1), null)];
    }

    public override string ToString() => nameof(SyntheticBackground);
}
