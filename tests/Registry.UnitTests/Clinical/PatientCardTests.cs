using Registry.Clinical;

namespace Registry.UnitTests.Clinical;

/// <summary>What a clinician sees on opening the chart: one thing, and mostly nothing.</summary>
public sealed class PatientCardTests : FlagTestBase
{
    private static PatientCard? Card(Story story, int day) =>
        PatientCard.Of(EpisodeSummary.Of(story.Facts, story.On(day), FlagParameters.Default, OutcomeProfile.Nys2025));

    [Fact]
    public void Who_is_newly_enrolled_or_getting_better_has_no_card()
    {
        Assert.Null(Card(Enrolled, 5));
        Assert.Null(Card(Enrolled.Phq9(0, 18, 0).Consult(20).Phq9(28, 8, 0).Contact(30), 35));
    }

    [Theory]
    [InlineData(1, CardIndicator.Warning)]
    [InlineData(2, CardIndicator.Critical)]
    [InlineData(3, CardIndicator.Critical)]
    public void A_self_harm_answer_above_zero_is_a_card_by_its_tier(int answer, CardIndicator indicator) =>
        Assert.Equal(indicator, Card(Enrolled.Phq9(5, 8, answer), 6)!.Indicator);

    [Fact]
    public void What_the_team_has_answered_is_a_card_no_more_but_a_grave_concern_that_was_only_seen_stays()
    {
        Assert.Null(Card(Enrolled.Phq9(5, 8, 2).Acknowledged("F01", 6, "safety-plan"), 7));
        Assert.Equal(CardIndicator.Critical, Card(Enrolled.Phq9(5, 8, 2).Acknowledged("F01", 6), 7)!.Indicator);
        Assert.Null(Card(Enrolled.Phq9(5, 8, 1).Acknowledged("F01", 6), 7));
    }

    [Fact]
    public void The_gravest_reason_is_the_only_one()
    {
        var worse = Enrolled.Phq9(0, 12, 0).Phq9(20, 18, 0);
        Assert.Contains("worse", Card(worse, 21)!.Summary, StringComparison.Ordinal);
        Assert.Contains("safety", Card(worse.Phq9(22, 19, 3), 23)!.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Not_improving_is_a_card_from_the_fifty_sixth_day_on_and_not_before()
    {
        var story = Enrolled.Phq9(0, 15, 0).Consult(20).Phq9(50, 14, 0).Contact(50);
        Assert.Null(Card(story, 55));
        Assert.Equal(CardIndicator.Warning, Card(story, 56)!.Indicator);
        Assert.Contains("eight weeks", Card(story, 56)!.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void A_review_that_is_due_is_information()
    {
        var due = Enrolled.Phq9(0, 15, 0).Contact(25);
        Assert.Null(Card(due, 29));
        Assert.Equal(CardIndicator.Info, Card(due, 30)!.Indicator);
    }

    [Fact]
    public void No_card_is_too_long_or_tells_a_score()
    {
        foreach (var story in (Story[])[Enrolled.Phq9(5, 27, 3), Enrolled.Phq9(0, 12, 0).Phq9(20, 26, 0), Enrolled.Phq9(0, 25, 0).Contact(25)])
        {
            var card = Card(story, 30)!;
            Assert.InRange(card.Summary.Length, 1, 139);
            Assert.DoesNotContain("26", card.Summary + card.Detail, StringComparison.Ordinal);
            Assert.DoesNotContain("27", card.Summary + card.Detail, StringComparison.Ordinal);
        }
    }
}
