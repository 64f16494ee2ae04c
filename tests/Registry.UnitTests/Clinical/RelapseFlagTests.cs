using Registry.Clinical;

namespace Registry.UnitTests.Clinical;

public sealed class RelapseFlagTests : FlagTestBase
{
    [Theory]
    [InlineData("phq-9")]
    [InlineData("gad-7")]
    public void Ten_or_more_in_relapse_prevention_is_a_relapse(string code)
    {
        var instrument = Instruments.ByCode(code)!;
        Story Later(int total) => Enrolled.Scored(instrument, 0, 18).Scored(instrument, 40, 8).RelapsePrevention(50).Scored(instrument, 80, total);
        Assert.False(Later(9).Raises("F20", 80));
        AssertBegins(Later(10), "F20", 80);
        AssertClears(Later(10).Scored(instrument, 100, 9), "F20", 100);
    }

    [Theory]
    [InlineData("phq-9", 2, 6, 7)]
    [InlineData("gad-7", 2, 5, 6)]
    [InlineData("pcl-5", 12, 21, 22)]
    public void A_rise_since_the_phase_began_is_a_relapse_too(string code, int atStart, int notYet, int relapse)
    {
        var instrument = Instruments.ByCode(code)!;
        Assert.False(Enrolled.Scored(instrument, 40, atStart).RelapsePrevention(50).Scored(instrument, 80, notYet).Raises("F20", 80));
        AssertBegins(Enrolled.Scored(instrument, 40, atStart).RelapsePrevention(50).Scored(instrument, 80, relapse), "F20", 80);
    }

    [Fact]
    public void A_rise_says_from_where_and_a_high_score_that_is_none_only_what_it_is()
    {
        string Said(int atStart, int last) => Enrolled.Phq9(0, 18).Phq9(40, atStart).RelapsePrevention(50).Phq9(80, last).Flag("F20", 80)!.Text;
        Assert.EndsWith(", up 5 from 3 on 2024-02-19.", Said(3, 8), StringComparison.Ordinal);
        Assert.DoesNotContain("up", Said(8, 11), StringComparison.Ordinal);
    }

    [Fact]
    public void A_high_PCL_5_alone_is_no_relapse() => Assert.False(Enrolled.Pcl5(40, 60).RelapsePrevention(50).Pcl5(80, 61).Raises("F20", 80));

    [Fact]
    public void Back_in_treatment_it_is_no_longer_a_relapse()
    {
        var story = Enrolled.Phq9(0, 18).RelapsePrevention(50).Phq9(80, 14).Became(90, EpisodeStatus.Treatment);
        AssertClears(story, "F20", 90);
        Assert.False(Enrolled.Phq9(0, 18).Phq9(40, 14).Raises("F20", 60));
    }

    [Fact]
    public void Relapse_prevention_without_a_plan_is_flagged_until_there_is_one()
    {
        AssertBegins(Enrolled.RelapsePrevention(50), "F21", 50);
        AssertClears(Enrolled.RelapsePrevention(50).Plan(60), "F21", 60);
    }

    [Fact]
    public void A_plan_is_out_of_date_the_day_after_its_twelve_months()
    {
        var story = Story.Enrolled(new(2024, 2, 1)).Plan(28).RelapsePrevention(28); // 29 February 2024
        Assert.False(story.Raises("F21", 393));                                     // 28 February 2025
        AssertBegins(story, "F21", 394);                                            // 1 March 2025
    }

    [Fact]
    public void Nine_months_are_long_and_a_year_is_very_long()
    {
        AssertBegins(Enrolled, "F23", 273);
        Assert.Equal((FlagSeverity.Attention, Day0.PlusDays(365)), (Enrolled.Flag("F23", 364)!.Severity, Enrolled.Flag("F23", 364)!.NextEvaluation!.Value));
        Assert.Equal((FlagSeverity.Warning, null), (Enrolled.Flag("F23", 365)!.Severity, Enrolled.Flag("F23", 365)!.NextEvaluation));
        AssertClears(Enrolled.Became(300, EpisodeStatus.Inactive), "F23", 300);
    }
}
