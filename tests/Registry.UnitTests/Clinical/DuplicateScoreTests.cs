using Registry.Clinical;

namespace Registry.UnitTests.Clinical;

public sealed class DuplicateScoreTests : FlagTestBase
{
    [Fact]
    public void Two_equal_scores_of_one_day_are_pointed_out()
    {
        var flag = Enrolled.Phq9(20, 14).Phq9(20, 14).Flag("F26", 20)!;
        Assert.Equal(("duplicate", 14), (Assert.Single(flag.Inputs).Name, flag.Inputs[0].Value));
    }

    [Fact]
    public void Those_from_before_enrolment_are_pointed_out_from_enrolment_on() => AssertBegins(Enrolled.Phq9(-4, 14).Phq9(-4, 14).Phq9(0, 12), "F26", 0);

    [Fact]
    public void Another_total_another_day_or_another_form_is_none()
    {
        Assert.False(Enrolled.Phq9(20, 14).Phq9(20, 13).Raises("F26", 20));
        Assert.False(Enrolled.Phq9(20, 14).Phq9(21, 14).Raises("F26", 21));
        Assert.False(Enrolled.Phq9(20, 14).Scored(Instruments.Phq9M, 20, 14).Raises("F26", 20));
        Assert.False(Enrolled.Phq9(20, 14).Gad7(20, 14).Raises("F26", 20));
    }
}
