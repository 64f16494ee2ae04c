using NodaTime;
using static Registry.IntegrationTests.ReferenceFigure;

namespace Registry.IntegrationTests;

/// <summary>National measures the slow and obvious way: each patient's days one by one.</summary>
internal sealed class ReferenceNationalMeasures(List<ReferenceEpisode> episodes, ReferenceQuestion q)
{
    public string Of(string code) => code switch
    {
        "N01" => Later(Encounter, i => Around(i, 6), (_, last) => last is not null),
        "N02" => Later(Encounter, i => Around(i, 6), (first, last) => last <= first / 2.0),
        "N03" => Later(Encounter, i => Around(i, 6), (_, last) => last is 0 or 1 or 2 or 3 or 4),
        "N04" => Later(Encounter, i => Around(i, 12), (_, last) => last is not null),
        "N05" => Later(Encounter, i => Around(i, 12), (first, last) => last <= first / 2.0),
        "N06" => Later(Encounter, i => Around(i, 12), (_, last) => last is 0 or 1 or 2 or 3 or 4),
        "N07" => Later(Intake, i => (i.PlusDays(120), i.PlusDays(240)), (_, last) => last is not null),
        "N08" => Later(Intake, i => (i.PlusDays(120), i.PlusDays(240)), (_, last) => last is 0 or 1 or 2 or 3 or 4),
        "N09" => Later(Intake, i => (i.PlusDays(120), i.PlusDays(240)), (first, last) => last <= first / 2.0),
        "N10" => Monitored(),
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, "No such measure."),
    };

    private IEnumerable<List<ReferenceView>> Patients => episodes.GroupBy(e => e.Patient).Select(g => g.OrderBy(e => e.Enrolled).Select(e => new ReferenceView(e, q)).ToList());

    private static (LocalDate, LocalDate) Around(LocalDate index, int months) => (index.PlusMonths(months).PlusDays(-60), index.PlusMonths(months).PlusDays(60));

    private static List<ReferenceView> Depressed(List<ReferenceView> patient) => [.. patient.Where(v => v.IsEnrolled && (v.Episode.Scale is "phq-9" or "phq-9m"))];

    private static IEnumerable<ReferenceScore> Phq9(List<ReferenceView> patient) => patient[0].Valid.Where(s => s.Instrument is "phq-9" or "phq-9m" && !s.Partial);

    private static bool Seen(List<ReferenceView> patient, LocalDate from, LocalDate to) => Depressed(patient).Exists(v => v.Reached(from, to) > 0);

    /// <summary>November to October, 14 to 2 months before the year.</summary>
    private ReferenceScore? Encounter(List<ReferenceView> patient) => Phq9(patient).FirstOrDefault(s =>
        s.Total >= 10 && s.On >= new LocalDate(q.From.Year - 2, 11, 1) && s.On <= new LocalDate(q.From.Year - 1, 10, 31) && Enumerable.Range(0, 8).Any(d => Seen(patient, s.On.PlusDays(d), s.On.PlusDays(d))));

    private ReferenceScore? Intake(List<ReferenceView> patient) => Phq9(patient).FirstOrDefault(s =>
        s.Total >= 10 && s.On >= new LocalDate(q.From.Year - 1, 5, 1) && s.On < new LocalDate(q.From.Year, 5, 1) && Depressed(patient).Exists(v => s.On >= v.Day(-14) && s.On <= v.Last));

    private string Later(Func<List<ReferenceView>, ReferenceScore?> index, Func<LocalDate, (LocalDate From, LocalDate To)> window, Func<int, int?, bool> met)
    {
        var (young, old) = (new List<bool>(), new List<bool>());
        foreach (var patient in Patients)
        {
            if (index(patient) is not { } first || Age(patient, first.On) is not { } age || age < 12) continue;
            var (from, to) = window(first.On);
            if (to > q.End || Died(patient, first.On, to)) continue;
            (age < 18 ? young : old).Add(met(first.Total, Phq9(patient).LastOrDefault(s => s.On >= from && s.On <= to)?.Total));
        }

        var parts = new List<(string, decimal?)>();
        if (young.Count > 0) parts.AddRange([("denominator-12-to-17", young.Count), ("numerator-12-to-17", young.Count(m => m))]);
        if (old.Count > 0) parts.AddRange([("denominator-18-and-over", old.Count), ("numerator-18-and-over", old.Count(m => m))]);
        return Rate(young.Concat(old).Count(m => m), young.Count + old.Count, [.. parts]);
    }

    private string Monitored()
    {
        var (done, due) = (0, 0);
        foreach (var patient in Patients.Where(p => Age(p, q.From) >= 12 && !Died(p, q.From, q.To)))
        {
            foreach (var (from, to) in new[] { (1, 4), (5, 8), (9, 12) }.Select(m => (new LocalDate(q.From.Year, m.Item1, 1), new LocalDate(q.From.Year, m.Item2, m.Item2 is 4 ? 30 : 31))))
            {
                if (to > q.End || !Seen(patient, from, to)) continue;
                due++;
                if (Depressed(patient).Exists(v => v.Reached(from, to) > 0 && Phq9(patient).Any(s => s.On >= from && s.On <= to && s.On >= v.Day(-14)))) done++;
            }
        }

        return Rate(done, due);
    }

    private static bool Died(List<ReferenceView> patient, LocalDate from, LocalDate to) => patient.Exists(v => v.Episode.Reason == "died" && v.Ended >= from && v.Ended <= to);

    private static int? Age(List<ReferenceView> patient, LocalDate on) =>
        patient[0].Episode.Born is not { } born || born > on ? null : on.Year - born.Year - ((on.Month, on.Day).CompareTo((born.Month, born.Day)) < 0 ? 1 : 0);
}
