using System.Globalization;
using NodaTime;
using Registry.Clinical;

namespace Registry.UnitTests.Clinical;

/// <summary>The State's own example, and the traps it was made of. Domain reference 5.4.</summary>
public sealed class NewYorkSetTests : MetricTestBase
{
    private static readonly MetricQuestion March = NewYorkSet.Question(NewYorkFixture.Month, new(2025, 4, 20));
    private static readonly LocalDate First = new(2025, 3, 1), Last = new(2025, 3, 31);

    [Fact]
    public void The_eight_metrics_of_March_2025_come_out_exactly()
    {
        var report = new MetricsReport(NewYorkFixture.Patients, March);
        Assert.Equal(9, report.Of(Nys(1)).Value);
        Assert.Equal(8, report.Of(Nys(2)).Value);
        Assert.Equal(1, report.Of(Nys(3)).Value);
        Assert.Equal(NewYorkFixture.Expected.GetProperty("m4Weeks").GetString(), report.Of(Nys(4)).Value!.Value.ToString(CultureInfo.InvariantCulture));
        foreach (var number in (int[])[5, 6, 7, 8])
        {
            var expected = NewYorkFixture.Expected.GetProperty($"m{number}");
            var value = report.Of(Nys(number));
            Assert.Equal((expected.GetProperty("numerator").GetDecimal(), expected.GetProperty("denominator").GetDecimal()), (value.Numerator!.Value, value.Denominator!.Value));
            Assert.Equal(expected.GetProperty("percent").GetString(), value.Value!.Value.ToString("0.0", CultureInfo.InvariantCulture));
        }
    }

    [Theory]
    [InlineData(6, 1, Place.Numerator, "improved")]
    [InlineData(6, 2, Place.Excluded, "fewer-than-70-days")]
    [InlineData(6, 4, Place.Denominator, "not-improved")]
    [InlineData(6, 6, Place.Denominator, "not-improved")]
    [InlineData(6, 8, Place.Excluded, "baseline-not-elevated")]
    [InlineData(7, 8, Place.Denominator, "baseline-not-elevated")]
    [InlineData(7, 9, Place.Numerator, "remission")]
    [InlineData(8, 7, Place.Excluded, "improved")]
    [InlineData(8, 4, Place.Denominator, "no-recommendation-in-60-days")]
    [InlineData(8, 6, Place.Numerator, "recommendation")]
    [InlineData(2, 5, Place.Outside, "no-medicaid-on-the-first")]
    [InlineData(1, 10, Place.Outside, "not-enrolled-in-period")]
    public void Each_patient_stands_where_the_guide_puts_them(int metric, int patient, Place place, string why)
    {
        var placement = Nys(metric).Place(new(NewYorkFixture.Patient(patient), March));
        Assert.Equal((place, why), (placement.Place, placement.Why));
    }

    [Fact]
    public void P4_was_discharged_for_inactivity_inside_the_month() =>
        Assert.Equal(new LocalDate(2025, 3, 10), new EpisodeInPeriod(NewYorkFixture.Patient(4), March).EndedOn);

    [Theory]
    [InlineData(90, null)] // reached on the ninetieth day
    [InlineData(91, 90)]
    [InlineData(null, 90)]
    public void Ninety_days_without_contact_are_borne_and_one_more_is_not(int? nextContact, int? closed)
    {
        var story = Story.Enrolled(Day0);
        if (nextContact is { } day) story.Contact(day).Contact(day + 80);
        Assert.Equal(closed is { } on ? story.On(on) : null, NewYorkInactivity.DischargeOf(story.Facts, story.On(160)));
    }

    [Fact]
    public void An_episode_is_not_closed_for_inactivity_before_the_ninetieth_day_has_come()
    {
        var story = Story.Enrolled(Day0);
        Assert.Null(NewYorkInactivity.DischargeOf(story.Facts, story.On(89)));
        Assert.Equal(story.On(90), NewYorkInactivity.DischargeOf(story.Facts, story.On(90)));
    }

    [Theory]
    [InlineData(15, 7, true)]
    [InlineData(16, 8, true)] // exactly half
    [InlineData(27, 14, false)]
    [InlineData(27, 13, true)]
    public void Exactly_half_of_the_baseline_is_improvement(int baseline, int last, bool improved) =>
        Assert.Equal(improved, PlaceNys(6, Monthly(Last.PlusDays(-100)).Phq9(0, baseline).Phq9(80, last)).Place is Place.Numerator);

    [Theory]
    [InlineData(69, Place.Excluded)]
    [InlineData(70, Place.Numerator)]
    public void The_seventieth_day_counts_when_seventy_have_passed(int days, Place place) =>
        Assert.Equal(place, PlaceNys(6, Monthly(Last.PlusDays(-days)).Phq9(0, 18).Phq9(60, 9)).Place);

    [Fact]
    public void Two_episodes_in_one_month_count_once_by_the_one_enrolled_last()
    {
        var earlier = Monthly(First.PlusDays(-120)).Phq9(0, 18).Phq9(100, 4).Became(130, EpisodeStatus.Inactive);
        var later = Story.Enrolled(First.PlusDays(15)).Phq9(0, 16);
        MeasuredEpisode[] both = [Medicaid(earlier.FactsOf(0)), Medicaid(later.FactsOf(0, episode: 1))];
        var report = new MetricsReport(both, March);
        Assert.Equal((1, 1), (report.Of(Nys(1)).Value, report.Of(Nys(3)).Value));
        Assert.Equal(("empty-denominator", (decimal?)null), (report.Of(Nys(4)).NoValue, report.Of(Nys(4)).Value));
        Assert.Contains(report.Behind(Nys(6)), e => e.Placement.Why == "another-episode-counts");
        Assert.Equal("empty-denominator", report.Of(Nys(6)).NoValue);
    }

    [Fact]
    public void Without_anybody_a_rate_is_null_and_says_why_and_a_count_is_nought()
    {
        var report = new MetricsReport(Array.Empty<MeasuredEpisode>(), March);
        Assert.Equal(0, report.Of(Nys(1)).Value);
        Assert.All(Enumerable.Range(4, 5), n => Assert.Equal(((decimal?)null, "empty-denominator"), (report.Of(Nys(n)).Value, report.Of(Nys(n)).NoValue)));
    }

    [Theory]
    [InlineData(30, "no-recommendation-in-60-days")] // 30 January
    [InlineData(31, "recommendation")]
    public void The_sixty_days_of_March_begin_on_the_last_of_January(int dayOfJanuary, string why)
    {
        var story = Monthly(new(2024, 12, 1)).Phq9(0, 18).Phq9(100, 17);
        story.Consult(Period.DaysBetween(story.EnrolledOn, new(2025, 1, dayOfJanuary)));
        Assert.Equal(why, PlaceNys(8, story).Why);
    }

    [Fact]
    public void A_consultation_without_a_recommendation_does_not_count() =>
        Assert.Equal("no-recommendation-in-60-days", PlaceNys(8, Monthly(Last.PlusDays(-100)).Phq9(0, 18).Phq9(90, 17).Consult(95, recommendation: false)).Why);

    [Fact]
    public void A_partial_form_is_no_score_and_a_chosen_baseline_is_not_the_States()
    {
        var story = Monthly(Last.PlusDays(-100)).Phq9(0, 18).Scored(Instruments.Phq9, 90, 4, prorated: true);
        Assert.Equal("no-later-score", PlaceNys(6, story).Why);
        Assert.Equal("no-score-in-period", PlaceNys(7, story).Why);
        var chosen = Monthly(Last.PlusDays(-100)).Phq9(0, 20).Phq9(5, 26);
        chosen.BaselineChosen(6, chosen.LastAssessment).Phq9(90, 12);
        Assert.Equal("not-improved", PlaceNys(6, chosen).Why);
        Assert.Equal("not-improved", PlaceOf("M19", Monthly(Day0).Phq9(0, 20).Phq9(90, 12), 100).Why);
        var same = Monthly(Day0).Phq9(0, 20).Phq9(5, 26);
        same.BaselineChosen(6, same.LastAssessment).Phq9(90, 12);
        Assert.Equal("improved", PlaceOf("M19", same, 100).Why);
    }

    [Fact]
    public void The_version_for_adolescents_goes_on_where_PHQ_9_began() =>
        Assert.Equal(Place.Numerator, PlaceNys(6, Monthly(Last.PlusDays(-100)).Phq9(0, 18).Scored(Instruments.Phq9M, 90, 9)).Place);

    [Theory]
    [InlineData(-1, Place.Outside)]
    [InlineData(0, Place.Numerator)]
    public void A_discharge_on_the_first_of_the_month_is_a_day_enrolled_in_it(int dayOfMonth, Place place)
    {
        var story = Monthly(First.PlusDays(-50)).Became(50 + dayOfMonth, EpisodeStatus.Inactive);
        Assert.Equal(place, PlaceNys(1, story).Place);
    }

    private static Metric Nys(int number) => NewYorkSet.All[number - 1];

    private static Placement PlaceNys(int number, Story story) => Nys(number).Place(new(Medicaid(story.Facts), March));

    private static MeasuredEpisode Medicaid(EpisodeFacts facts) => new(facts, default) { Coverage = [new(PayerCategory.MedicaidFfs, new(2020, 1, 1), null)] };

    /// <summary>Enrolled that day and reached every month.</summary>
    private static Story Monthly(LocalDate on)
    {
        var story = Story.Enrolled(on);
        for (var day = 30; day <= 150; day += 30) story.Contact(day);
        return story;
    }
}
