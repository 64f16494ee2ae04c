using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Registry.Clinical;

namespace Registry.UnitTests.Clinical;

/// <summary>Everything that somebody who may see no patient can ask, asked of small populations, and every answer subtracted from every other: nothing tells one to ten people apart.</summary>
/// <remarks>
/// Asking is for calendar months only, as known 15 days after their end: no other window, no quarter, no asOf and no knownAt, so there
/// is nothing else to subtract. REGISTRY_POPULATIONS sets how many populations are tried.
/// </remarks>
public sealed class DifferencingTests : MetricTestBase
{
    private static readonly int Populations = int.TryParse(Environment.GetEnvironmentVariable("REGISTRY_POPULATIONS"), out var count) ? count : 40;

    private static readonly YearMonth FirstMonth = new(2023, 6);
    private static readonly Arbitrary<int> Seeds = Gen.Choose(0, int.MaxValue - 1).ToArbitrary();

    [Fact]
    public void No_two_allowed_answers_isolate_one_to_ten_people() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(Populations), Prop.ForAll(Seeds, seed => Isolated(Ask(Population(seed)), naive: false) is not { } found ? true.Label("") : false.Label($"population {seed}: {found}")));

    [Fact]
    public void A_naive_report_isolates_somebody_in_nearly_every_population() =>
        Assert.True(Enumerable.Range(0, 10).Count(seed => Isolated(Ask(Population(seed)), naive: true) is not null) >= 9);

    [Fact]
    public void Enough_is_shown_to_be_worth_the_trouble()
    {
        var values = Enumerable.Range(0, 10).SelectMany(seed => Ask(Population(seed))).SelectMany(a => a.Rows.Values).SelectMany(v => v).ToList();
        Assert.True(values.Count(v => v is { Value: not null, Denominator: > 10 }) > 50, $"{values.Count(v => v is { Value: not null, Denominator: > 10 })} of {values.Count}");
    }

    /// <summary>All months, the answers and who there is.</summary>
    private sealed record Month(MetricQuestion Question, IReadOnlyList<MeasuredEpisode> Episodes, IReadOnlyDictionary<AggregateRow, IReadOnlyList<MetricValue>> Rows);

    private static List<Month> Ask(List<MeasuredEpisode> episodes)
    {
        var (months, numbers, shown) = (new List<Month>(), new Dictionary<Id<Patient>, int>(), new List<FigureCell>());
        for (var i = 0; i < 3; i++)
        {
            var month = MetricPeriod.Month(FirstMonth.PlusMonths(i));
            var question = new MetricQuestion(month, month.To, OutcomeProfile.Nys2025, FlagParameters.Default, PayerProfile.Midpoint);
            var table = AggregateTable.Of(episodes, question, _ => 1, numbers, shown);
            shown.AddRange(table.Cells);
            months.Add(new(question, episodes, table.Rows));
        }

        return months;
    }

    /// <summary>Who is behind each answer, counted anew: a bit for each patient.</summary>
    private static string? Isolated(List<Month> months, bool naive)
    {
        var patients = months[0].Episodes.Select(e => e.Facts.PatientId).Distinct().Index().ToDictionary(p => p.Item, p => 1UL << p.Index);
        var groups = new Dictionary<ulong, string>();
        foreach (var month in months)
        {
            var whole = new Dictionary<(string Metric, int Set), ulong>();
            var parts = new Dictionary<(string Metric, int Set, string Kind), List<ulong>>();
            var looked = month.Episodes.Select(e => new EpisodeInPeriod(e, month.Question)).ToList();
            foreach (var (row, values) in month.Rows.OrderBy(r => r.Key != default))
            {
                var report = new MetricsReport(looked.Where(e => IsIn(e.Episode, row, month.Question)), month.Question);
                foreach (var metric in values.Select(v => AggregateTable.Shown.Single(m => m.Code == v.Code)))
                {
                    if (!naive && values.Single(v => v.Code == metric.Code).NoValue == AggregateTable.Suppressed) continue;
                    foreach (var (set, members) in Sets(report.Behind(metric), patients).Index())
                    {
                        // Weeks in which the team met say of nobody whether he is in, unless there are few.
                        if (metric.CountsWeeks && row.Stratum is null && !IsFew(members)) continue;
                        groups.TryAdd(members, $"{month.Question.Period} {row} {metric} {set}");
                        if (row == default) whole[(metric.Code, set)] = members;
                        else if (whole.ContainsKey((metric.Code, set))) (parts.TryGetValue((metric.Code, set, KindOf(row)), out var list) ? list : parts[(metric.Code, set, KindOf(row))] = []).Add(members);
                    }
                }
            }

            foreach (var ((metric, set, kind), members) in parts)
            {
                for (var chosen = 1; chosen < 1 << Math.Min(members.Count, 12); chosen++)
                {
                    var rest = whole[(metric, set)];
                    for (var i = 0; i < Math.Min(members.Count, 12); i++) rest &= (chosen >> i & 1) == 1 ? ~members[i] : ulong.MaxValue;
                    if (IsFew(rest)) return $"{month.Question.Period} {metric} less parts by {kind}";
                }
            }
        }

        foreach (var (members, name) in groups)
        {
            if (IsFew(members)) return name;
            foreach (var (fewer, other) in groups)
            {
                if (fewer != 0 && (fewer & ~members) == 0 && IsFew(members & ~fewer)) return $"{name} less {other}";
            }
        }

        return null;
    }

    /// <summary>Whoever knows at which clinic a care manager works takes clinics and care managers off together.</summary>
    private static string KindOf(AggregateRow row) => row.Stratum is null or "care-manager" ? "clinics and care managers" : row.Stratum;

    private static bool IsIn(MeasuredEpisode e, AggregateRow row, MetricQuestion question) =>
        (row.Clinic is null || e.ClinicId == row.Clinic) && (row.Stratum is null || (row.Stratum == "care-manager" ? Stratum.CareManager : Stratum.ByName(row.Stratum)!).Of(e, question.End) == row.Group);

    private static IEnumerable<ulong> Sets(IReadOnlyList<PlacedEpisode> placed, Dictionary<Id<Patient>, ulong> patients)
    {
        ulong Those(Place place) => placed.Where(p => p.Placement.Place == place).Aggregate(0UL, (members, p) => members | patients[p.Episode.Facts.PatientId]);
        var (above, below) = (Those(Place.Numerator), Those(Place.Denominator));
        return [above, above | below, below & ~above];
    }

    private static bool IsFew(ulong members) => BitOperations.PopCount(members) is >= 1 and <= 10;

    /// <summary>25 to 62 people of up to three clinics and three care managers who come, are seen and measured or not, and leave or stay.</summary>
    private static List<MeasuredEpisode> Population(int seed)
    {
        var dice = new Random(seed);
        var (clinics, managers, eachAtOneClinic) = (dice.Next(1, 4), dice.Next(1, 4), dice.Next(3) > 0);
        return [.. Enumerable.Range(0, dice.Next(25, 63)).Select(i =>
        {
            var story = Story.Enrolled(FirstMonth.OnDayOfMonth(1).PlusDays(dice.Next(4) == 0 ? dice.Next(0, 90) : dice.Next(-200, 0)));
            story.Phq9(0, dice.Next(6, 24));
            for (var day = dice.Next(1, 40); day < 300; day += dice.Next(10, 60)) story.Contact(day, dice.Next(5, 50)).Phq9(day, dice.Next(0, 22));
            if (dice.Next(3) == 0) story.Consult(dice.Next(1, 250));
            if (dice.Next(5) == 0) story.Became(dice.Next(30, 250), EpisodeStatus.Inactive);
            var clinic = dice.Next(dice.Next(1, clinics + 1)) + 1;
            return new MeasuredEpisode(story.FactsOf(i), new(new Guid(clinic, 0, 0, new byte[8])))
            {
                Coverage = dice.Next(3) == 0 ? [] : [new(PayerCategory.MedicaidFfs, new(2022, 1, 1), null)],
                CareManagers = [new(new(new Guid(dice.Next(managers) + 1, (short)(eachAtOneClinic ? clinic : 1), 1, new byte[8])), story.EnrolledOn, null)],
                Traits = new() { Race = dice.Next(4) == 0 ? null : (Race)dice.Next(2), Sex = (AdministrativeSex)dice.Next(2), Language = dice.Next(3) == 0 ? "es" : "en", BirthDate = new LocalDate(1940, 1, 1).PlusYears(dice.Next(60)) },
            };
        })];
    }
}
