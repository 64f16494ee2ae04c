using NodaTime;

namespace Registry.Clinical;

/// <summary>One line of an accounting. Several disclosures to one recipient for one purpose are one line, with their number.</summary>
/// <param name="First">The only day, or the first of several.</param>
/// <param name="Last">The last of several; the same day when there was one.</param>
/// <param name="Times">How often: 1 or more.</param>
public sealed record AccountingLine(
    LocalDate First, LocalDate Last, int Times, string RecipientName, string? RecipientAddress, string What, DisclosurePurpose Purpose, string Why);

/// <summary>The accounting of disclosures that a patient can ask for: 45 CFR 164.528.</summary>
public static class Accounting
{
    /// <summary>How far back a patient can ask.</summary>
    public const int Years = 6;

    /// <summary>What need not be accounted for: treatment, payment, operations, the patient's own copies, authorized ones, limited data sets.</summary>
    public static bool IsAccountable(DisclosurePurpose purpose) => purpose is not (
        DisclosurePurpose.Treatment or DisclosurePurpose.Payment or DisclosurePurpose.Operations or DisclosurePurpose.ToTheIndividual
        or DisclosurePurpose.Authorized or DisclosurePurpose.LimitedDataSet);

    /// <summary>Records under 42 CFR Part 2 that went out with consent are accounted for over three years, whatever they went out for.</summary>
    private static bool IsAccountable(Disclosure d, LocalDate today) =>
        IsAccountable(d.Purpose) || (d.HoldsPart2 && d.Purpose is not DisclosurePurpose.ToTheIndividual && d.DisclosedOn >= today.PlusYears(-Part2.YearsAccounted));

    /// <summary>The first day that an accounting given on <paramref name="today"/> covers.</summary>
    public static LocalDate Earliest(LocalDate today) => today.PlusYears(-Years);

    /// <summary>Oldest first. What an agency asked to withhold is left out until its day has come.</summary>
    /// <param name="from">Not before <see cref="Earliest"/>, whatever is asked.</param>
    /// <param name="suspensions">What agencies asked for after they had been given something.</param>
    public static IReadOnlyList<AccountingLine> Of(IEnumerable<Disclosure> disclosures, LocalDate from, LocalDate today, params IReadOnlyCollection<AccountingSuspension> suspensions)
    {
        var begin = LocalDate.Max(from, Earliest(today));
        return [.. disclosures
            .Where(d => IsAccountable(d, today) && d.DisclosedOn >= begin && d.DisclosedOn <= today && !(d.WithheldUntil > today) && !suspensions.Any(s => s.Hides(d, today)))
            .GroupBy(d => (d.RecipientName, d.RecipientAddress, d.What, d.Purpose, d.Why))
            .Select(same => new AccountingLine(same.Min(d => d.DisclosedOn), same.Max(d => d.DisclosedOn), same.Count(),
                same.Key.RecipientName, same.Key.RecipientAddress, same.Key.What, same.Key.Purpose, same.Key.Why))
            .OrderBy(line => line.First).ThenBy(line => line.RecipientName, StringComparer.Ordinal).ThenBy(line => line.What, StringComparer.Ordinal)];
    }
}
