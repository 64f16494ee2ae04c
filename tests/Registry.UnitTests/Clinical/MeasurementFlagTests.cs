using Registry.Clinical;

namespace Registry.UnitTests.Clinical;

public sealed class MeasurementFlagTests : FlagTestBase
{
    [Theory]
    [InlineData("phq-9")]
    [InlineData("gad-7")]
    [InlineData("pcl-5")]
    public void A_score_is_stale_in_treatment_on_its_thirty_first_day_per_instrument(string code)
    {
        var story = Enrolled.Scored(Instruments.ByCode(code)!, 10, 8);
        AssertBegins(story, "F05", 41);
        Assert.Equal(code, story.Flag("F05", 41)!.Instrument);
        AssertClears(story.Scored(Instruments.ByCode(code)!, 50, 8), "F05", 50);
    }

    [Fact]
    public void In_relapse_prevention_a_score_is_stale_on_its_ninety_first_day() => AssertBegins(Enrolled.Phq9(10, 8).RelapsePrevention(20), "F05", 101);

    [Fact]
    public void Every_stale_instrument_is_flagged_and_those_never_given_are_not() =>
        Assert.Equal(["phq-9", "pcl-5"], Enrolled.Phq9(10, 8).Pcl5(10, 40).Flags(60).Where(f => f.Id == "F05").Select(f => f.Instrument));

    [Fact]
    public void A_missing_baseline_is_flagged_on_day_fourteen()
    {
        AssertBegins(Enrolled.Gad7(0, 8), "F25", 14); // the primary scale is PHQ-9
        AssertClears(Enrolled.Phq9(20, 8), "F25", 20);
        Assert.True(Enrolled.Phq9(-3, 12).Raises("F25", 14)); // a score from before enrolment is no baseline
    }

    [Fact]
    public void Doubtful_facts_are_flagged_until_somebody_settles_them()
    {
        AssertBegins(Enrolled.Doubtful(9), "F26", 9);
        AssertClears(Enrolled.Doubtful(9, 20), "F26", 20);
    }

    [Fact]
    public void A_first_score_from_before_enrolment_is_pointed_out_until_a_better_one_replaces_it()
    {
        Assert.True(Enrolled.Phq9(-3, 12).Raises("F26", 5));
        AssertClears(Enrolled.Phq9(-3, 12).Phq9(7, 11), "F26", 7);
    }

    [Fact]
    public void A_received_score_may_wait_two_business_days()
    {
        AssertBegins(Enrolled.Received(Instruments.Gad7, 0, 8, receivedDay: 0), "F30", 3); // Wednesday; due Friday; flagged Saturday
        AssertBegins(Enrolled.Received(Instruments.Gad7, 2, 8, receivedDay: 2), "F30", 7); // Friday; due Tuesday; flagged Wednesday
        AssertBegins(Enrolled.Received(Instruments.Gad7, 2, 8, receivedDay: 3), "F30", 7); // Saturday; due Tuesday as well
    }

    [Fact]
    public void A_received_score_with_a_safety_answer_may_not_wait_at_all()
    {
        AssertBegins(Enrolled.Received(Instruments.Phq9, 4, 8, receivedDay: 4, item9: 1), "F30", 4);
        Assert.False(Enrolled.Received(Instruments.Phq9, 4, 8, receivedDay: 4, item9: 0).Raises("F30", 4));
    }

    [Fact]
    public void Reviewing_clears_it_and_what_the_team_took_itself_needs_none()
    {
        AssertClears(Enrolled.Received(Instruments.Gad7, 0, 8, receivedDay: 0, reviewedDay: 9), "F30", 9);
        Assert.False(Enrolled.Gad7(0, 8).Raises("F30", 30));
    }
}
