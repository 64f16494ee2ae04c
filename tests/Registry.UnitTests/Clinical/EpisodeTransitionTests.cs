using NodaTime;
using Registry.Clinical;

namespace Registry.UnitTests.Clinical;

public sealed class EpisodeTransitionTests
{
    private static readonly LocalDate Day0 = new(2024, 1, 10);

    [Fact]
    public void Only_the_steps_of_the_care_model_are_allowed()
    {
        var allowed = new HashSet<(EpisodeStatus, EpisodeStatus)>
        {
            (EpisodeStatus.Referred, EpisodeStatus.Treatment), (EpisodeStatus.Referred, EpisodeStatus.Inactive),
            (EpisodeStatus.Treatment, EpisodeStatus.RelapsePrevention), (EpisodeStatus.Treatment, EpisodeStatus.Inactive),
            (EpisodeStatus.RelapsePrevention, EpisodeStatus.Treatment), (EpisodeStatus.RelapsePrevention, EpisodeStatus.Inactive),
        };
        foreach (var from in Enum.GetValues<EpisodeStatus>())
        {
            foreach (var to in Enum.GetValues<EpisodeStatus>())
            {
                var refusal = EpisodeTransitions.Refuse(Standing(from), to, Day0.PlusDays(100), to is EpisodeStatus.Inactive ? DischargeReason.Withdrew : null);
                Assert.Equal(allowed.Contains((from, to)), refusal is null);
                Assert.Equal(from is EpisodeStatus.Inactive, refusal?.Code == "episode-closed");
            }
        }
    }

    [Fact]
    public void Treatment_begins_with_an_initial_assessment_by_that_day()
    {
        var referred = Story.Referred(Day0).Contact(5, 50, ContactPurpose.InitialAssessment).Facts;
        Assert.Equal("initial-assessment-required", Refuse(referred, EpisodeStatus.Treatment, 4));
        Assert.Null(Refuse(referred, EpisodeStatus.Treatment, 5));
        Assert.NotNull(Refuse(Story.Referred(Day0).Contact(5, 50, ContactPurpose.InitialAssessment, kept: false).Facts, EpisodeStatus.Treatment, 5));
    }

    [Fact]
    public void Relapse_prevention_begins_with_a_plan_by_that_day()
    {
        var episode = Story.Enrolled(Day0).Plan(60).Facts;
        Assert.Equal("plan-required", Refuse(episode, EpisodeStatus.RelapsePrevention, 59));
        Assert.Null(Refuse(episode, EpisodeStatus.RelapsePrevention, 60));
    }

    [Fact]
    public void No_change_may_lie_before_the_last_one_and_the_same_day_is_allowed()
    {
        var episode = Story.Enrolled(Day0).Plan(20).RelapsePrevention(30).Facts;
        Assert.Equal("before-last-status", Refuse(episode, EpisodeStatus.Treatment, 29));
        Assert.Null(Refuse(episode, EpisodeStatus.Treatment, 30));
    }

    [Fact]
    public void A_discharge_needs_its_reason_and_nothing_else_has_one()
    {
        var episode = Story.Enrolled(Day0).Plan(20).Facts;
        Assert.Equal("discharge-reason-required", Refuse(episode, EpisodeStatus.Inactive, 30));
        Assert.Equal("discharge-reason-unexpected", Refuse(episode, EpisodeStatus.RelapsePrevention, 30, DischargeReason.Graduated));
        Assert.All(Enum.GetValues<DischargeReason>(), reason => Assert.Null(Refuse(episode, EpisodeStatus.Inactive, 200, reason)));
    }

    [Fact]
    public void A_referral_ends_only_for_reasons_that_need_no_care_to_have_begun() =>
        Assert.All(Enum.GetValues<DischargeReason>(), reason => Assert.Equal(
            reason is DischargeReason.Graduated or DischargeReason.AdministrativeInactivity ? "discharge-reason-not-for-referral" : null,
            Refuse(Story.Referred(Day0).Facts, EpisodeStatus.Inactive, 5, reason)));

    [Theory]
    [InlineData(99, "not-inactive-yet")]
    [InlineData(100, null)] // ninety days after the contact of day ten
    public void Closing_for_inactivity_waits_for_ninety_days_without_contact(int day, string? refusal) =>
        Assert.Equal(refusal, Refuse(Story.Enrolled(Day0).Contact(10).Attempt(50).Facts, EpisodeStatus.Inactive, day, DischargeReason.AdministrativeInactivity));

    [Fact]
    public void An_episode_closed_for_inactivity_ends_ninety_days_after_its_last_contact()
    {
        Assert.Equal(Day0.PlusDays(100), EpisodeTransitions.InactiveFrom(Story.Enrolled(Day0).Contact(10).NoShow(40).Facts));
        Assert.Equal(Day0.PlusDays(90), EpisodeTransitions.InactiveFrom(Story.Enrolled(Day0).Facts));
    }

    [Fact]
    public void A_patient_has_one_open_episode_and_none_that_overlap()
    {
        var (open, ended, later) = (new Stay(Day0, null), new Stay(Day0, Day0.PlusDays(30)), new Stay(Day0.PlusDays(40), null));

        Assert.Null(Opening(0));
        Assert.Equal(Refusals.EpisodeAlreadyOpen, Opening(400, open));
        Assert.Equal(EpisodeTransitions.OverlapsEpisode, Opening(29, ended));
        Assert.Null(Opening(30, ended));
        Assert.Equal(Refusals.EpisodeAlreadyOpen, Opening(29, ended, later));
    }

    [Fact]
    public void A_stay_that_has_ended_may_lie_before_and_between_others_and_not_across_them()
    {
        Stay[] others = [new(Day0, Day0.PlusDays(10)), new(Day0.PlusDays(20), null)];

        Assert.Null(EpisodeTransitions.RefuseStay(others, new(Day0.PlusDays(-5), Day0)));
        Assert.Null(EpisodeTransitions.RefuseStay(others, new(Day0.PlusDays(10), Day0.PlusDays(20))));
        Assert.Equal(EpisodeTransitions.OverlapsEpisode, EpisodeTransitions.RefuseStay(others, new(Day0.PlusDays(-5), Day0.PlusDays(1))));
        Assert.Equal(EpisodeTransitions.OverlapsEpisode, EpisodeTransitions.RefuseStay(others, new(Day0.PlusDays(12), Day0.PlusDays(21))));
    }

    private static Refusal? Opening(int day, params Stay[] others) => EpisodeTransitions.RefuseStay(others, new(Day0.PlusDays(day), null));

    private static EpisodeFacts Standing(EpisodeStatus status) => status switch
    {
        EpisodeStatus.Referred => Story.Referred(Day0).Contact(1, 50, ContactPurpose.InitialAssessment).Facts,
        EpisodeStatus.Treatment => Story.Enrolled(Day0).Plan(20).Facts,
        _ => Story.Enrolled(Day0).Plan(20).Became(50, status).Facts,
    };

    private static string? Refuse(EpisodeFacts episode, EpisodeStatus to, int day, DischargeReason? reason = null) =>
        EpisodeTransitions.Refuse(episode, to, Day0.PlusDays(day), reason)?.Code;
}
