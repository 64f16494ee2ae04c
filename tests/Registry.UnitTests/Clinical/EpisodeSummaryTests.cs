using NodaTime;
using Registry.Clinical;

namespace Registry.UnitTests.Clinical;

public sealed class EpisodeSummaryTests
{
    private static readonly LocalDate Day0 = new(2024, 1, 10);

    [Fact]
    public void An_episode_is_on_no_caseload_before_it_begins_nor_from_its_discharge_on()
    {
        var story = Story.Enrolled(Day0).Became(100, EpisodeStatus.Inactive);
        Assert.Equal([false, true, true, false], new[] { -1, 0, 99, 100 }.Select(day => Summary(story, day).IsActive));
    }

    [Fact]
    public void A_score_after_discharge_belongs_to_no_closed_episode_but_one_of_the_day_itself_does()
    {
        var story = Story.Enrolled(Day0).Phq9(0, 15).Phq9(100, 4).Phq9(101, 20).Became(100, EpisodeStatus.Inactive);
        Assert.Equal(4, Summary(story, 200).Phq9.Last!.Value.Total);
    }

    [Fact]
    public void Attempts_are_counted_since_the_last_contact_whatever_order_contacts_come_in()
    {
        var facts = Story.Enrolled(Day0).Attempt(5).Contact(10).Attempt(12).NoShow(15).Facts;
        var shuffled = new EpisodeFacts
        {
            EpisodeId = facts.EpisodeId,
            PatientId = facts.PatientId,
            EnrolledOn = Day0,
            PrimaryScale = Instruments.Phq9,
            StatusChanges = facts.StatusChanges,
            Contacts = [.. facts.Contacts.Reverse()],
        };
        var summary = EpisodeSummary.Of(shuffled, Day0.PlusDays(20), FlagParameters.Default, OutcomeProfile.Nys2025);
        Assert.Equal((2, Day0.PlusDays(10), Day0.PlusDays(10)), (summary.AttemptsSinceContact, summary.LastContact!.Value, summary.FirstFollowUp!.Value));
    }

    [Fact]
    public void The_points_that_mean_worsening_are_those_of_the_instruments() =>
        Assert.All(Instruments.Tracked, instrument => Assert.Equal(instrument.ChangeThreshold, FlagParameters.Default.Worsening.For(instrument)));

    [Fact]
    public void Every_rule_has_its_own_name_and_the_table_holds_all_thirty_one_and_the_two_unknowns()
    {
        var numbered = Enumerable.Range(1, 31).Select(n => $"F{n:00}").Append("F01u").Append("F25b").Order();
        Assert.Equal(numbered, Flags.InReviewOrder.Select(f => f.Id).Distinct().Order());
        Assert.Equal(Flags.InReviewOrder.Count, Flags.InReviewOrder.Select(f => (f.Name, f.Instrument)).Distinct().Count());
        Assert.All(Flags.InReviewOrder, flag => Assert.EndsWith(".", flag.Rule, StringComparison.Ordinal));
    }

    /// <summary>A hundred thousand episodes a second leave no room for garbage: an episode with nothing to say costs its summary only.</summary>
    [Fact]
    public void An_episode_that_raises_nothing_costs_less_than_a_kilobyte()
    {
        var story = Story.Enrolled(Day0).Ready().Consult(3).TreatmentChanged(60);
        for (var day = 0; day <= 200; day += 10) story.Contact(day).Phq9(day, 9, 0).Gad7(day, 8);
        var (facts, asOf) = (story.Facts, Day0.PlusDays(201));
        Assert.Empty(Flags.Raised(facts, asOf, FlagParameters.Default, OutcomeProfile.Nys2025));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) Flags.Raised(facts, asOf, FlagParameters.Default, OutcomeProfile.Nys2025);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 1000, 1, 1024);
    }

    private static EpisodeSummary Summary(Story story, int day) =>
        EpisodeSummary.Of(story.Facts, story.On(day), FlagParameters.Default, OutcomeProfile.Nys2025);
}
