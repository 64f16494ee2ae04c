using NodaTime;
using Registry.Clinical;

namespace Registry.UnitTests.Clinical;

public sealed class CaseloadRowTests
{
    private static readonly LocalDate Enrolled = new(2024, 1, 10);

    [Fact]
    public void Every_column_of_the_ten_published_rows_comes_out_as_printed()
    {
        Assert.Equal(10, Figure3.Printed.Count);
        var rows = Figure3.Episodes.Select(episode => CaseloadRow.Of(episode, Figure3.ReportDate, FlagParameters.Default)).ToList();
        Assert.Equal(Figure3.Printed, Figure3.Printed.Select((printed, i) => AsPrinted(printed.Mrn, rows[i])));
    }

    [Theory]
    [InlineData(30, false)] // exactly 30 days old is not stale
    [InlineData(31, true)]
    public void The_last_score_is_stale_once_it_is_more_than_thirty_days_old(int age, bool stale)
    {
        var row = Row(Story.Enrolled(Enrolled).Phq9(0, 12), day: age);
        Assert.Equal(stale, row.Phq9!.LastIsStale);
    }

    [Fact]
    public void The_staleness_limit_is_the_organizations_choice()
    {
        var row = CaseloadRow.Of(Story.Enrolled(Enrolled).Phq9(0, 12).Facts, Enrolled.PlusDays(22), FlagParameters.Default with { StaleScoreDays = 21 });
        Assert.True(row.Phq9!.LastIsStale);
    }

    [Theory]
    [InlineData(-14, 12)] // the earliest day that counts, and nothing soon after enrolment
    [InlineData(-15, 9)]  // too early: only the later score counts
    public void First_looks_back_fourteen_days_from_enrolment(int day, int first) =>
        Assert.Equal(first, Row(Story.Enrolled(Enrolled).Phq9(day, 12).Phq9(20, 9), day: 30).Phq9!.First.Total);

    [Theory]
    [InlineData(14, 9)]  // within 14 days after enrolment it replaces the earlier score
    [InlineData(15, 12)] // a day later it does not
    public void First_prefers_a_score_on_or_after_enrolment_when_both_lie_within_fourteen_days(int day, int first) =>
        Assert.Equal(first, Row(Story.Enrolled(Enrolled).Phq9(-3, 12).Phq9(day, 9), day: 30).Phq9!.First.Total);

    [Fact]
    public void Two_scores_of_one_day_give_the_earlier_as_first_and_the_later_as_last()
    {
        var cell = Row(Story.Enrolled(Enrolled).Phq9(0, 12).Phq9(0, 15), day: 3).Phq9!;
        Assert.Equal((12, 15), (cell.First.Total, cell.Last.Total));
    }

    [Fact]
    public void An_instrument_never_given_has_no_cell()
    {
        var row = Row(Story.Enrolled(Enrolled).Phq9(0, 12), day: 3);
        Assert.Null(row.Gad7);
        Assert.Null(row.Cell(Instruments.Pcl5));
        Assert.Equal(row.Phq9, row.Cell(Instruments.Phq9));
    }

    [Fact]
    public void Consultations_and_plans_are_no_sessions_and_attempts_are_no_contact()
    {
        var row = Row(Story.Enrolled(Enrolled).Contact(7).Consult(8).Plan(9).Attempt(10).NoShow(11), day: 12);
        Assert.Equal(2, row.Sessions);
        Assert.Equal(Enrolled.PlusDays(7), row.FollowUpOn);
        Assert.Equal(Enrolled.PlusDays(8), row.PsychiatricConsultationOn);
        Assert.Equal(Enrolled.PlusDays(9), row.RelapsePreventionPlanOn);
    }

    [Theory]
    [InlineData(6, 0)]
    [InlineData(7, 1)]
    [InlineData(13, 1)]
    [InlineData(14, 2)]
    public void Weeks_since_the_initial_assessment_are_whole_weeks(int day, int weeks) =>
        Assert.Equal(weeks, Row(Story.Enrolled(Enrolled), day).WeeksSinceInitialAssessment);

    [Fact]
    public void Minutes_this_month_end_with_the_day_asked_about_and_start_with_the_first()
    {
        var story = Story.Enrolled(new LocalDate(2024, 2, 20), minutes: 50)
            .Contact(9, minutes: 20)  // 29 February
            .Contact(10, minutes: 7)  // 1 March
            .Consult(11, minutes: 3); // 2 March
        Assert.Equal(70, Row(story, day: 9).MinutesThisMonth);
        Assert.Equal(7, Row(story, day: 10).MinutesThisMonth);
        Assert.Equal(10, Row(story, day: 11).MinutesThisMonth);
        Assert.Equal(0, Row(story, day: 41).MinutesThisMonth); // 1 April
    }

    [Fact]
    public void A_past_day_shows_the_row_as_it_was()
    {
        var story = Story.Enrolled(Enrolled).Phq9(0, 18).Contact(20).Phq9(20, 6).RelapsePrevention(40);
        Assert.Equal(EpisodeStatus.Treatment, Row(story, 39).Status);
        Assert.Equal(EpisodeStatus.RelapsePrevention, Row(story, 40).Status);
        Assert.Equal(18, Row(story, 19).Phq9!.Last.Total);
        Assert.Null(Row(story, 19).FollowUpOn);
    }

    [Fact]
    public void A_referred_patient_has_no_initial_assessment_yet()
    {
        var row = CaseloadRow.Of(Story.Referred(Enrolled).Facts, Enrolled.PlusDays(8), FlagParameters.Default);
        Assert.Null(row.InitialAssessmentOn);
        Assert.Null(row.WeeksSinceInitialAssessment);
    }

    private static CaseloadRow Row(Story story, int day) => CaseloadRow.Of(story.Facts, story.EnrolledOn.PlusDays(day), FlagParameters.Default);

    private static PrintedRow AsPrinted(string mrn, CaseloadRow row) => new(
        mrn, row.Status is EpisodeStatus.RelapsePrevention ? "RPP" : "T", AsPrinted(row.Phq9), AsPrinted(row.Gad7), AsPrinted(row.Pcl5),
        row.InitialAssessmentOn, row.FollowUpOn, row.PsychiatricConsultationOn, row.RelapsePreventionPlanOn,
        row.Sessions, row.WeeksSinceInitialAssessment!.Value, row.MinutesThisMonth);

    private static PrintedCell? AsPrinted(ScoreCell? cell) => cell is null ? null : new(cell.First.Total, cell.Last.Total, cell.LastIsStale);
}
