using NodaTime;
using Registry.Clinical;

namespace Registry.UnitTests.Clinical;

/// <summary>Nobody who may see no patient can find a group of one to ten people, not even with pencil and paper.</summary>
public sealed class SmallCellTests : MetricTestBase
{
    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(10, false)]
    [InlineData(11, true)]
    public void One_to_ten_are_hidden_and_nought_and_eleven_are_shown(int count, bool shown) =>
        Assert.Equal(shown, SmallCells.Showable([], [Whole("a", 40, count, 0)]).Contains("a"));

    [Fact]
    public void A_rate_is_hidden_when_those_who_missed_it_are_few() => Assert.Empty(SmallCells.Showable([], [Whole("a", 40, 35, 5)]));

    [Fact]
    public void A_second_clinic_is_hidden_when_the_first_would_follow_from_the_total()
    {
        var cells = new[] { Whole("total", 60, 50, 0), Part("large", 0, 25, 0), Part("middle", 25, 18, 0), Part("small", 43, 7, 0) };
        Assert.Equal(["large", "total"], SmallCells.Showable([], cells).Order());
    }

    [Fact]
    public void Of_two_groups_one_within_the_other_the_smaller_is_hidden_when_few_lie_between()
    {
        var (enrolled, active) = (new PatientSet(Enumerable.Range(0, 50), 60), new PatientSet(Enumerable.Range(0, 47), 60));
        Assert.Equal(["enrolled"], SmallCells.Showable([], [new("active", [active], [], null), new("enrolled", [enrolled], [], null)]));
    }

    [Fact]
    public void Ten_thousand_random_populations_give_no_small_group_away()
    {
        for (var seed = 0; seed < 10_000; seed++)
        {
            var cells = Population(new(seed));
            var shown = SmallCells.Showable([], cells);
            if (Derivable([.. cells.Where(c => shown.Contains(c.Key))]) is { } found) Assert.Fail($"population {seed}: {found}");
        }
    }

    [Fact]
    public void The_naive_report_would_have_given_groups_away() =>
        Assert.True(Enumerable.Range(0, 200).Count(seed => Derivable(Population(new(seed))) is not null) > 150);

    [Fact]
    public void The_figures_of_an_organization_give_no_small_group_away_in_any_month()
    {
        var (shown, hidden) = (0, 0);
        for (var seed = 0; seed < 12; seed++)
        {
            var dice = new Random(seed);
            var clinics = Enumerable.Range(1, 3).Select(n => new Id<Clinic>(new Guid(n, 0, 0, new byte[8]))).ToArray();
            var episodes = Enumerable.Range(0, 150).Select(i => new MeasuredEpisode(RandomStories.Tell(seed * 1000 + i).FactsOf(i), clinics[dice.Next(dice.Next(1, 4))]) { Traits = new() { Race = dice.Next(5) == 0 ? null : (Race)dice.Next(5) } }).ToList();
            var question = Ask($"2023-{dice.Next(6, 12):00}", new(2025, 1, 1));
            var table = AggregateTable.Of(episodes, question, _ => null, [], []).Rows;
            foreach (var value in table.Values.SelectMany(v => v))
            {
                if (value.NoValue == AggregateTable.Suppressed) hidden++;
                else shown++;
                Assert.DoesNotContain(new[] { value.Numerator, value.Denominator, value.Denominator - value.Numerator }, n => n is { } count && value.Unit is not MetricUnit.Ratio && SmallCells.IsSmall(count) && value.Code is not "M02" and not "M30" and not "D4");
                Assert.Empty(value.Parts);
            }

            foreach (var metric in AggregateTable.Compared)
            {
                decimal? Of(AggregateRow row) => table.TryGetValue(row, out var values) ? values.Single(v => v.Code == metric.Code).Denominator : 0;
                if (!metric.CountsPatientsOnce || Of(default) is not { } total) continue;
                foreach (var rows in table.Keys.Where(r => r != default).GroupBy(r => r.Stratum))
                {
                    Assert.False(SmallCells.IsSmall(total - rows.Sum(r => Of(r) ?? 0)), $"{metric.Code} of population {seed}: total {total} less its parts");
                }
            }
        }

        Assert.True(shown > 200 && hidden > 200, $"{shown} shown, {hidden} hidden");
    }

    /// <summary>Everything a reader can reckon from shown counts: each count, each difference of a group and one within it, each total less any of its parts.</summary>
    private static string? Derivable(IReadOnlyList<FigureCell> shown)
    {
        foreach (var cell in shown)
        {
            if (cell.Sets.Any(s => SmallCells.IsSmall(s.Count))) return cell.Key;
            foreach (var (a, b) in from other in shown from a in cell.Sets from b in other.Sets select (a, b))
            {
                if (SmallCells.IsSmall(a.Count - b.Count) && b.IsWithin(a)) return $"{cell.Key} less another";
            }

            foreach (var kind in shown.Where(c => c.Part?.Whole == cell.Key).GroupBy(c => c.Part))
            {
                var parts = kind.ToList();
                for (var chosen = 1; chosen < 1 << parts.Count; chosen++)
                {
                    for (var set = 0; set < cell.Sets.Count; set++)
                    {
                        var rest = cell.Sets[set].Count - parts.Where((_, i) => (chosen >> i & 1) == 1).Sum(p => p.Sets[set].Count);
                        if (SmallCells.IsSmall(rest)) return $"{cell.Key} less parts";
                    }
                }
            }
        }

        return null;
    }

    /// <summary>Patients of up to four clinics and three groups, with two figures of which the second is about those who missed the first.</summary>
    private static List<FigureCell> Population(Random dice)
    {
        var count = dice.Next(15, 130);
        var patients = Enumerable.Range(0, count).Select(i => (Number: i, Clinic: dice.Next(dice.Next(1, 5)), Group: dice.Next(dice.Next(1, 4)), Met: dice.Next(3) == 0, Also: dice.Next(2) == 0)).ToList();
        var cells = new List<FigureCell>();
        foreach (var figure in (string[])["first", "second"])
        {
            void Add(string row, Func<(int Number, int Clinic, int Group, bool Met, bool Also), bool> member, (string, string)? part)
            {
                var population = patients.Where(p => member(p) && (figure == "first" || !p.Met)).ToList();
                PatientSet Set(Func<(int Number, int Clinic, int Group, bool Met, bool Also), bool> which) => new(population.Where(which).Select(p => p.Number), count);
                cells.Add(new($"{figure} {row}", [Set(p => figure == "first" ? p.Met : p.Also), Set(_ => true), Set(p => !(figure == "first" ? p.Met : p.Also))], [], part));
            }

            Add("total", _ => true, null);
            for (var clinic = 0; clinic < 4; clinic++) Add($"clinic {clinic}", p => p.Clinic == clinic, ($"{figure} total", "clinics"));
            for (var group = 0; group < 3; group++) Add($"group {group}", p => p.Group == group, ($"{figure} total", "groups"));
        }

        return cells;
    }

    private static FigureCell Whole(string key, int population, int above, int below) => new(key, Sets(0, above, below, population), [], null);

    private static FigureCell Part(string key, int from, int above, int below) => new(key, Sets(from, above, below, 60), [], ("total", "clinics"));

    private static PatientSet[] Sets(int from, int above, int below, int population) =>
        [new(Enumerable.Range(from, above), population), new(Enumerable.Range(from, above + below), population), new(Enumerable.Range(from + above, below), population)];
}
