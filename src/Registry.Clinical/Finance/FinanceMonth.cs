using NodaTime;

namespace Registry.Clinical;

/// <summary>One patient's month as finance sees it.</summary>
/// <param name="Payer">The primary payer on the last day that is counted; null when nobody recorded one.</param>
public sealed record FinancePatient(Id<Patient> PatientId, PayerCategory? Payer, BillingMonth Billing);

/// <summary>Units of one code by one payer, and what they bring.</summary>
/// <param name="Rate">Null where nobody said what is paid.</param>
/// <param name="Units">Of patient-months in which nothing is missing.</param>
/// <param name="UnitsAtRisk">Reached, but a prerequisite is missing.</param>
public sealed record FinanceLine(PayerCategory? Payer, string Code, int Units, int UnitsAtRisk, Rate? Rate)
{
    public decimal? Revenue => Units * Rate?.Amount;
    public decimal? RevenueAtRisk => UnitsAtRisk * Rate?.Amount;
}

/// <summary>Minutes that earn nothing, and why.</summary>
public readonly record struct LostMinutes(string Reason, int Minutes);

/// <summary>A month of a clinic or an organization in minutes, codes and dollars: what the minutes worked are projected to bring, and what the month costs.</summary>
/// <remarks>No claim was made and nothing was paid: revenue is what the codes reached would bring at the rates given.</remarks>
public sealed record FinanceMonth
{
    public const string BelowAnyCode = "below-any-code", PrerequisiteMissing = "prerequisite-missing";

    public required YearMonth Month { get; init; }

    /// <summary>Patient-months with any minutes.</summary>
    public required IReadOnlyList<FinancePatient> Patients { get; init; }

    /// <summary>By payer and code.</summary>
    public required IReadOnlyList<FinanceLine> Lines { get; init; }

    /// <summary>By reason. Minutes below any code and of months in which a prerequisite is missing are among them.</summary>
    public required IReadOnlyList<LostMinutes> Lost { get; init; }

    /// <summary>Null while nobody attested full-time equivalents.</summary>
    public required MonthCost? Cost { get; init; }

    public int Reached => Patients.Count(p => p.Billing.Codes.Count > 0);
    public int Billable => Patients.Count(p => p.Billing.IsBillable);

    /// <summary>Share of patient-months with minutes that are billable, in percent.</summary>
    public decimal? Yield => Figures.Percent(Billable, Patients.Count);
    public int CountedMinutes => Patients.Sum(p => p.Billing.CountedMinutes);
    public decimal Revenue => Lines.Sum(l => l.Revenue ?? 0);
    public decimal RevenueAtRisk => Lines.Sum(l => l.RevenueAtRisk ?? 0);

    /// <summary>Units for which nobody said what is paid; they are in no revenue.</summary>
    public int UnpricedUnits => Lines.Where(l => l.Rate is null).Sum(l => l.Units + l.UnitsAtRisk);
    public decimal? Net => Revenue - Cost?.Total;

    /// <summary>Of everybody enrolled on a day of the month, as metric M35 counts them.</summary>
    /// <param name="question">A calendar month, with the payer profile and the attested full-time equivalents.</param>
    public static FinanceMonth Of(IEnumerable<MeasuredEpisode> episodes, MetricQuestion question, PriceList prices)
    {
        var (month, last) = (question.From.ToYearMonth(), question.End);
        var patients = episodes.Where(e => new EpisodeInPeriod(e, question).IsInPeriod)
            .Select(e => new FinancePatient(e.Facts.PatientId, e.PayerOn(last), BillingMonth.Of(e.Facts, month, last, question.Payer)))
            .Where(p => p.Billing.CountedMinutes + p.Billing.UncountedMinutes > 0).ToList();
        return new()
        {
            Month = month,
            Patients = patients,
            Lines = [.. patients.SelectMany(p => p.Billing.Codes.Select(c => (p.Payer, c.Code, c.Units, p.Billing.IsBillable))).GroupBy(c => (c.Payer, c.Code)).OrderBy(g => g.Key)
                .Select(g => new FinanceLine(g.Key.Payer, g.Key.Code, g.Where(c => c.IsBillable).Sum(c => c.Units), g.Where(c => !c.IsBillable).Sum(c => c.Units), prices.Of(g.Key.Payer, g.Key.Code, last)))],
            Lost = [.. patients.SelectMany(LostBy).GroupBy(l => l.Reason).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new LostMinutes(g.Key, g.Sum(l => l.Minutes)))],
            Cost = question.AttestedFte is { } posts ? prices.OfMonth(posts, month) : null,
        };
    }

    /// <summary>Why minutes of one patient's month earn nothing. A minute is lost for one reason.</summary>
    public static IEnumerable<LostMinutes> LostBy(FinancePatient patient)
    {
        var billing = patient.Billing;
        foreach (var uncounted in billing.Entries.SelectMany(e => e.Uncounted).Where(u => u.Minutes > 0)) yield return new(uncounted.Code, uncounted.Minutes);
        if (billing.CountedMinutes > 0 && !billing.IsBillable) yield return new(billing.Codes.Count == 0 ? BelowAnyCode : PrerequisiteMissing, billing.CountedMinutes);
    }

    public override string ToString() => $"{nameof(FinanceMonth)} {Month}";
}
