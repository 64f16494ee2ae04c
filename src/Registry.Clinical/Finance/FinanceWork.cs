using NodaTime;

namespace Registry.Clinical;

/// <summary>One patient's month as finance sees it.</summary>
/// <param name="Payer">The primary payer on the last day that is counted; null when nobody recorded one.</param>
public sealed record FinancePatient(Id<Patient> PatientId, PayerCategory? Payer, BillingMonth Billing)
{
    /// <summary>Why minutes of this month earn nothing. A minute is lost for one reason.</summary>
    public IEnumerable<LostMinutes> Lost
    {
        get
        {
            foreach (var uncounted in Billing.Entries.SelectMany(e => e.Uncounted).Where(u => u.Minutes > 0)) yield return new(uncounted.Code, uncounted.Minutes);
            if (Billing.CountedMinutes > 0 && !Billing.IsBillable) yield return new(Billing.Codes.Count == 0 ? LostMinutes.BelowAnyCode : LostMinutes.PrerequisiteMissing, Billing.CountedMinutes);
        }
    }
}

/// <summary>The work of a calendar month: patient-months with any minutes, of everybody enrolled on a day of the month, as metric M35 counts them.</summary>
public sealed record FinanceWork(IReadOnlyList<FinancePatient> Patients)
{
    /// <param name="question">A calendar month, with the payer profile.</param>
    public static FinanceWork Of(IEnumerable<MeasuredEpisode> episodes, MetricQuestion question) => new([.. episodes.Where(e => new EpisodeInPeriod(e, question).IsInPeriod)
        .Select(e => new FinancePatient(e.Facts.PatientId, e.PayerOn(question.End), BillingMonth.Of(e.Facts, question.From.ToYearMonth(), question.End, question.Payer)))
        .Where(p => p.Billing.CountedMinutes + p.Billing.UncountedMinutes > 0)]);

    /// <summary>Everything it comes to, of which nobody's part is left.</summary>
    public FinanceFigures Figures => new(
        new(Patients.Count, Patients.Count(p => p.Billing.Codes.Count > 0), Patients.Count(p => p.Billing.IsBillable), Patients.Sum(p => p.Billing.CountedMinutes)),
        [.. Patients.SelectMany(p => p.Billing.Codes.Select(c => (p.Payer, c.Code, c.Units, p.Billing.IsBillable))).GroupBy(c => (c.Payer, c.Code)).OrderBy(g => g.Key)
            .Select(g => new CodeUnits(g.Key.Payer, g.Key.Code, g.Where(c => c.IsBillable).Sum(c => c.Units), g.Where(c => !c.IsBillable).Sum(c => c.Units)))],
        [.. Patients.SelectMany(p => p.Lost).GroupBy(l => l.Reason).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new LostMinutes(g.Key, g.Sum(l => l.Minutes)))]);
}

/// <summary>What the work of a month comes to before it is priced. A part is null where 1 to 10 people could be seen or reckoned from it.</summary>
/// <param name="Units">By payer and code.</param>
/// <param name="Lost">Minutes that earn nothing, by reason.</param>
public sealed record FinanceFigures(FinanceYield? Yield, IReadOnlyList<CodeUnits>? Units, IReadOnlyList<LostMinutes>? Lost);

/// <param name="PatientMonths">With any minutes.</param>
/// <param name="Reached">Of those, with minutes enough for a code.</param>
/// <param name="Billable">Of those, with nothing missing.</param>
public sealed record FinanceYield(int PatientMonths, int Reached, int Billable, int CountedMinutes)
{
    /// <summary>Billable of all with minutes, in percent.</summary>
    public decimal? Share => Figures.Percent(Billable, PatientMonths);
}

/// <param name="Payer">Null when nobody recorded one.</param>
/// <param name="Units">Of patient-months in which nothing is missing.</param>
/// <param name="UnitsAtRisk">Reached, but a prerequisite is missing.</param>
public sealed record CodeUnits(PayerCategory? Payer, string Code, int Units, int UnitsAtRisk);

/// <summary>Minutes that earn nothing, and why: a reason of counting, or one of the two here.</summary>
public readonly record struct LostMinutes(string Reason, int Minutes)
{
    public const string BelowAnyCode = "below-any-code", PrerequisiteMissing = "prerequisite-missing";
}
