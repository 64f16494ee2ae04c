using NodaTime;
using Registry.Clinical;

namespace Registry.UnitTests.Clinical;

public sealed class TeamFlagTests : FlagTestBase
{
    [Fact]
    public void A_discussion_flag_holds_until_a_person_clears_it()
    {
        AssertBegins(Enrolled.ManuallyFlagged(ManualFlagKind.Discussion, 9), "F04", 9);
        AssertClears(Enrolled.ManuallyFlagged(ManualFlagKind.Discussion, 9, 30), "F04", 30);
    }

    [Fact]
    public void A_reminder_is_due_on_its_day_and_overdue_after_seven_more()
    {
        AssertBegins(Enrolled.Reminded(5, 12), "F31", 12);
        Assert.Equal((FlagSeverity.Attention, Day0.PlusDays(20)), (Enrolled.Reminded(5, 12).Flag("F31", 19)!.Severity, Enrolled.Reminded(5, 12).Flag("F31", 19)!.NextEvaluation!.Value));
        Assert.Equal(FlagSeverity.Warning, Enrolled.Reminded(5, 12).Flag("F31", 20)!.Severity);
    }

    [Fact]
    public void A_contact_after_it_was_set_answers_a_reminder_and_so_does_ticking_it_off()
    {
        AssertClears(Enrolled.Reminded(5, 12).Contact(14), "F31", 14);
        Assert.False(Enrolled.Reminded(5, 12).Contact(10).Raises("F31", 12)); // reached before it was due
        Assert.True(Enrolled.Contact(5).Reminded(5, 12).Raises("F31", 12));   // the contact at which it was set does not
        AssertClears(Enrolled.Reminded(5, 12, doneDay: 13), "F31", 13);
    }

    [Fact]
    public void A_snoozed_flag_is_still_shown_and_comes_back_on_the_day_named()
    {
        var story = Enrolled.Reminded(5, 12).Acknowledged("F31", 13, snoozedUntil: 18);
        Assert.Equal(FlagState.Open, story.Flag("F31", 12)!.State);
        Assert.Equal((FlagState.Snoozed, story.On(18)), (story.Flag("F31", 17)!.State, story.Flag("F31", 17)!.NextEvaluation!.Value));
        Assert.Equal((FlagState.Acknowledged, story.On(20)), (story.Flag("F31", 18)!.State, story.Flag("F31", 18)!.NextEvaluation!.Value));
    }

    [Fact]
    public void A_snoozed_flag_puts_nobody_on_the_review_list()
    {
        var story = Enrolled.Phq9(0, 8, 0).Contact(8).Consult(8).Reminded(9, 12).Acknowledged("F31", 13, snoozedUntil: 18).Ready();
        Assert.Empty(Review(story, 17));
        Assert.Equal("F31", Assert.Single(Review(story, 18)).RankedBy.Id);
    }

    [Fact]
    public void An_acknowledgement_says_nothing_about_the_next_time_a_flag_is_raised()
    {
        var story = Enrolled.Contact(10).Acknowledged("F06", 45, "called-twice").Contact(50);
        Assert.Equal(("called-twice", story.On(45)), (story.Flag("F06", 46)!.Disposition, story.Flag("F06", 46)!.AcknowledgedOn!.Value));
        Assert.Equal(FlagState.Open, story.Flag("F06", 81)!.State);
    }

    [Fact]
    public void One_instrument_can_be_acknowledged_without_the_others()
    {
        var flags = Enrolled.Phq9(0, 8).Gad7(0, 8).Acknowledged("F05", 40, instrument: "gad-7").Flags(41).Where(f => f.Id == "F05");
        Assert.Equal([("phq-9", FlagState.Open), ("gad-7", FlagState.Acknowledged)], flags.Select(f => (f.Instrument!, f.State)));
    }

    [Fact]
    public void Minutes_close_to_the_next_code_are_pointed_out_from_the_twentieth()
    {
        var story = Story.Enrolled(new(2024, 1, 2), minutes: 31); // 5 below 36
        Assert.False(story.Raises("F27", 17));                    // 19 January
        AssertBegins(story, "F27", 18);
        Assert.Equal(new LocalDate(2024, 2, 1), story.Flag("F27", 25)!.NextEvaluation);
        AssertClears(story, "F27", 30); // 1 February
    }

    [Theory]
    [InlineData(30, false)] // 6 below 36
    [InlineData(31, true)]
    [InlineData(35, true)]
    [InlineData(36, false)] // reached
    [InlineData(80, false)] // 6 below 86
    [InlineData(81, true)]
    [InlineData(85, true)]
    public void Near_means_at_most_five_minutes_below(int minutes, bool near) =>
        Assert.Equal(near, Story.Enrolled(new(2024, 1, 2), minutes).Raises("F27", 20));

    [Fact]
    public void Minutes_that_do_not_count_bring_no_code_nearer_and_hide_none()
    {
        Assert.False(Story.Enrolled(new(2024, 1, 2), 24).Minutes(2, 7, WorkKind.Administrative).Raises("F27", 20));
        var story = Story.Enrolled(new(2024, 1, 2), 33).Minutes(2, 5, WorkKind.Administrative); // 38 logged, 33 count
        Assert.Equal("33 minutes this month, 3 below 99492 (36).", story.Flag("F27", 20)!.Text);
    }

    [Fact]
    public void Near_is_what_the_billing_month_says_but_for_a_consent_that_is_not_on_record()
    {
        var payer = FlagParameters.Default.Payer with { CountsWithoutConsentOnRecord = true };
        var raised = 0;
        for (var seed = 0; seed < 3000; seed++)
        {
            var story = RandomStories.Tell(seed);
            var asOf = story.On(seed % 200);
            if (asOf.Day < 20) continue;
            var summary = EpisodeSummary.Of(story.Facts, asOf, FlagParameters.Default, OutcomeProfile.Nys2025);
            var month = BillingMonth.Of(story.Facts, asOf.ToYearMonth(), asOf, payer);
            var near = summary.IsActive && month.CountedMinutes > 0 && month.Next?.MissingMinutes <= 5;
            Assert.Equal(near, story.Raises("F27", seed % 200));
            if (near) raised++;
        }

        Assert.InRange(raised, 20, 3000);
    }

    [Fact]
    public void Near_follows_the_payer()
    {
        var fullTime = FlagParameters.Default with { Payer = PayerProfile.FullTime };
        Assert.True(Story.Enrolled(new(2024, 1, 2), 66).Raises("F27", 20, parameters: fullTime));
        Assert.False(Story.Enrolled(new(2024, 1, 2), 66).Raises("F27", 20));
    }

    [Fact]
    public void Minutes_without_their_prerequisites_are_flagged_with_what_is_missing()
    {
        var story = Enrolled;
        Assert.Equal(["consent", "initiating-visit", "care-plan", "validated-scale", "treating-provider"],
            story.Flag("F28", 0)!.Inputs.Where(i => i.Name == "missing").Select(i => i.Code!));
        Assert.False(story.Raises("F28", 22)); // 1 February: no minutes yet
        Assert.False(Enrolled.Ready().Phq9(0, 8).Raises("F28", 0));
        AssertClears(Enrolled.Ready().Phq9(6, 8), "F28", 6);
    }

    private static IReadOnlyList<ReviewItem> Review(Story story, int day) =>
        CaseloadReview.Build([story.Facts], story.On(day), FlagParameters.Default, OutcomeProfile.Nys2025);
}
