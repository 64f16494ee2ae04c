using NodaTime;
using Registry.Clinical;

namespace Registry.UnitTests.Clinical;

/// <summary>The edges of the windows of national measures. Day 0 is 15 January 2025, and the measurement year is 2026 unless a test says otherwise.</summary>
public sealed class NationalMeasureTests
{
    private static readonly LocalDate Enrolment = new(2025, 1, 15);
    private static readonly LocalDate Adult = new(1980, 1, 1);

    private static Story Depressed => Story.Enrolled(Enrolment).Phq9(0, 18);

    private static int Day(int year, int month, int day) => Period.DaysBetween(Enrolment, new(year, month, day));

    private static (string Why, decimal Numerator, decimal Denominator) Placed(string code, Story story, LocalDate? born = null, int year = 2026, LocalDate? asOf = null, DischargeReason? reason = null) =>
        Placed(code, year, asOf, Episode(story, born ?? Adult, reason: reason));

    private static (string Why, decimal Numerator, decimal Denominator) Placed(string code, int year, LocalDate? asOf, params MeasuredEpisode[] episodes)
    {
        var placed = new MetricsReport(episodes, NationalMeasures.Question(year, asOf ?? new(year, 12, 31))).Behind(NationalMeasures.ByCode(code)!);
        return placed.Count == 0 ? ("outside", 0, 0) : (placed.Single().Placement.Why, placed.Single().Placement.Numerator, placed.Single().Placement.Denominator);
    }

    [Theory]
    [InlineData(5, false)] // measured and not well: what the follow-up has more than the response
    [InlineData(12, true)]
    public void Measures_of_one_window_are_hidden_together_when_few_lie_between_them(int notWell, bool isShown)
    {
        var scores = Enumerable.Repeat(4, 20).Concat(Enumerable.Repeat(12, notWell)).Concat(Enumerable.Repeat(-1, 15));
        var episodes = scores.Select((later, i) => new MeasuredEpisode((later < 0 ? Depressed : Depressed.Phq9(130, later)).FactsOf(i), default) { Traits = new() { BirthDate = Adult } }).ToList();
        var whole = NationalTable.Of(episodes, NationalMeasures.Question(2025, new(2025, 12, 31)))[0].Values.ToDictionary(v => v.Code);
        Assert.Equal(isShown ? null : AggregateTable.Suppressed, whole["N09"].NoValue);
        Assert.Equal(isShown, whole["N07"].Value is not null);
    }

    private static MeasuredEpisode Episode(Story story, LocalDate? born, int episode = 0, DischargeReason? reason = null) =>
        new(story.FactsOf(0, episode), default) { Traits = new() { BirthDate = born }, DischargeReason = reason };

    [Fact]
    public void Every_measure_says_whose_figures_these_are()
    {
        Assert.Equal(Enumerable.Range(1, 10).Select(n => $"N{n:00}"), NationalMeasures.All.Select(m => m.Code));
        Assert.All(NationalMeasures.All, m => Assert.Contains(NationalMeasures.Population, m.Source, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("N03", 2025, 5, 15, "no-score-in-window")] // six months less 61 days
    [InlineData("N03", 2025, 5, 16, "reached")]
    [InlineData("N03", 2025, 9, 13, "reached")]
    [InlineData("N03", 2025, 9, 14, "no-score-in-window")]
    [InlineData("N06", 2025, 11, 15, "no-score-in-window")]
    [InlineData("N06", 2025, 11, 16, "reached")]
    [InlineData("N06", 2026, 3, 16, "reached")]
    [InlineData("N06", 2026, 3, 17, "no-score-in-window")]
    public void The_window_after_an_encounter_is_sixty_days_either_way(string code, int year, int month, int day, string why) =>
        Assert.Equal(why, Placed(code, Depressed.Phq9(Day(year, month, day), 4)).Why);

    [Theory]
    [InlineData(119, "no-score-in-window")]
    [InlineData(120, "reached")]
    [InlineData(240, "reached")]
    [InlineData(241, "no-score-in-window")]
    public void The_window_after_intake_is_days_120_to_240(int day, string why) => Assert.Equal(why, Placed("N08", Depressed.Phq9(day, 4), year: 2025).Why);

    [Fact]
    public void Remission_is_below_five_response_at_most_half_and_the_latest_score_of_the_window_decides()
    {
        Assert.Equal("reached", Placed("N08", Depressed.Phq9(130, 4), year: 2025).Why);
        Assert.Equal("not-reached", Placed("N08", Depressed.Phq9(130, 5), year: 2025).Why);
        Assert.Equal("reached", Placed("N09", Depressed.Phq9(130, 9), year: 2025).Why);
        Assert.Equal("not-reached", Placed("N09", Depressed.Phq9(130, 10), year: 2025).Why);
        Assert.Equal("not-reached", Placed("N08", Depressed.Phq9(130, 4).Phq9(200, 12), year: 2025).Why);
        Assert.Equal("reached", Placed("N07", Depressed.Phq9(130, 27), year: 2025).Why);
        Assert.Equal("no-score-in-window", Placed("N07", Depressed.Scored(Instruments.Phq9, 130, 4, prorated: true), year: 2025).Why);
        Assert.Equal("reached", Placed("N08", Depressed.Scored(Instruments.Phq9M, 130, 4), year: 2025).Why);
    }

    [Fact]
    public void The_window_does_not_start_again_with_a_later_elevated_score() =>
        Assert.Equal("no-score-in-window", Placed("N08", Depressed.Phq9(30, 20).Phq9(30 + 240, 4), year: 2025).Why);

    [Theory]
    [InlineData(2024, 10, 31, "outside")] // the day before the identification of 2026 begins
    [InlineData(2024, 11, 1, "no-score-in-window")]
    [InlineData(2025, 10, 31, "no-score-in-window")]
    [InlineData(2025, 11, 1, "outside")]
    public void The_index_score_lies_fourteen_to_two_months_before_the_year(int year, int month, int day, string why) =>
        Assert.Equal(why, Placed("N06", Story.Enrolled(new(year, month, day)).Phq9(0, 10)).Why);

    [Theory]
    [InlineData(2024, 4, 30, "outside")]
    [InlineData(2024, 5, 1, "no-score-in-window")]
    [InlineData(2025, 4, 30, "no-score-in-window")]
    [InlineData(2025, 5, 1, "outside")]
    public void The_intake_goes_from_May_to_April(int year, int month, int day, string why) =>
        Assert.Equal(why, Placed("N07", Story.Enrolled(new(year, month, day)).Phq9(0, 10), year: 2025).Why);

    [Fact]
    public void An_index_score_is_above_nine_and_at_most_seven_days_before_a_clinical_contact()
    {
        Assert.Equal("outside", Placed("N06", Story.Enrolled(Enrolment).Phq9(0, 9)).Why);
        Assert.Equal("no-score-in-window", Placed("N06", Story.Enrolled(Enrolment).Phq9(-7, 10)).Why);
        Assert.Equal("outside", Placed("N06", Story.Enrolled(Enrolment).Phq9(-8, 10)).Why);
        Assert.Equal("outside", Placed("N06", Story.Enrolled(Enrolment).Phq9(10, 10).Contact(17, mode: ContactMode.Message)).Why);
        Assert.Equal("no-score-in-window", Placed("N06", Story.Enrolled(Enrolment).Phq9(10, 10).Contact(17)).Why);
        Assert.Equal("outside", Placed("N06", Story.Enrolled(Enrolment).JudgedBy(Instruments.Gad7).Phq9(0, 18)).Why); // not in care for depression
    }

    [Fact]
    public void Children_under_twelve_the_dead_and_whoever_is_still_within_the_window_are_left_out()
    {
        Assert.Equal("younger-than-12", Placed("N03", Depressed, new LocalDate(2013, 1, 16)).Why);
        Assert.Equal("no-score-in-window", Placed("N03", Depressed, new LocalDate(2013, 1, 15)).Why);
        Assert.Equal("birth-date-unknown", Placed("N03", 2026, null, Episode(Depressed, born: null)).Why);
        Assert.Equal("died", Placed("N03", Depressed.Became(Day(2025, 9, 13), EpisodeStatus.Inactive), reason: DischargeReason.Died).Why);
        Assert.Equal("no-score-in-window", Placed("N03", Depressed.Became(Day(2025, 9, 14), EpisodeStatus.Inactive), reason: DischargeReason.Died).Why);
        Assert.Equal("window-not-over", Placed("N06", Depressed, asOf: new(2026, 3, 15)).Why);
        Assert.Equal("no-score-in-window", Placed("N06", Depressed, asOf: new(2026, 3, 16)).Why);
    }

    [Fact]
    public void Adolescents_and_adults_are_parts_of_the_figure()
    {
        var question = NationalMeasures.Question(2026, new(2026, 12, 31));
        MetricValue Of(LocalDate born) => new MetricsReport([Episode(Depressed.Phq9(Day(2025, 7, 15), 4), born)], question).Of(NationalMeasures.ByCode("N03")!);
        Assert.Equal(["denominator-12-to-17", "numerator-12-to-17"], Of(new(2007, 1, 16)).Parts.Select(p => p.Name));
        Assert.Equal(["denominator-18-and-over", "numerator-18-and-over"], Of(new(2007, 1, 15)).Parts.Select(p => p.Name));
    }

    [Fact]
    public void A_patient_with_two_episodes_stands_once_by_the_first_elevated_score_and_a_score_after_discharge_counts()
    {
        var first = Depressed.Phq9(Day(2025, 6, 20), 3).Became(40, EpisodeStatus.Inactive);
        var second = Story.Enrolled(new(2025, 5, 1)).Phq9(0, 20);
        Assert.Equal(("reached", 1m, 1m), Placed("N03", 2026, null, Episode(second, Adult, episode: 1), Episode(first, Adult)));
    }

    [Fact]
    public void Monitoring_counts_each_four_months_with_a_contact_once_and_asks_for_a_score_in_the_same_ones()
    {
        Story Seen(params int[] days) => days.Aggregate(Story.Enrolled(Enrolment), (story, day) => story.Contact(day));
        Assert.Equal(("periods-with-contact", 0m, 1m), Placed("N10", Seen(Day(2025, 4, 30)), year: 2025));
        Assert.Equal(("periods-with-contact", 1m, 2m), Placed("N10", Seen(Day(2025, 5, 1)).Phq9(Day(2025, 4, 30), 12), year: 2025));
        Assert.Equal(("periods-with-contact", 2m, 3m), Placed("N10", Seen(Day(2025, 5, 1), Day(2025, 9, 1)).Phq9(0, 12).Phq9(Day(2025, 12, 31), 12), year: 2025));
        Assert.Equal(("periods-with-contact", 0m, 1m), Placed("N10", Seen(Day(2025, 5, 1)), year: 2025, asOf: new(2025, 8, 30))); // the second is not over
        Assert.Equal(("periods-with-contact", 0m, 2m), Placed("N10", 2025, null, Episode(Seen().Became(30, EpisodeStatus.Inactive), Adult), Episode(Story.Enrolled(new(2025, 6, 1)), Adult, episode: 1)));
    }
}
