using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Registry.Clinical;

namespace Registry.UnitTests.Clinical;

public sealed class CaseloadReviewTests
{
    private static readonly LocalDate Today = new(2024, 10, 1);

    /// <summary>One patient for each step of the order, none of whom has anything graver.</summary>
    private static readonly (string Rank, EpisodeFacts Episode)[] OneOfEach =
    [
        ("safety", Calm(20).Phq9(15, 12, 2).Facts),
        ("consult-requested", Calm(20).ConsultRequested(19).Facts),
        ("consult-overdue", NotImproving().Facts),
        ("worsening", Calm(20).Phq9(15, 17, 0).Facts),
        ("not-improved", NotImproving().Consult(60).TreatmentChanged(85).Facts),
        ("new", Story.Enrolled(Today.PlusDays(-40)).Phq9(0, 12, 0).Contact(15).Contact(35).Phq9(35, 9, 0).Ready().Facts),
        ("unchanged", Calm(40).Recommended(20).Facts),
        ("disengaging", Calm(80, contacts: false).Contact(20).Phq9(75, 9, 0).Facts),
        ("long", Calm(300).Phq9(295, 9, 0).Facts),
        ("graduating", Calm(60).Phq9(20, 4, 0).Phq9(30, 4, 0).Phq9(40, 4, 0).Phq9(50, 3, 0).Facts),
        ("other", Calm(20).ManuallyFlagged(ManualFlagKind.Discussion, 19).Facts),
    ];

    [Fact]
    public void The_gravest_reason_comes_first_from_safety_down_to_graduation()
    {
        foreach (var seed in Enumerable.Range(0, 20))
        {
            var shuffled = OneOfEach.Select(one => one.Episode).ToArray();
            new Random(seed).Shuffle(shuffled);
            Assert.Equal(OneOfEach.Select(one => one.Rank), Review(shuffled).Select(item => item.Rank.Code));
        }
    }

    [Fact]
    public void A_rank_says_which_flag_it_is_for_and_every_flag_brings_its_inputs() => Assert.All(Review([.. OneOfEach.Select(one => one.Episode)]), item =>
    {
        Assert.Contains(item.RankedBy, item.Flags);
        Assert.All(item.Flags, flag =>
        {
            Assert.NotEmpty(flag.Inputs);
            Assert.NotEqual("", flag.Text);
            Assert.NotEqual("", flag.Rule);
            Assert.True(flag.Since <= Today);
        });
    });

    [Fact]
    public void Within_a_rank_the_longest_without_a_consultation_comes_first_and_the_never_consulted_before_all()
    {
        var recent = Calm(20, consult: 10).Phq9(15, 17, 2);
        var older = Calm(20, consult: 5).Phq9(15, 17, 2);
        var never = Calm(20, consult: null).Phq9(15, 8, 2);
        Assert.Equal([null, 15, 10], Review([recent.Facts, older.Facts, never.Facts]).Select(item => item.DaysSinceConsultation));
    }

    [Fact]
    public void Then_the_more_severe_by_the_range_of_the_scale_comes_first()
    {
        var depressed = Calm(20).Phq9(15, 18, 2).Facts;                                                // 18 of 27
        var traumatized = Calm(20).JudgedBy(Instruments.Pcl5).Pcl5(15, 60).Phq9(15, 12, 2).Facts;      // 60 of 80
        Assert.Equal([750, 666], Review([depressed, traumatized]).Select(item => item.LastPermille));
    }

    [Fact]
    public void Inactive_and_referred_patients_are_not_on_the_list()
    {
        Assert.Empty(Review([Calm(20).Phq9(15, 12, 3).Became(18, EpisodeStatus.Inactive).Facts]));
        Assert.Empty(Review([Story.Referred(Today.PlusDays(-20)).Phq9(0, 12, 3).Facts]));
    }

    [Fact]
    public void A_recent_consultation_lets_a_patient_who_does_not_improve_wait()
    {
        var waiting = NotImproving().Consult(60).Consult(88).TreatmentChanged(85).Facts;
        Assert.Equal("other", Assert.Single(Review([waiting])).Rank.Code);
    }

    [Theory]
    [InlineData(ReviewFilter.Flagged, "consult-requested other")]
    [InlineData(ReviewFilter.NotImproving, "consult-overdue worsening not-improved")]
    [InlineData(ReviewFilter.New, "safety consult-requested worsening new other")]
    [InlineData(ReviewFilter.Overdue, "consult-overdue unchanged disengaging")]
    [InlineData(ReviewFilter.DueToday, "")]
    public void Consultants_can_cut_the_list(ReviewFilter filter, string ranks) =>
        Assert.Equal(ranks, string.Join(' ', Review([.. OneOfEach.Select(one => one.Episode)]).Where(item => item.Matches(filter)).Select(item => item.Rank.Code)));

    [Fact]
    public void Due_today_is_what_begins_today()
    {
        Assert.True(Assert.Single(Review([Calm(20).Reminded(10, 20).Facts])).Matches(ReviewFilter.DueToday));
        Assert.False(Assert.Single(Review([Calm(20).Reminded(10, 19).Facts])).Matches(ReviewFilter.DueToday));
    }

    [Fact]
    public void The_order_does_not_depend_on_the_order_of_the_caseload() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 10).ToArbitrary(), seed =>
        {
            var caseload = Enumerable.Range(seed, 8).Select(RandomStories.Tell).Select((story, i) => Numbered(story.Facts, i)).ToArray();
            var there = CaseloadReview.Build(caseload, new(2024, 6, 1), FlagParameters.Default, OutcomeProfile.Nys2025);
            var back = CaseloadReview.Build(caseload.Reverse(), new(2024, 6, 1), FlagParameters.Default, OutcomeProfile.Nys2025);
            Assert.Equal(there.Select(item => item.PatientId), back.Select(item => item.PatientId));
            Assert.Equal(there.Select(item => item.Rank.Rank).Order(), there.Select(item => item.Rank.Rank));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(50));

    /// <summary>Improving, consulted on, reached and measured: nothing to discuss as of today, <paramref name="days"/> after enrolment.</summary>
    private static Story Calm(int days, int? consult = 3, bool contacts = true)
    {
        var story = Story.Enrolled(Today.PlusDays(-days)).Ready().Phq9(0, 12, 0);
        if (consult is { } day) story.Consult(day);
        for (var contact = 10; contacts && contact < days - 5; contact += 10) story.Contact(contact).Phq9(contact, 9, 0);
        return story;
    }

    private static Story NotImproving() => Story.Enrolled(Today.PlusDays(-100)).Ready().Phq9(0, 18, 0).Consult(20).Contact(20).Contact(45).Contact(70).Contact(95).Phq9(95, 16, 0);

    private static EpisodeFacts Numbered(EpisodeFacts facts, int number) => new()
    {
        EpisodeId = new(new Guid(number, 1, 1, new byte[8])),
        PatientId = new(new Guid(number, 2, 2, new byte[8])),
        EnrolledOn = facts.EnrolledOn,
        EndedOn = facts.EndedOn,
        PrimaryScale = facts.PrimaryScale,
        StatusChanges = facts.StatusChanges,
        Scores = facts.Scores,
        Contacts = facts.Contacts,
        Consultations = facts.Consultations,
    };

    private static IReadOnlyList<ReviewItem> Review(IReadOnlyList<EpisodeFacts> caseload) =>
        CaseloadReview.Build(caseload, Today, FlagParameters.Default, OutcomeProfile.Nys2025);
}
