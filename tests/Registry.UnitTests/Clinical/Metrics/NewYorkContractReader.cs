using NodaTime;
using NodaTime.Text;
using static Registry.Clinical.Figures;

namespace Registry.UnitTests.Clinical;

/// <summary>Somebody else's calculator: reads the tables of the contract and nothing else, by the rules the contract states.</summary>
internal sealed class NewYorkContractReader
{
    private readonly IReadOnlyDictionary<string, IReadOnlyList<string[]>> tables;
    private readonly LocalDate first, last;

    private sealed record Course(string Patient, LocalDate Enrolled, LocalDate? Discharged, string Scale);

    public NewYorkContractReader(IReadOnlyDictionary<string, IReadOnlyList<string[]>> tables)
    {
        this.tables = tables;
        var month = YearMonthPattern.Iso.Parse(tables["site_month"][0][1]).Value;
        (first, last) = (month.OnDayOfMonth(1), month.ToDateInterval().End);
    }

    public IEnumerable<string> Metrics()
    {
        var enrolled = tables["cocm_episode"].Select(r => new Course(r[1], Day(r[2]), Discharge(r[1], Day(r[2]), r[8]), r[5])).Where(c => c.Enrolled <= last && !(c.Discharged < first))
            .GroupBy(c => c.Patient).Select(g => g.MaxBy(c => c.Enrolled)!).ToList();
        var medicaid = enrolled.Where(c => tables["coverage"].Any(r => r[0] == c.Patient && r[1] is "medicaid_ffs" or "medicaid_managed_care" or "dual_medicare_medicaid" && r[0] == c.Patient && Day(r[2]) <= first && !(r[3] != "" && Day(r[3]) < first))).ToList();
        var left = medicaid.Where(c => c.Discharged is { } day && day >= first && day <= last).ToList();
        var judged = medicaid.Where(c => Days(c) >= 70 && Baseline(c) is { } b && b.Total >= Threshold(c)).ToList();
        var failed = judged.Where(c => !Improved(c)).ToList();
        yield return $"{enrolled.Count}";
        yield return $"{medicaid.Count}";
        yield return $"{medicaid.Count(c => c.Enrolled >= first)}";
        yield return left.Count == 0 ? "-" : $"{HalfUp(left.Sum(Days) / (decimal)left.Count / 7, 1):0.0}";
        yield return Rate(medicaid.Count(Contacted), medicaid.Count);
        yield return Rate(judged.Count - failed.Count, judged.Count);
        yield return Rate(medicaid.Count(Remitted), medicaid.Count);
        yield return Rate(failed.Count(c => tables["psych_review"].Any(r => r[1] == c.Patient && r[3] == "true" && Day(r[2]) >= last.PlusDays(-59) && Day(r[2]) <= last)), failed.Count);
    }

    private LocalDate? Discharge(string patient, LocalDate enrolled, string recorded)
    {
        var runStart = enrolled;
        foreach (var contact in tables["contact"].Where(r => r[1] == patient && r[4] == "treatment").Select(r => Day(r[2])).Where(d => d > enrolled).Order())
        {
            if (contact > runStart.PlusDays(90)) break;
            runStart = contact;
        }

        var inactive = runStart.PlusDays(90) <= last ? runStart.PlusDays(90) : (LocalDate?)null;
        var own = recorded == "" ? (LocalDate?)null : Day(recorded);
        return inactive is null ? own : own < inactive ? own : inactive;
    }

    private int Days(Course c) => Period.DaysBetween(c.Enrolled, End(c));

    private LocalDate End(Course c) => c.Discharged <= last ? c.Discharged.Value : last;

    private List<(LocalDate On, int Total)> Scores(Course c) => [.. tables["scale_result"].Where(r => r[1] == c.Patient && (r[3] == c.Scale || (r[3] is "phq9" or "phq_a" && c.Scale is "phq9" or "phq_a" && r[3] is "phq9" or "phq_a")))
        .Select(r => (Day(r[2]), int.Parse(r[4], System.Globalization.CultureInfo.InvariantCulture))).Where(s => s.Item1 >= c.Enrolled && s.Item1 <= End(c))];

    private (LocalDate On, int Total)? Baseline(Course c) => Scores(c) is { Count: > 0 } scores ? scores[0] : null;

    private static int Threshold(Course c) => c.Scale == "pcl5" ? 33 : 10;

    private bool Improved(Course c)
    {
        var (baseline, later) = (Baseline(c)!.Value, Scores(c).Where(s => s.On > Baseline(c)!.Value.On).ToList());
        if (later.Count == 0) return false;
        var latest = later[^1].Total;
        return c.Scale == "pcl5" ? baseline.Total - latest >= 12 : latest * 2 <= baseline.Total || latest < 10;
    }

    private bool Remitted(Course c) => Baseline(c) is { } b && b.Total >= Threshold(c)
        && Scores(c).Where(s => s.On > b.On && s.On >= first).ToList() is { Count: > 0 } inMonth && inMonth[^1].Total < (c.Scale == "pcl5" ? 33 : 5);

    private bool Contacted(Course c) =>
        tables["contact"].Any(r => r[1] == c.Patient && r[4] == "treatment" && IsIn(c, Day(r[2]))) && tables["scale_result"].Any(r => r[1] == c.Patient && IsIn(c, Day(r[2])));

    private bool IsIn(Course c, LocalDate day) => day >= first && day >= c.Enrolled && day <= End(c);

    private static string Rate(int n, int d) => d == 0 ? "-" : $"{n}/{d} {Percent(n, d):0.0}";

    private static LocalDate Day(string text) => LocalDatePattern.Iso.Parse(text).Value;
}
