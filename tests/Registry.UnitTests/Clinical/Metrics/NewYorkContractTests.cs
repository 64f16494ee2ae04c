using System.Text.RegularExpressions;
using NodaTime;
using Registry.Clinical;

namespace Registry.UnitTests.Clinical;

/// <summary>What leaves in the eight tables is enough for anybody to reach our figures, and is what the contract allows.</summary>
public sealed class NewYorkContractTests
{
    private static readonly LocalDate RunOn = new(2025, 4, 20);

    [Fact]
    public void Another_calculator_reaches_the_figures_of_March_2025_from_our_tables() =>
        Assert.Equal(["9", "8", "1", "18.7", "7/8 87.5", "4/6 66.7", "2/8 25.0", "1/2 50.0"], new NewYorkContractReader(Tables(NewYorkFixture.Patients, NewYorkFixture.Month)).Metrics());

    [Fact]
    public void Another_calculator_reaches_the_figures_of_two_hundred_random_clinics()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var dice = new Random(seed);
            var episodes = Enumerable.Range(0, 12).Select(i => new MeasuredEpisode(RandomStories.Tell(seed * 100 + i).FactsOf(i), default)
            {
                DischargeReason = DischargeReason.Withdrew,
                Coverage = dice.Next(4) == 0 ? [] : [new((PayerCategory)dice.Next(9), new LocalDate(2022, 1, 1), dice.Next(3) == 0 ? new LocalDate(2024, 1, 1).PlusDays(dice.Next(300)) : null)],
            }).ToList();
            var month = new YearMonth(2023 + dice.Next(2), 1 + dice.Next(12));
            var report = new MetricsReport(episodes, NewYorkSet.Question(month, new(2026, 1, 1)));
            Assert.Equal(NewYorkSet.All.Select(m => Said(report.Of(m))), new NewYorkContractReader(Tables(episodes, month)).Metrics());
        }
    }

    [Fact]
    public void Every_row_has_the_columns_of_its_table_and_the_words_of_the_contract()
    {
        var tables = Tables([.. Enumerable.Range(0, 60).Select(i => new MeasuredEpisode(RandomStories.Tell(i).FactsOf(i), default) { DischargeReason = (DischargeReason)(i % 8), Coverage = [new((PayerCategory)(i % 9), new(2022, 1, 1), null)] })], new(2023, 11));
        Assert.Equal(["cocm_episode", "contact", "coverage", "patient", "practice_visit", "psych_review", "scale_result", "site_month"], tables.Keys.Order());
        Assert.All(tables, t => Assert.All(t.Value, row => Assert.Equal(NewYorkContract.Columns[t.Key].Count, row.Length)));
        Is(tables, "coverage", 1, "medicaid_ffs|medicaid_managed_care|dual_medicare_medicaid|child_health_plus|essential_plan|medicare|commercial|self_pay|other");
        Is(tables, "cocm_episode", 5, "phq9|phq_a|gad7|pcl5");
        Is(tables, "cocm_episode", 9, "|graduated|lost_to_follow_up|administrative_inactivity|withdrew|transferred|died|other");
        Is(tables, "contact", 4, "treatment|outreach_attempt|scheduling|no_show|message");
        Is(tables, "contact", 5, "|in_person|video|phone");
        Is(tables, "scale_result", 3, "phq2|phq9|phq_a|gad7|pcl5");
        Is(tables, "scale_result", 4, "[0-9]{1,2}");
        Is(tables, "psych_review", 3, "true|false");
        Is(tables, "cocm_episode", 2, "[0-9]{4}-[0-9]{2}-[0-9]{2}");
    }

    [Fact]
    public void No_id_of_the_registry_leaves()
    {
        var tables = Tables(NewYorkFixture.Patients, NewYorkFixture.Month);
        var ids = NewYorkFixture.Patients.SelectMany(p => new[] { p.Facts.PatientId.ToString(), p.Facts.EpisodeId.ToString() }).ToHashSet();
        Assert.DoesNotContain(tables.Values.SelectMany(t => t).SelectMany(row => row), ids.Contains);
    }

    private static IReadOnlyDictionary<string, IReadOnlyList<string[]>> Tables(IReadOnlyList<MeasuredEpisode> episodes, YearMonth month)
    {
        var names = new Dictionary<Guid, string>();
        return NewYorkContract.Of(episodes, month, new("site-1", 1.5m, RunOn), id => names.TryGetValue(id, out var known) ? known : names[id] = $"p{names.Count + 1}");
    }

    private static void Is(IReadOnlyDictionary<string, IReadOnlyList<string[]>> tables, string table, int column, string words)
    {
        Assert.NotEmpty(tables[table]);
        Assert.All(tables[table], row => Assert.Matches(new Regex($"^({words})$"), row[column]));
    }

    private static string Said(MetricValue v) => v.Unit switch
    {
        MetricUnit.Percent => v.Denominator == 0 ? "-" : $"{v.Numerator}/{v.Denominator} {v.Value:0.0}",
        MetricUnit.Weeks => v.Value is null ? "-" : $"{v.Value:0.0}",
        _ => $"{v.Value}",
    };
}
