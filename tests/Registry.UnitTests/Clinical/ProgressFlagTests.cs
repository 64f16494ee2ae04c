using Registry.Clinical;

namespace Registry.UnitTests.Clinical;

public sealed class ProgressFlagTests : FlagTestBase
{
    [Fact]
    public void Not_improved_is_said_from_day_fifty_six_on() => AssertBegins(Enrolled.Phq9(0, 18).Phq9(50, 16), "F11", 56);

    [Theory]
    [InlineData(18, 10, true)]  // neither half nor under 10
    [InlineData(18, 9, false)]  // exactly half
    [InlineData(12, 9, false)]  // under 10
    [InlineData(10, 10, true)]  // just elevated
    [InlineData(9, 9, false)]   // never elevated, so never unimproved
    public void Not_improved_follows_the_profile(int first, int last, bool raised) =>
        Assert.Equal(raised, Enrolled.Phq9(0, first).Phq9(50, last).Raises("F11", 60));

    [Fact]
    public void The_profile_in_force_decides_and_is_named()
    {
        var story = Enrolled.Phq9(0, 12).Phq9(50, 9);
        Assert.False(story.Raises("F11", 60, OutcomeProfile.Bao));
        Assert.Equal("hedis", story.Flag("F11", 60, OutcomeProfile.Hedis)!.Profile);
        Assert.Equal("five-point", story.Flag("F11", 60, OutcomeProfile.FivePoint)!.Profile); // 3 points are too few
    }

    [Fact]
    public void One_score_alone_is_not_measured_rather_than_not_improved()
    {
        var story = Enrolled.Phq9(0, 18).Phq9(0, 17);
        Assert.False(story.Raises("F11", 90));
        Assert.False(story.Raises("F13", 90));
        AssertBegins(story, "F25b", 56);
        AssertClears(Enrolled.Phq9(0, 18).Phq9(70, 17), "F25b", 70);
    }

    [Fact]
    public void Improvement_clears_it_and_relapse_prevention_does_not_ask()
    {
        AssertClears(Enrolled.Phq9(0, 18).Phq9(50, 16).Phq9(80, 9), "F11", 80);
        AssertClears(Enrolled.Phq9(0, 18).Phq9(50, 16).RelapsePrevention(80), "F11", 80);
    }

    [Fact]
    public void A_score_from_before_enrolment_is_no_baseline() => Assert.False(Enrolled.Phq9(-5, 18).Phq9(50, 18).Raises("F11", 60));

    [Fact]
    public void New_York_judges_on_the_seventieth_day()
    {
        AssertBegins(Enrolled.Phq9(0, 18).Phq9(50, 16), "F13", 70);
        AssertClears(Enrolled.Phq9(0, 18).Phq9(50, 16).Phq9(90, 9), "F13", 90);
    }

    [Fact]
    public void Where_New_Yorks_rate_is_followed_to_the_letter_the_unmeasured_count_as_not_improved_at_ten_weeks()
    {
        var parameters = FlagParameters.Default with { TenWeekCountsUnmeasured = true };
        var story = Enrolled.Phq9(0, 18).Phq9(90, 9);
        Assert.Equal([false, true, true, false], new[] { 69, 70, 89, 90 }.Select(day => story.Raises("F13", day, parameters: parameters)));
        Assert.False(Enrolled.Phq9(0, 9).Raises("F13", 80, parameters: parameters)); // never elevated
    }

    [Fact]
    public void Ten_weeks_are_judged_by_the_New_York_profile_whatever_the_caller_uses_and_in_relapse_prevention_too()
    {
        Assert.False(Enrolled.Phq9(0, 12).Phq9(50, 9).Raises("F13", 80, OutcomeProfile.Hedis));
        Assert.Equal("nys-2025", Enrolled.Phq9(0, 18).Phq9(50, 16).Flag("F13", 80, OutcomeProfile.Hedis)!.Profile);
        Assert.True(Enrolled.Phq9(0, 18).Phq9(50, 16).RelapsePrevention(60).Raises("F13", 80));
    }

    [Theory]
    [InlineData("phq-9", 5, 9, 10)]
    [InlineData("gad-7", 1, 4, 5)]
    [InlineData("pcl-5", 10, 19, 20)]
    public void Worsening_starts_at_five_four_and_ten_points_above_the_first(string code, int first, int notYet, int worse)
    {
        var instrument = Instruments.ByCode(code)!;
        Assert.False(Enrolled.Scored(instrument, 0, first).Scored(instrument, 20, notYet).Raises("F14", 20));
        AssertBegins(Enrolled.Scored(instrument, 0, first).Scored(instrument, 20, worse), "F14", 20);
        AssertClears(Enrolled.Scored(instrument, 0, first).Scored(instrument, 20, worse).Scored(instrument, 40, notYet), "F14", 40);
    }

    [Fact]
    public void Worsening_names_every_instrument_it_holds_for()
    {
        var flag = Enrolled.Phq9(0, 5).Gad7(0, 3).Phq9(20, 14).Gad7(20, 9).Flag("F14", 20)!;
        Assert.Equal([("first", 5), ("last", 14), ("rise", 9), ("first", 3), ("last", 9), ("rise", 6)], flag.Inputs.Select(i => (i.Name, i.Value!.Value)));
        Assert.Equal("PHQ-9 14 on 2024-01-30, up 9 from 5 on 2024-01-10; GAD-7 9 on 2024-01-30, up 6 from 3 on 2024-01-10.", flag.Text);
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    public void A_jump_is_a_rise_from_the_score_before(int rise, bool raised) =>
        Assert.Equal(raised, Enrolled.Phq9(0, 20).Phq9(20, 8).Phq9(40, 8 + rise).Raises("F15", 40));

    [Theory]
    [InlineData(90, true)]
    [InlineData(91, false)] // too far apart to call it a jump
    public void A_jump_compares_scores_at_most_ninety_days_apart(int gap, bool raised) =>
        Assert.Equal(raised, Enrolled.Phq9(0, 8).Phq9(gap, 15).Raises("F15", gap));

    [Fact]
    public void The_next_score_ends_a_jump() => AssertClears(Enrolled.Phq9(0, 8).Phq9(20, 15).Phq9(40, 14), "F15", 40);

    [Theory]
    [InlineData("phq-9", 19, 20)]
    [InlineData("gad-7", 14, 15)]
    public void Severe_begins_with_the_severe_band(string code, int notYet, int severe)
    {
        var instrument = Instruments.ByCode(code)!;
        Assert.False(Enrolled.Scored(instrument, 0, notYet).Raises("F16", 0));
        AssertBegins(Enrolled.Scored(instrument, 3, severe), "F16", 3);
        AssertClears(Enrolled.Scored(instrument, 3, severe).Scored(instrument, 30, notYet), "F16", 30);
    }

    [Fact]
    public void A_flag_is_no_older_than_the_episode_even_when_its_score_is() =>
        Assert.Equal(Day0, Enrolled.Phq9(-5, 22).Flag("F16", 3)!.Since);

    [Fact]
    public void A_PCL_5_is_never_severe() => Assert.False(Enrolled.Pcl5(0, 80).Raises("F16", 0));

    [Fact]
    public void Unchanged_treatment_is_flagged_fifty_seven_days_after_the_last_change()
    {
        var story = Enrolled.Phq9(0, 18).Phq9(50, 16);
        AssertBegins(story, "F24", 56); // no change on record at all
        AssertBegins(story.TreatmentChanged(20), "F24", 77);
        AssertClears(Enrolled.Phq9(0, 18).Phq9(50, 16).TreatmentChanged(60), "F24", 60);
    }

    [Theory]
    [InlineData("phq-9", "F11")]
    [InlineData("gad-7", "F11")]
    [InlineData("pcl-5", "F11")]
    public void The_primary_scale_alone_decides_whether_a_patient_improved(string primary, string flag)
    {
        var story = Enrolled.JudgedBy(Instruments.ByCode(primary)!).Phq9(0, 18).Gad7(0, 18).Pcl5(0, 50);
        foreach (var instrument in Instruments.Tracked) story.Scored(instrument, 50, instrument.Code == primary ? instrument.MaxTotal / 2 + 8 : 0);
        Assert.True(story.Raises(flag, 60));
    }
}
