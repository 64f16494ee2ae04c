using NodaTime;
using Registry.Clinical;

namespace Registry.UnitTests.Clinical;

public sealed class OutcomeTests
{
    private static readonly LocalDate Enrolled = new(2024, 1, 10);

    [Fact]
    public void Every_pair_of_PHQ_9_totals_is_judged_as_its_profile_says()
    {
        for (var first = 0; first <= 27; first++)
        {
            for (var last = 0; last <= 27; last++)
            {
                var halved = first > 0 && last <= first / 2.0;
                Judge(OutcomeProfile.Nys2025, first, last, halved || last < 10);
                Judge(OutcomeProfile.Bao, first, last, halved || last < 10);
                Judge(OutcomeProfile.Hedis, first, last, halved);
                Judge(OutcomeProfile.FivePoint, first, last, first - last >= 5);
                Assert.Equal(halved, OutcomeProfile.Nys2025.Phq9.IsResponse(first, last));
                Assert.Equal(first >= 10 && last < 5, OutcomeProfile.Nys2025.Phq9.IsRemission(first, last));
            }
        }

        static void Judge(OutcomeProfile profile, int first, int last, bool improved)
        {
            Assert.Equal(first < 10 ? null : improved, profile.Improved(Instruments.Phq9, first, last));
            Assert.Equal(first < 10 ? null : improved, profile.Improved(Instruments.Phq9M, first, last));
        }
    }

    [Fact]
    public void Every_pair_of_GAD_7_totals_is_judged_as_its_profile_says()
    {
        for (var first = 0; first <= 21; first++)
        {
            for (var last = 0; last <= 21; last++)
            {
                var halved = first > 0 && last <= first / 2.0;
                Assert.Equal(first < 10 ? null : halved || last < 10, OutcomeProfile.Nys2025.Improved(Instruments.Gad7, first, last));
                Assert.Equal(first < 10 ? null : halved, OutcomeProfile.Hedis.Improved(Instruments.Gad7, first, last));
                Assert.Equal(first < 10 ? null : first - last >= 4, OutcomeProfile.FivePoint.Improved(Instruments.Gad7, first, last));
            }
        }
    }

    [Theory]
    [InlineData("va-legacy", 10, 80)]
    [InlineData("fqhc-mid", 9, 80)]
    [InlineData("nys-2025", 12, 80)]
    [InlineData("reliable-15", 15, 80)]
    [InlineData("csc", 15, 28)]
    public void Every_pair_of_PCL_5_totals_is_judged_as_its_rule_says(string name, int drop, int atMost)
    {
        var profile = OutcomeProfile.Bao.WithPcl5(Pcl5Rules.ByName(name)!);
        for (var first = 0; first <= 80; first++)
        {
            for (var last = 0; last <= 80; last++)
            {
                Assert.Equal(first < 33 ? null : first - last >= drop && last <= atMost, profile.Improved(Instruments.Pcl5, first, last));
                Assert.Equal(first >= 33 && last < (name == "csc" ? 29 : 33), profile.Pcl5.IsRemission(first, last));
            }
        }
    }

    [Theory]
    [InlineData("va-legacy", true, true, true)]
    [InlineData("fqhc-mid", true, true, true)]
    [InlineData("nys-2025", true, false, true)]
    [InlineData("reliable-15", true, false, false)]
    [InlineData("csc", true, false, false)]
    public void The_published_examples_differ_between_the_PCL_5_rules(string name, bool from41To26, bool from38To28, bool from53To41)
    {
        var rule = Pcl5Rules.ByName(name)!;
        Assert.Equal((from41To26, from38To28, from53To41), (rule.IsResponse(41, 26), rule.IsResponse(38, 28), rule.IsResponse(53, 41)));
    }

    [Fact]
    public void The_New_York_profile_brings_its_own_PCL_5_rule_and_the_others_the_older_one()
    {
        Assert.Equal("nys-2025", OutcomeProfile.Nys2025.Pcl5.Name);
        Assert.All(OutcomeProfile.All.Skip(1), profile => Assert.Equal("va-legacy", profile.Pcl5.Name));
    }

    [Fact]
    public void Profiles_are_found_by_name_and_a_PCL_5_rule_can_be_named_with_them()
    {
        Assert.All(OutcomeProfile.All, profile => Assert.Same(profile, OutcomeProfile.ByName(profile.Name)));
        var mixed = OutcomeProfile.ByName("bao+csc")!;
        Assert.Equal(("bao+csc", Pcl5Rules.Csc), (mixed.Name, mixed.Pcl5));
        Assert.Null(OutcomeProfile.ByName("bao+unheard"));
        Assert.Null(OutcomeProfile.ByName("unheard"));
        Assert.Null(OutcomeProfile.ByName(null));
    }

    [Fact]
    public void The_guard_of_an_elevated_baseline_can_be_taken_off() =>
        Assert.True((OutcomeProfile.Bao with { RequiresElevatedBaseline = false }).Improved(Instruments.Phq9, 8, 4));

    [Fact]
    public void Screeners_are_judged_by_no_profile() => Assert.Null(OutcomeProfile.Bao.Improved(Instruments.Phq2, 6, 0));

    [Fact]
    public void The_baseline_is_the_first_score_on_or_after_enrolment_and_never_one_before()
    {
        Assert.Equal(15, Of(Story.Enrolled(Enrolled).Phq9(-1, 20).Phq9(0, 15).Phq9(5, 12)).Baseline!.Value.Total);
        Assert.Equal(12, Of(Story.Enrolled(Enrolled).Phq9(-1, 20).Phq9(40, 12).Phq9(50, 9)).Baseline!.Value.Total); // first after, however late
        Assert.Equal("no-baseline", Of(Story.Enrolled(Enrolled).Phq9(-1, 20)).Unassessed);
    }

    [Fact]
    public void Until_a_later_day_brings_a_second_score_nothing_is_said()
    {
        var outcome = Of(Story.Enrolled(Enrolled).Phq9(0, 18).Phq9(0, 4));
        Assert.Equal(("no-later-score", true, null, null, null), (outcome.Unassessed, outcome.IsElevated, outcome.IsResponse, outcome.IsImproved, outcome.Change));
    }

    [Fact]
    public void A_baseline_chosen_by_a_person_counts_from_the_day_it_was_chosen()
    {
        var story = Story.Enrolled(Enrolled).Phq9(0, 10).Phq9(7, 18);
        var second = story.LastAssessment;
        story.Phq9(60, 9).BaselineChosen(30, second);
        Assert.Equal(10, Of(story, day: 29).Baseline!.Value.Total);
        Assert.Equal((18, true), (Of(story, day: 60).Baseline!.Value.Total, Of(story, day: 60).IsResponse));
    }

    [Fact]
    public void A_score_before_enrolment_can_be_chosen_as_baseline()
    {
        var story = Story.Enrolled(Enrolled).Phq9(-3, 20);
        story.BaselineChosen(0, story.LastAssessment).Phq9(5, 10);
        Assert.Equal((20, -10), (Of(story).Baseline!.Value.Total, Of(story).Change));
    }

    [Fact]
    public void New_York_and_HEDIS_take_no_prorated_total_and_the_others_do()
    {
        var story = Story.Enrolled(Enrolled).Phq9(0, 18).Phq9(30, 12).Scored(Instruments.Phq9, 60, 6, prorated: true);
        Assert.Equal(12, Of(story, OutcomeProfile.Nys2025).Last!.Value.Total);
        Assert.Equal(12, Of(story, OutcomeProfile.Hedis).Last!.Value.Total);
        Assert.Equal(6, Of(story, OutcomeProfile.Bao).Last!.Value.Total);
        Assert.Equal(18, Of(Story.Enrolled(Enrolled).Scored(Instruments.Phq9, 0, 20, prorated: true).Phq9(7, 18).Phq9(60, 6), OutcomeProfile.Nys2025).Baseline!.Value.Total);
    }

    [Theory]
    [InlineData(6, 26, -333.3)]
    [InlineData(5, 14, -180.0)]
    [InlineData(15, 13, 13.3)]
    [InlineData(18, 13, 27.8)]
    [InlineData(17, 12, 29.4)]
    [InlineData(12, 3, 75.0)]
    [InlineData(8, 7, 12.5)]
    [InlineData(16, 15, 6.3)]   // 6.25 is rounded half up
    [InlineData(16, 17, -6.2)]  // -6.25 as well
    [InlineData(18, 0, 100.0)]  // the best result is a result
    public void Percent_drop_has_one_decimal_half_up(int first, int last, double percent) => Assert.Equal((decimal)percent, Outcome.Drop(first, last));

    [Fact]
    public void From_zero_there_is_no_percentage() => Assert.Null(Outcome.Drop(0, 5));

    [Fact]
    public void Waiting_is_not_remission_sustained() =>
        Assert.False(Whole(Story.Enrolled(Enrolled).Phq9(0, 18).Phq9(20, 4), 200).IsSustainedRemission);

    [Theory]
    [InlineData(47, false)]
    [InlineData(48, true)]
    public void Sustained_remission_needs_twenty_eight_days_between_its_scores(int second, bool sustained) =>
        Assert.Equal(sustained, Whole(Story.Enrolled(Enrolled).Phq9(0, 18).Phq9(20, 4).Phq9(second, 4), second).IsSustainedRemission);

    [Fact]
    public void Any_and_all_look_at_every_instrument_that_can_be_judged()
    {
        var story = Story.Enrolled(Enrolled).Phq9(0, 17).Gad7(0, 12).Phq9(60, 12).Gad7(60, 3).Pcl5(60, 20);
        Assert.Equal((true, false), (Whole(story, 60).AnyImproved, Whole(story, 60).AllTrackedImproved));
        Assert.Equal((true, true), (Whole(story.Phq9(70, 9), 70).AnyImproved, Whole(story, 70).AllTrackedImproved));
        Assert.Equal((null, null), (Whole(Story.Enrolled(Enrolled).Phq9(0, 17), 60).AnyImproved, Whole(Story.Enrolled(Enrolled).Phq9(0, 17), 60).AllTrackedImproved));
    }

    private static Outcome Of(Story story, OutcomeProfile? profile = null, int day = 60) => Whole(story, day, profile).Headline;

    private static EpisodeOutcome Whole(Story story, int day, OutcomeProfile? profile = null) =>
        EpisodeOutcome.Of(story.Facts, story.On(day), FlagParameters.Default, profile ?? OutcomeProfile.Nys2025);
}
