using Registry.Clinical;

namespace Registry.UnitTests.Clinical;

public sealed class ContactFlagTests : FlagTestBase
{
    [Fact]
    public void Contact_is_overdue_on_the_thirty_first_day_of_treatment_without_one() => AssertBegins(Enrolled.Contact(10), "F06", 41);

    [Fact]
    public void Without_any_follow_up_the_initial_assessment_counts() => AssertBegins(Enrolled, "F06", 31);

    [Fact]
    public void In_relapse_prevention_sixty_days_are_allowed() => AssertBegins(Enrolled.Contact(10).RelapsePrevention(12), "F06", 71);

    [Fact]
    public void A_contact_clears_what_was_overdue() => AssertClears(Enrolled.Contact(10).Contact(50), "F06", 50);

    [Fact]
    public void Attempts_do_not_clear_it_but_are_shown()
    {
        var flag = Enrolled.Contact(10).Attempt(20).NoShow(30).Attempt(41).Flag("F06", 45)!;
        Assert.Contains(flag.Inputs, input => input is { Name: "attemptsSince", Value: 3 });
        Assert.Contains("3 attempts", flag.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ContactPurpose.Scheduling, ContactMode.Phone, true)]
    [InlineData(ContactPurpose.CareCoordination, ContactMode.Phone, true)]
    [InlineData(ContactPurpose.FollowUp, ContactMode.Message, true)]
    [InlineData(ContactPurpose.FollowUp, ContactMode.Video, false)]
    public void Scheduling_coordination_messages_and_missed_visits_are_no_contact(ContactPurpose purpose, ContactMode mode, bool kept) =>
        Assert.True(Enrolled.Contact(30, 15, purpose, mode, kept).Raises("F06", 31));

    [Fact]
    public void A_caregiver_reached_is_contact() => Assert.False(Enrolled.Contact(30, 15, ContactPurpose.Collateral).Raises("F06", 31));

    [Fact]
    public void Returning_to_treatment_brings_the_shorter_limit_back()
    {
        var story = Enrolled.Contact(10).RelapsePrevention(12).Became(50, EpisodeStatus.Treatment);
        AssertBegins(story, "F06", 50);
    }

    [Fact]
    public void A_patient_in_treatment_is_lost_on_the_sixty_first_day() => AssertBegins(Enrolled.Contact(10), "F07", 71);

    [Fact]
    public void Lost_ends_with_a_contact_and_with_discharge_and_is_not_said_of_relapse_prevention()
    {
        AssertClears(Enrolled.Contact(10).Contact(80), "F07", 80);
        AssertClears(Enrolled.Contact(10).Became(80, EpisodeStatus.Inactive), "F07", 80);
        Assert.False(Enrolled.Contact(10).RelapsePrevention(12).Raises("F07", 90));
    }

    [Fact]
    public void Ending_the_episode_is_proposed_on_the_ninetieth_day_without_contact()
    {
        AssertBegins(Enrolled.Contact(10), "F08", 100);
        AssertBegins(Enrolled.Contact(10).RelapsePrevention(12), "F08", 100);
        AssertClears(Enrolled.Contact(10).Contact(105), "F08", 105);
        Assert.Contains(Enrolled.Contact(10).Flag("F08", 120)!.Inputs, input => input.Name == "proposedDischarge" && input.On == Day0.PlusDays(100));
    }

    [Fact]
    public void The_first_follow_up_is_due_from_day_fourteen_and_missed_for_good_after_day_twenty_eight()
    {
        AssertBegins(Enrolled, "F09", 14);
        var due = Enrolled.Flag("F09", 28)!;
        Assert.Equal((FlagSeverity.Attention, Enrolled.On(29)), (due.Severity, due.NextEvaluation!.Value));
        var missed = Enrolled.Contact(29).Flag("F09", 29)!;
        Assert.Equal((FlagSeverity.Information, null), (missed.Severity, missed.NextEvaluation));
        Assert.True(Enrolled.Contact(29).Raises("F09", 300));
    }

    [Theory]
    [InlineData(28, false)] // in time on the last day
    [InlineData(29, true)]
    public void A_contact_by_day_twenty_eight_answers_for_early_follow_up(int day, bool missed) =>
        Assert.Equal(missed, Enrolled.Contact(day).Raises("F09", 40));

    [Fact]
    public void A_second_contact_on_the_day_of_the_assessment_is_no_early_follow_up() => Assert.True(Enrolled.Contact(0).Raises("F09", 14));

    [Fact]
    public void A_follow_up_in_time_clears_the_warning() => AssertClears(Enrolled.Contact(20), "F09", 20);
}
