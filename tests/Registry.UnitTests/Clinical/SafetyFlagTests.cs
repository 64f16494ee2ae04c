using Registry.Clinical;

namespace Registry.UnitTests.Clinical;

public sealed class SafetyFlagTests : FlagTestBase
{
    [Theory]
    [InlineData(1, FlagSeverity.Attention, "S1")] // in the row, not at the top of the review
    [InlineData(2, FlagSeverity.Critical, "S2")]
    [InlineData(3, FlagSeverity.Critical, "S3")]
    public void Any_answer_above_zero_to_item_nine_is_flagged_by_its_tier(int answer, FlagSeverity severity, string tier)
    {
        var story = Enrolled.Phq9(5, 8, answer);
        AssertBegins(story, "F01", 5);
        var flag = story.Flag("F01", 6)!;
        Assert.Equal(severity, flag.Severity);
        Assert.Contains(flag.Inputs, input => input.Name == "selfHarmAnswer" && input.Value == answer && input.Code == tier && input.AssessmentId == story.LastAssessment);
    }

    [Fact]
    public void Not_at_all_is_no_safety_flag() => Assert.Empty(Ids(Enrolled.Phq9(5, 8, 0), 6));

    [Fact]
    public void Time_alone_never_clears_it() => Assert.True(Enrolled.Phq9(5, 8, 2).Raises("F01", 400));

    [Fact]
    public void A_later_answer_of_zero_clears_it() => AssertClears(Enrolled.Phq9(5, 8, 2).Phq9(20, 7, 0), "F01", 20);

    [Fact]
    public void A_later_total_without_items_does_not_clear_it()
    {
        var story = Enrolled.Phq9(5, 18, 2).Phq9(20, 4);
        Assert.True(story.Raises("F01", 21));
        Assert.Equal(story.On(5), story.Flag("F01", 21)!.Since);
    }

    [Fact]
    public void Seeing_it_does_not_clear_it_but_saying_what_was_done_does()
    {
        Assert.True(Enrolled.Phq9(5, 8, 2).Acknowledged("F01", 6).Raises("F01", 7));
        Assert.Equal(FlagState.Acknowledged, Enrolled.Phq9(5, 8, 2).Acknowledged("F01", 6).Flag("F01", 7)!.State);
        AssertClears(Enrolled.Phq9(5, 8, 2).Acknowledged("F01", 6, "safety-plan"), "F01", 6);
    }

    [Fact]
    public void What_was_done_answers_for_one_score_and_not_for_the_next()
    {
        var story = Enrolled.Phq9(5, 8, 2).Acknowledged("F01", 6, "safety-plan").Phq9(20, 9, 1);
        AssertBegins(story, "F01", 20);
    }

    [Fact]
    public void A_disposition_for_one_score_leaves_another_of_the_same_day_open()
    {
        var story = Enrolled.Phq9(5, 8, 2);
        var first = story.LastAssessment;
        story.Phq9(6, 9, 1).Acknowledged("F01", 6, "safety-plan", assessment: first);
        Assert.True(story.Raises("F01", 7));
    }

    [Fact]
    public void It_cannot_be_snoozed() => Assert.Equal(FlagState.Acknowledged, Enrolled.Phq9(5, 8, 2).Acknowledged("F01", 6, snoozedUntil: 30).Flag("F01", 7)!.State);

    [Theory]
    [InlineData(EpisodeStatus.RelapsePrevention)]
    [InlineData(EpisodeStatus.Inactive)]
    public void No_status_suppresses_it(EpisodeStatus status) => Assert.True(Enrolled.Phq9(5, 8, 2).Became(30, status).Raises("F01", 40));

    [Fact]
    public void A_positive_screen_for_plan_or_intent_is_the_gravest_tier()
    {
        var story = Enrolled.Phq9(5, 8, 1).Screened(6, SafetyTier.S3);
        Assert.Equal(FlagSeverity.Critical, story.Flag("F01", 6)!.Severity);
        Assert.Equal(FlagSeverity.Attention, story.Flag("F01", 5)!.Severity);
        Assert.False(Enrolled.Screened(6, SafetyTier.S2).Raises("F01", 7)); // a screen of lower risk raises no flag of its own
        AssertClears(Enrolled.Screened(6, SafetyTier.S3).Screened(9, SafetyTier.None), "F01", 9);
    }

    [Fact]
    public void The_self_harm_items_of_adolescents_and_new_mothers_count_too()
    {
        Assert.True(Enrolled.Scored(Instruments.Phq9M, 5, 8, 1).Raises("F01", 6));
        Assert.True(Enrolled.Scored(Instruments.Epds, 5, 8, 1).Raises("F01", 6));
        Assert.True(Enrolled.Scored(Instruments.Epds, 5, 8, 1).Phq9(6, 4, 0).Raises("F01", 7)); // another form does not take the answer back
    }

    [Theory]
    [InlineData(9, false)]
    [InlineData(10, true)] // from moderate on, an unknown answer must be asked for
    public void A_total_without_items_leaves_the_question_open(int total, bool unknown)
    {
        var story = Enrolled.Phq9(5, total);
        Assert.Equal(unknown, story.Raises("F01u", 5));
        Assert.False(story.Raises("F01", 5));
    }

    [Fact]
    public void The_open_question_closes_with_an_answer_and_is_no_reason_for_review_alone()
    {
        AssertClears(Enrolled.Phq9(5, 18).Phq9(20, 18, 0), "F01u", 20);
        Assert.Equal(FlagSeverity.Information, Enrolled.Phq9(5, 12).Flag("F01u", 6)!.Severity);
    }

    [Fact]
    public void A_manual_safety_flag_holds_from_the_day_it_is_set_until_a_person_clears_it()
    {
        AssertBegins(Enrolled.ManuallyFlagged(ManualFlagKind.Safety, 9), "F02", 9);
        AssertClears(Enrolled.ManuallyFlagged(ManualFlagKind.Safety, 9, 50), "F02", 50);
        Assert.True(Enrolled.ManuallyFlagged(ManualFlagKind.Safety, 9).Became(30, EpisodeStatus.Inactive).Raises("F02", 400));
        Assert.Equal(FlagSeverity.Critical, Enrolled.ManuallyFlagged(ManualFlagKind.Safety, 9).Flag("F02", 9)!.Severity);
    }

    private static IEnumerable<string> Ids(Story story, int day) => story.Flags(day).Select(f => f.Id).Where(id => id.StartsWith("F01", StringComparison.Ordinal));

    [Fact]
    public void An_answer_without_a_total_raises_it_as_a_score_does()
    {
        var story = Enrolled.AnsweredOnly(5, 2);
        AssertBegins(story, "F01", 5);
        Assert.Equal(FlagSeverity.Critical, story.Flag("F01", 6)!.Severity);
        Assert.Equal(story.LastAnswerOnly, story.Flag("F01", 6)!.Inputs.Single().AssessmentId);
        Assert.True(story.Raises("F01", 400));
    }

    [Theory]
    [InlineData(6, 0, false)] // a later form that counts says no
    [InlineData(5, 2, true)] // the same sitting, told twice: the form that counts raises it
    [InlineData(5, 0, true)] // two answers of one day: the worse is believed
    public void A_form_that_counts_speaks_for_its_day_unless_it_says_less(int day, int item9, bool raised) =>
        Assert.Equal(raised, Enrolled.AnsweredOnly(5, 1).Phq9(day, 8, item9).Raises("F01", 7));

    [Fact]
    public void An_answer_without_a_total_is_dealt_with_like_any_other()
    {
        var story = Enrolled.AnsweredOnly(5, 3);
        AssertClears(story.Acknowledged("F01", 6, "safety-plan", assessment: story.LastAnswerOnly), "F01", 6);
        Assert.True(story.AnsweredOnly(7, 1).Raises("F01", 8));
    }
}
