using Registry.Clinical;

namespace Registry.UnitTests.Clinical;

public sealed class TargetFlagTests : FlagTestBase
{
    [Fact]
    public void Response_is_reached_at_exactly_half_and_lost_above_it()
    {
        Assert.False(Enrolled.Phq9(0, 18).Phq9(20, 10).Raises("F17", 20));
        AssertBegins(Enrolled.Phq9(0, 18).Phq9(20, 9), "F17", 20);
        AssertClears(Enrolled.Phq9(0, 18).Phq9(20, 9).Phq9(40, 10), "F17", 40);
    }

    [Fact]
    public void Response_on_PCL_5_is_a_drop_in_points_by_the_rule_in_force()
    {
        var story = Enrolled.JudgedBy(Instruments.Pcl5).Pcl5(0, 50).Pcl5(20, 40);
        Assert.True(story.Raises("F17", 20, OutcomeProfile.Bao));      // 10 points
        Assert.False(story.Raises("F17", 20, OutcomeProfile.Nys2025)); // asks for 12
    }

    [Fact]
    public void Remission_is_under_five_from_an_elevated_baseline()
    {
        Assert.False(Enrolled.Phq9(0, 18).Phq9(20, 5).Raises("F18", 20));
        AssertBegins(Enrolled.Phq9(0, 18).Phq9(20, 4), "F18", 20);
        AssertClears(Enrolled.Phq9(0, 18).Phq9(20, 4).Phq9(40, 5), "F18", 40);
        Assert.False(Enrolled.Phq9(0, 9).Phq9(20, 4).Raises("F18", 20));
    }

    [Fact]
    public void Good_news_alone_puts_nobody_on_the_review_list()
    {
        var story = Enrolled.Phq9(0, 18, 0).Contact(20).Phq9(20, 4, 0).Consult(20).Ready();
        Assert.Equal(["F17", "F18"], story.Flags(25).Select(f => f.Id));
        Assert.All(story.Flags(25), flag => Assert.Equal(FlagSeverity.Positive, flag.Severity));
        Assert.Empty(CaseloadReview.Build([story.Facts], story.On(25), FlagParameters.Default, OutcomeProfile.Nys2025));
    }

    [Theory]
    [InlineData(47, false)] // 27 days after the first remission
    [InlineData(48, true)]  // 28 days
    public void Relapse_prevention_is_suggested_after_remission_in_scores_twenty_eight_days_apart(int second, bool ready) =>
        Assert.Equal(ready, Enrolled.Phq9(0, 18).Phq9(20, 4).Contact(second).Phq9(second, 3).Raises("F19", second));

    [Fact]
    public void A_score_above_remission_in_between_starts_the_count_again()
    {
        var story = Enrolled.Phq9(0, 18).Phq9(20, 4).Phq9(30, 6).Phq9(40, 4).Contact(50).Phq9(50, 4);
        Assert.False(story.Raises("F19", 50));
    }

    [Theory]
    [InlineData(75, false)]
    [InlineData(76, true)] // eight weeks of response
    public void Response_through_eight_weeks_makes_ready_too(int second, bool ready) =>
        Assert.Equal(ready, Enrolled.Phq9(0, 18).Phq9(20, 9).Contact(second).Phq9(second, 8).Raises("F19", second));

    [Fact]
    public void The_suggestion_needs_a_contact_within_forty_five_days_and_ends_with_the_phase()
    {
        var story = Enrolled.Phq9(0, 18).Phq9(20, 4).Phq9(60, 3).Contact(60);
        AssertClears(story, "F19", 106); // 45 days on day 105
        Assert.Equal(story.On(106), story.Flag("F19", 100)!.NextEvaluation);
        AssertClears(story.RelapsePrevention(80), "F19", 80);
    }

    [Fact]
    public void Discharge_is_suggested_after_ninety_days_of_relapse_prevention_at_target()
    {
        AssertBegins(Enrolled.Phq9(0, 18).Phq9(60, 3).RelapsePrevention(70).Phq9(120, 4), "F22", 160);
        Assert.False(Enrolled.Phq9(0, 18).Phq9(60, 3).RelapsePrevention(70).Phq9(120, 12).Raises("F22", 160));
    }

    [Fact]
    public void A_score_that_has_become_stale_no_longer_supports_discharge()
    {
        var story = Enrolled.Phq9(0, 18).Phq9(60, 3).RelapsePrevention(70).Phq9(120, 4);
        AssertClears(story, "F22", 211); // 90 days old on day 210
        AssertClears(Enrolled.Phq9(0, 18).Phq9(60, 3).RelapsePrevention(70).Phq9(120, 4).Became(180, EpisodeStatus.Inactive), "F22", 180);
    }
}
