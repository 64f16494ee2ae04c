using NodaTime;

namespace Registry.IntegrationTests;

/// <summary>What is asked, spelled out.</summary>
internal sealed record ReferenceQuestion(LocalDate From, LocalDate To, LocalDate AsOf, bool Rolling, string Profile, string? Instrument, bool NewYork)
{
    public LocalDate End => To < AsOf ? To : AsOf;
    public LocalDate MonthFrom => !Rolling ? new(To.Year, To.Month, 1) : From > To.PlusMonths(-1).PlusDays(1) ? From : To.PlusMonths(-1).PlusDays(1);
    public LocalDate QuarterFrom => Rolling ? To.PlusMonths(-3).PlusDays(1) : new LocalDate(To.Year, To.Month, 1).PlusMonths(-2);
    public bool Holds(LocalDate? day) => day >= From && day <= End;
}

/// <summary>One episode looked at for one question, worked out anew for every look.</summary>
internal sealed class ReferenceView(ReferenceEpisode e, ReferenceQuestion q)
{
    public ReferenceEpisode Episode => e;
    public LocalDate Enrolled => e.Enrolled;
    public bool IsEnrolled => e.Enrolled <= q.End && e.Statuses.Any(s => s.Status == "treatment" && s.On <= q.End);

    public LocalDate? Ended
    {
        get
        {
            var ended = e.Ended;
            if (q.NewYork && Inactivity() is { } inactive && !(ended < inactive)) ended = inactive;
            return ended <= q.End ? ended : null;
        }
    }

    public LocalDate Last => Ended ?? q.End;
    public bool InPeriod => IsEnrolled && !(Ended < q.From);
    public bool Active => IsEnrolled && Ended is null;
    public string Status => e.Statuses.Where((s, i) => i == 0 || s.On <= q.End).Last().Status;
    public bool InTreatment => Active && Status == "treatment";
    public int Days => Between(Enrolled, Last);
    public LocalDate? Referred => e.Statuses[0].Status == "referred" && e.Statuses[0].On <= q.End ? e.Statuses[0].On : null;
    public bool Medicaid => e.Coverage.Any(c => (c.Payer.StartsWith("medicaid", StringComparison.Ordinal) || c.Payer.StartsWith("dual", StringComparison.Ordinal)) && c.Start <= q.From && !(c.End < q.From));

    public LocalDate Day(int day) => Enrolled.PlusDays(day);

    public static int Between(LocalDate from, LocalDate to) => Period.Between(from, to, PeriodUnits.Days).Days;

    public bool IsMine(LocalDate day) => day >= Enrolled && day <= Last;

    public static bool Clinical(RawRow c) =>
        c.Is("kept") && c.Text("mode") != "message" && c.Text("purpose") is "initial-assessment" or "follow-up" or "relapse-prevention" or "collateral" && c.Is("kept") && c.Text("mode") != "message";

    public static bool Attempt(RawRow c) => c.Text("purpose") is "outreach-attempt" or "no-show" || (!c.Is("kept") && c.Text("purpose") is "initial-assessment" or "follow-up" or "relapse-prevention" or "collateral" && !c.Is("kept"));

    public int Reached(LocalDate from, LocalDate to) => e.Contacts.Count(c => Clinical(c) && c.Day("on_day") >= from && c.Day("on_day") <= to && IsMine(c.Day("on_day")));

    public bool Consulted(LocalDate from, LocalDate to, bool advised = false) =>
        e.Consultations.Any(c => c.Day("on_day") >= from && c.Day("on_day") <= to && (!advised || c.Text("recommendation") is not null));

    public List<ReferenceScore> Valid => [.. e.Scores.Where(s => s.Status is "final" or "amended" or "corrected")];

    private LocalDate? Inactivity()
    {
        var days = e.Contacts.Where(Clinical).Select(c => c.Day("on_day")).Where(d => d > Enrolled).Append(Enrolled).Order().ToList();
        for (var i = 0; i < days.Count; i++)
        {
            var next = i + 1 < days.Count ? days[i + 1] : LocalDate.MaxIsoValue;
            if (next > days[i].PlusDays(90)) return days[i].PlusDays(90) <= q.To ? days[i].PlusDays(90) : null;
        }

        return null;
    }
}
