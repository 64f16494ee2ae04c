using Registry.Clinical;

namespace Registry.UnitTests.Clinical;

/// <summary>PHQ-9M is the PHQ-9 of ages 11 to 17: nobody is hidden because of the form, and coming of age interrupts no course.</summary>
public sealed class AdolescentTests : FlagTestBase
{
    private static Story Young => Story.Enrolled(Day0).JudgedBy(Instruments.Phq9M);

    [Theory]
    [InlineData("F05", 60)]
    [InlineData("F14", 21)]
    [InlineData("F15", 21)]
    [InlineData("F16", 21)]
    public void Scores_of_PHQ_9M_raise_what_scores_of_PHQ_9_raise(string flag, int day)
    {
        Story Course(Instrument instrument) => Young.Scored(instrument, 0, 12).Scored(instrument, 20, 21);
        Assert.True(Course(Instruments.Phq9).Raises(flag, day));
        Assert.True(Course(Instruments.Phq9M).Raises(flag, day));
        Assert.False(Young.Scored(Instruments.Phq9M, 0, 12).Scored(Instruments.Phq9M, 20, 12).Raises(flag, 21));
    }

    [Fact]
    public void A_relapse_is_seen() =>
        Assert.True(Young.Scored(Instruments.Phq9M, 0, 18).Scored(Instruments.Phq9M, 60, 4).RelapsePrevention(61).Scored(Instruments.Phq9M, 90, 11).Raises("F20", 91));

    [Fact]
    public void A_patient_who_comes_of_age_goes_on_with_PHQ_9()
    {
        var story = Young.Scored(Instruments.Phq9M, 0, 20).Scored(Instruments.Phq9M, 20, 19).Phq9(60, 8);
        Assert.False(story.Raises("F05", 61)); // the last PHQ-9M is old, the course is not
        Assert.False(story.Raises("F11", 61));
        var row = CaseloadRow.Of(story.Facts, Day0.PlusDays(61), FlagParameters.Default);
        Assert.Equal((20, 8), (row.Phq9!.First.Total, row.Phq9.Last.Total));
        var outcome = EpisodeOutcome.Of(story.Facts, Day0.PlusDays(61), FlagParameters.Default, OutcomeProfile.Nys2025);
        Assert.Equal(Instruments.Phq9M, outcome.Headline.Instrument);
        Assert.True(outcome.Headline.IsResponse);
        Assert.Single(outcome.ByInstrument);
    }
}
