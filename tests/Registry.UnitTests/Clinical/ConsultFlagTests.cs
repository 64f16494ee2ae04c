using Registry.Clinical;

namespace Registry.UnitTests.Clinical;

public sealed class ConsultFlagTests : FlagTestBase
{
    /// <summary>Elevated, measured again on day 50, and not improved.</summary>
    private static Story NotImproving => Enrolled.Phq9(0, 18).Phq9(50, 16);

    [Fact]
    public void A_request_stands_until_a_consultation_of_that_day_or_later()
    {
        AssertBegins(Enrolled.Consult(8).ConsultRequested(9), "F03", 9);
        AssertClears(Enrolled.ConsultRequested(9).Consult(15), "F03", 15);
        Assert.False(Enrolled.ConsultRequested(9).Consult(9).Raises("F03", 9)); // the same day answers it
        AssertClears(Enrolled.ConsultRequested(9, withdrawnDay: 12), "F03", 12);
    }

    [Fact]
    public void A_request_names_its_reason() => Assert.Contains(Enrolled.ConsultRequested(9, reason: "diagnostic").Flag("F03", 9)!.Inputs, input => input.Code == "diagnostic");

    [Fact]
    public void A_new_patient_never_consulted_on_is_due_on_day_thirty() => AssertBegins(Enrolled, "F10", 30);

    [Fact]
    public void A_consultation_on_the_day_of_the_assessment_answers_for_a_new_patient() => Assert.False(Enrolled.Consult(0).Raises("F10", 30));

    [Fact]
    public void A_consultation_clears_it_and_relapse_prevention_does_not_ask_for_it()
    {
        AssertClears(Enrolled.Consult(45), "F10", 45);
        Assert.False(Enrolled.RelapsePrevention(20).Raises("F10", 60));
    }

    [Fact]
    public void A_patient_not_improving_is_due_for_consultation_from_day_fifty_six_to_eighty_four_and_overdue_after()
    {
        AssertBegins(NotImproving, "F12", 56);
        Assert.Equal((FlagSeverity.Attention, Day0.PlusDays(85)), (NotImproving.Flag("F12", 84)!.Severity, NotImproving.Flag("F12", 84)!.NextEvaluation!.Value));
        Assert.Equal((FlagSeverity.Warning, null), (NotImproving.Flag("F12", 85)!.Severity, NotImproving.Flag("F12", 85)!.NextEvaluation));
    }

    [Theory]
    [InlineData(55, true)]  // one day before the window does not answer
    [InlineData(56, false)]
    public void Only_a_consultation_since_day_fifty_six_answers(int day, bool due) => Assert.Equal(due, NotImproving.Consult(day).Raises("F12", 60));

    [Fact]
    public void A_consultation_without_a_recommendation_does_not_answer() => Assert.True(NotImproving.Consult(57, recommendation: false).Raises("F12", 60));

    [Fact]
    public void A_consultation_older_than_sixty_days_has_to_be_renewed()
    {
        AssertBegins(NotImproving.Consult(57), "F12", 118); // 60 days on day 117, 61 on day 118
        Assert.Equal(FlagSeverity.Warning, NotImproving.Consult(57).Flag("F12", 118)!.Severity);
    }

    [Fact]
    public void Improvement_and_a_consultation_both_clear_it()
    {
        AssertClears(NotImproving.Consult(70), "F12", 70);
        AssertClears(NotImproving.Phq9(70, 9), "F12", 70);
    }

    [Fact]
    public void An_open_recommendation_is_flagged_on_the_fifteenth_day()
    {
        AssertBegins(Enrolled.Recommended(10), "F29", 25);
        AssertClears(Enrolled.Recommended(10, RecommendationState.Declined, 30), "F29", 30);
        Assert.False(Enrolled.Recommended(10, RecommendationState.Accepted, 24).Raises("F29", 60));
    }
}
