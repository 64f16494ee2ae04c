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
        var tables = Tables(RandomClinic, new(2023, 11));
        Assert.Empty(ContractCheck.Of(tables));
        Assert.All(tables.Where(t => t.Key is not "practice_visit"), t => Assert.NotEmpty(t.Value));
    }

    [Fact]
    public void What_breaks_the_contract_is_named_by_its_place_and_never_by_its_value()
    {
        Assert.Equal(["patient row 1 birth_date: it is required"], Broken("patient", 1, ""));
        Assert.Equal(["coverage row 1 payer_category: it is none of what the column takes"], Broken("coverage", 1, "barter"));
        Assert.Equal(["contact row 1 contact_date: it is none of what the column takes"], Broken("contact", 2, "31.01.2023"));
        Assert.Equal(["scale_result row 1 total_score: it is none of what the column takes"], Broken("scale_result", 4, "-3"));
        Assert.Equal(["contact row 1 modality: only a message has none"], Broken("contact", 5, ""));
        Assert.Equal(["psych_review row 1 patient_id: no patient has it"], Broken("psych_review", 1, "Ada Ashgrove"));
        Assert.Equal(["site_month row 1 site_id: it holds what is not UTF-8"], Broken("site_month", 0, "Cl\uFFFDnica"));
        Assert.Equal(["patient row 2 patient_id: it is there twice"], Broken("patient", 0, "p1", row: 1).Take(1));
        Assert.Equal(["cocm_episode row 1 discharge_date: it lies before the beginning"], Broken("cocm_episode", 8, "1999-01-01"));
        Assert.Equal(["contact row 0 : the table is missing"], ContractCheck.Of(Tables(RandomClinic, new(2023, 11)).Where(t => t.Key != "contact").ToDictionary()).Select(p => p.ToString()));
    }

    [Fact]
    public void A_blank_row_and_one_of_another_width_are_one_problem_each_and_a_hundred_are_said()
    {
        var tables = Tables(RandomClinic, new(2023, 11)).ToDictionary();
        tables["patient"] = [["", ""], ["p1", "1980-01-01", "?"], .. Enumerable.Repeat(new[] { "", "" }, 1000)];
        Assert.Equal(["patient row 1 : it is blank", "patient row 2 : it has not as many cells as the table has columns"], ContractCheck.Of(tables).Take(2).Select(p => p.ToString()));
        Assert.Equal(100, ContractCheck.Of(tables).Count);
    }

    [Fact]
    public void Days_are_asked_what_days_that_are_entered_are_asked()
    {
        var tables = Tables(NewYorkFixture.Patients, NewYorkFixture.Month);
        Assert.Empty(ContractDays.Of(tables, RunOn));
        Assert.NotEmpty(ContractDays.Of(tables, RunOn.PlusDays(-1)));
        tables["patient"][0][1] = "2025-04-01";
        Assert.All(ContractDays.Of(tables, RunOn), problem => Assert.Equal("it lies before the patient's birth", problem.Why));
        Assert.Contains(ContractDays.Of(tables, RunOn), problem => (problem.Table, problem.Row, problem.Column) == ("cocm_episode", 1, "enrollment_date"));
    }

    [Fact]
    public void Totals_beyond_their_instrument_and_two_episodes_at_once_are_named_by_their_place()
    {
        var tables = Tables(NewYorkFixture.Patients, NewYorkFixture.Month).ToDictionary();
        Assert.Empty(ContractCourse.Of(tables));
        tables["scale_result"][0][4] = "28";
        var again = (string[])tables["cocm_episode"][0].Clone();
        (again[0], again[2], again[8]) = ("again", "2025-03-31", "");
        tables["cocm_episode"] = [.. tables["cocm_episode"], again];
        Assert.Equal(["scale_result row 1 total_score: it lies outside the instrument's range", $"cocm_episode row {tables["cocm_episode"].Count} enrollment_date: another episode of the patient runs at that time"],
            ContractCourse.Of(tables).Select(p => p.ToString()));
    }

    [Fact]
    public void Work_before_any_episode_is_said_to_be_left_out()
    {
        var tables = Tables(NewYorkFixture.Patients, NewYorkFixture.Month);
        tables["contact"][0][2] = tables["psych_review"][0][2] = "2020-02-29";
        Assert.Equal(["contact row 1 contact_date: no episode that came in had begun", "psych_review row 1 review_date: no episode that came in had begun"], ContractReading.Of(tables).NotTaken.Select(p => p.ToString()));
    }

    [Fact]
    public void The_notes_say_how_many_episodes_have_a_scale_that_is_none_of_the_contract()
    {
        var episodes = RandomClinic.Where(e => e.Facts.EnrolledOn < new LocalDate(2023, 11, 1) && e.Facts.EndedOn is null).Take(2).ToList();
        var facts = episodes[1].Facts;
        var other = episodes[1] with
        {
            Facts = new() { EpisodeId = facts.EpisodeId, PatientId = facts.PatientId, EnrolledOn = facts.EnrolledOn, PrimaryScale = Instruments.Epds, StatusChanges = [new(facts.EnrolledOn, EpisodeStatus.Treatment)] },
        };
        var tables = Tables([episodes[0], other], new(2023, 11));
        Assert.Single(tables["cocm_episode"]);
        Assert.Equal("episodes left out because their primary scale is none of the contract: 1", tables["site_month"][0][7]);
        Assert.Empty(ContractCheck.Of(tables));
        Assert.Equal("", Tables([episodes[0]], new(2023, 11))["site_month"][0][7]);
    }

    [Fact]
    public void A_site_whose_full_time_equivalents_nobody_attested_is_not_said_to_have_none() =>
        Assert.Empty(NewYorkContract.Of(NewYorkFixture.Patients, NewYorkFixture.Month, new("site-1", null, RunOn), id => id.ToString())["site_month"]);

    [Fact]
    public void Full_time_equivalents_of_several_care_managers_are_given_to_none_of_them()
    {
        var tables = Tables(NewYorkFixture.Patients, NewYorkFixture.Month);
        tables["site_month"][0][2] = "1.80";
        var reading = ContractReading.Of(tables);
        Assert.Null(reading.Fte);
        Assert.Equal(("site_month", 1, "bhcm_fte"), reading.NotTaken.Select(p => (p.Table, p.Row, p.Column)).Single());
    }

    [Fact]
    public void What_was_exported_is_read_back_as_the_same_care()
    {
        var reading = ContractReading.Of(Tables(NewYorkFixture.Patients, NewYorkFixture.Month));
        Assert.Empty(reading.NotTaken);
        Assert.Equal(("site-1", NewYorkFixture.Month, 1.5m), (reading.Site, reading.Month, reading.Fte));
        // P10 was discharged in February and left the extract.
        foreach (var (given, read) in NewYorkFixture.Patients.SkipLast(1).OrderBy(p => p.Facts.EnrolledOn).Zip(reading.Patients))
        {
            var (facts, episode) = (given.Facts, Assert.Single(read.Episodes));
            Assert.Equal((facts.EnrolledOn, facts.EndedOn, facts.PrimaryScale), (episode.EnrolledOn, episode.DischargedOn, episode.PrimaryScale));
            Assert.Equal(facts.Scores.Select(s => new ContractScore(s.On, s.Instrument, s.Total)), read.Scores);
            Assert.Equal(facts.Contacts.Select(c => (c.On, c.IsClinical, c.Mode)), episode.Contacts.Select(c => (c.On, c.IsClinical, c.Mode)));
            Assert.Equal(given.Coverage, read.Coverage);
        }
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

    private static readonly List<MeasuredEpisode> RandomClinic =
    [
        .. Enumerable.Range(0, 60).Select(i => new MeasuredEpisode(RandomStories.Tell(i).FactsOf(i), default)
        {
            DischargeReason = (DischargeReason)(i % 8),
            Coverage = [new((PayerCategory)(i % 9), new(2022, 1, 1), null)],
            Traits = new() { BirthDate = new LocalDate(1950, 1, 1).PlusDays(i * 97) },
        }),
    ];

    /// <summary>The problems of tables in which one cell was replaced.</summary>
    private static IEnumerable<string> Broken(string table, int column, string cell, int row = 0)
    {
        var tables = Tables(RandomClinic, new(2023, 11));
        tables[table][row][column] = cell;
        return ContractCheck.Of(tables).Select(p => p.ToString());
    }

    private static string Said(MetricValue v) => v.Unit switch
    {
        MetricUnit.Percent => v.Denominator == 0 ? "-" : $"{v.Numerator}/{v.Denominator} {v.Value:0.0}",
        MetricUnit.Weeks => v.Value is null ? "-" : $"{v.Value:0.0}",
        _ => $"{v.Value}",
    };
}
