using NodaTime;
using Registry.Clinical;

namespace Registry.UnitTests.Clinical;

/// <summary>What the published table implies, row by row: domain reference 2.3.</summary>
public sealed class Figure3OracleTests
{
    /// <summary>Flags that the table holds no facts for: no items, requests, recommendations, consents or review marks are printed.</summary>
    private static readonly string[] NotPrinted = ["F01", "F01u", "F02", "F03", "F04", "F15", "F24", "F25", "F25b", "F26", "F28", "F29", "F30", "F31"];

    [Theory]
    [InlineData(1, "F14 F16 F20")]
    [InlineData(2, "F09 F16")]
    [InlineData(3, "F16")]
    [InlineData(4, "F05 F05 F06 F14 F23")]
    [InlineData(5, "F16")]
    [InlineData(6, "F05 F05 F05 F06 F11 F12 F13 F16")]
    [InlineData(7, "F11 F12 F13")]
    [InlineData(8, "F09")]
    [InlineData(9, "F11 F13 F27")]
    [InlineData(10, "")]
    public void Each_row_raises_exactly_the_flags_of_the_reference(int row, string flags) =>
        Assert.Equal(flags, string.Join(' ', Raised(row).Select(flag => flag.Id).Where(id => !NotPrinted.Contains(id)).Order()));

    [Fact]
    public void Totals_without_items_leave_the_safety_question_open_on_every_row() =>
        Assert.All(Enumerable.Range(1, 10), row =>
        {
            Assert.Contains(Raised(row), flag => flag.Id == "F01u");
            Assert.DoesNotContain(Raised(row), flag => flag.Id == "F01");
        });

    [Fact]
    public void Patients_who_neither_improve_nor_are_consulted_on_come_before_the_worsened_and_the_late()
    {
        var review = CaseloadReview.Build(Figure3.Episodes, Figure3.ReportDate, FlagParameters.Default, OutcomeProfile.Nys2025);
        var order = review.Select(item => (Row: Figure3.Episodes.ToList().FindIndex(e => e.EpisodeId == item.EpisodeId) + 1, item.Rank.Rank));
        Assert.Equal([(6, 3), (7, 3), (4, 4), (1, 4), (9, 5), (2, 11), (5, 11), (8, 11), (3, 11)], order);
    }

    [Fact]
    public void The_overdue_consultations_of_rows_six_and_seven_count_from_the_first_score_that_showed_it_after_eight_weeks()
    {
        Assert.Equal((new LocalDate(2022, 11, 30), FlagSeverity.Warning), SinceAndSeverity(6, "F12"));
        Assert.Equal((new LocalDate(2022, 12, 27), FlagSeverity.Warning), SinceAndSeverity(7, "F12"));
    }

    [Fact]
    public void The_early_follow_up_of_row_two_is_missed_the_day_after_the_seventh_of_february()
    {
        var flag = Raised(2).Single(f => f.Id == "F09");
        Assert.Equal(new LocalDate(2023, 1, 24), flag.Since);
        Assert.Equal(new LocalDate(2023, 2, 8), flag.NextEvaluation);
    }

    [Fact]
    public void Row_two_becomes_due_for_its_first_consultation_on_the_ninth_of_february()
    {
        Assert.DoesNotContain(RaisedOn(2, new(2023, 2, 8)), flag => flag.Id == "F10");
        Assert.Contains(RaisedOn(2, new(2023, 2, 9)), flag => flag.Id == "F10");
    }

    /// <summary>Baseline to last on PHQ-9, percent, elevated, improved by New York; null where the table says not applicable.</summary>
    public static TheoryData<int, int?, double?, bool, bool?> Responses => new()
    {
        { 1, 20, -333.3, false, null },
        { 2, null, null, true, null },
        { 3, null, null, true, null },
        { 4, 9, -180.0, false, null },
        { 5, null, null, true, null },
        { 6, -2, 13.3, true, false },
        { 7, -5, 27.8, true, false },
        { 8, null, null, true, null },
        { 9, -5, 29.4, true, false },
        { 10, null, null, true, null },
    };

    [Theory]
    [MemberData(nameof(Responses))]
    public void Change_percentage_and_improvement_on_PHQ_9_come_out_as_in_the_reference(int row, int? change, double? drop, bool elevated, bool? improved)
    {
        var headline = Outcome(row).Headline;
        Assert.Equal((change, (decimal?)drop, elevated, improved), (headline.Change, headline.PercentDrop, headline.IsElevated!.Value, headline.IsImproved));
    }

    [Fact]
    public void Row_nine_improved_and_remitted_on_GAD_7_and_dropped_fifteen_points_on_PCL_5()
    {
        var (gad7, pcl5) = (Outcome(9).ByInstrument[1], Outcome(9).ByInstrument[2]);
        Assert.Equal((75.0m, true, true), (gad7.PercentDrop!.Value, gad7.IsImproved!.Value, gad7.IsRemission!.Value));
        Assert.Equal((-15, true, true), (pcl5.Change!.Value, pcl5.IsImproved!.Value, pcl5.IsRemission!.Value));
        Assert.Equal((true, false), (Outcome(9).AnyImproved, Outcome(9).AllTrackedImproved));
    }

    [Fact]
    public void An_anxiety_score_that_never_was_elevated_does_not_count_as_improved_on_row_four() =>
        Assert.Equal((false, null), (Outcome(4).ByInstrument[1].IsElevated!.Value, Outcome(4).AnyImproved));

    [Theory]
    [InlineData(1, "99493 99494")]
    [InlineData(2, "99492")]
    [InlineData(3, "99492")]
    [InlineData(4, "")]
    [InlineData(5, "99492")]
    [InlineData(6, "")]
    [InlineData(7, "")]
    [InlineData(8, "99492")]
    [InlineData(9, "G2214")]
    [InlineData(10, "99492")]
    public void The_minutes_of_January_reach_the_codes_of_the_reference(int row, string codes)
    {
        var month = BillingMonth.Of(Figure3.Episode(row), new(2023, 1), Figure3.ReportDate, PayerProfile.Midpoint);
        Assert.Equal(codes, string.Join(' ', month.Codes.Select(charged => charged.Code)));
        Assert.All(month.Codes, charged => Assert.Equal(1, charged.Units));
        Assert.Equal(Figure3.Printed[row - 1].Minutes, month.CountedMinutes);
    }

    [Fact]
    public void Row_nine_is_one_minute_short_of_its_next_code() =>
        Assert.Equal(new NextCode("99493", 31, 1), BillingMonth.Of(Figure3.Episode(9), new(2023, 1), Figure3.ReportDate, PayerProfile.Midpoint).Next);

    [Fact]
    public void The_aggregates_of_the_ten_rows_are_those_of_the_reference()
    {
        var rows = Figure3.Episodes.Select(e => EpisodeSummary.Of(e, Figure3.ReportDate, FlagParameters.Default, OutcomeProfile.Nys2025)).ToList();
        Assert.Equal(8, rows.Count(e => e.DaysSince(e.LastContact!.Value) <= 30));
        Assert.Equal(7, rows.Count(e => e.LastContact >= new LocalDate(2023, 1, 1)));
        Assert.Equal(2, rows.Count(e => CaseloadRow.Of(e).Phq9!.LastIsStale));
        var judged = rows.Where(e => e.Day >= 70 && EpisodeOutcome.Of(e).Headline.IsElevated is true).ToList();
        Assert.Equal(3, judged.Count);
        Assert.Equal(0, judged.Count(e => EpisodeOutcome.Of(e).Headline.IsImproved is true));
        Assert.Equal(1, judged.Count(e => EpisodeOutcome.Of(e).AnyImproved is true));
        Assert.All(judged, e => Assert.True(e.DaysSince(e.LastConsult!.Value) <= 60));
    }

    [Theory]
    [InlineData(6, "2022-11-30", "2022-12-28", "2022-11-29")] // consulted on one day too early
    [InlineData(7, "2022-12-07", "2023-01-04", "2022-11-29")]
    public void The_overdue_consultation_names_its_window_and_the_last_one_before_it(int row, string from, string to, string last)
    {
        var inputs = Raised(row).Single(f => f.Id == "F12").Inputs.ToDictionary(i => i.Name, i => i.On is { } on ? NodaTime.Text.LocalDatePattern.Iso.Format(on) : i.Code);
        Assert.Equal((from, to, last, "overdue"), (inputs["windowFrom"], inputs["windowTo"], inputs["lastRecommendation"], inputs["state"]));
    }

    private static EpisodeOutcome Outcome(int row) =>
        EpisodeOutcome.Of(Figure3.Episode(row), Figure3.ReportDate, FlagParameters.Default, OutcomeProfile.Nys2025);

    private static (LocalDate, FlagSeverity) SinceAndSeverity(int row, string id)
    {
        var flag = Raised(row).Single(f => f.Id == id);
        return (flag.Since, flag.Severity);
    }

    private static IReadOnlyList<RaisedFlag> Raised(int row) => RaisedOn(row, Figure3.ReportDate);

    private static IReadOnlyList<RaisedFlag> RaisedOn(int row, LocalDate asOf) =>
        Flags.Raised(Figure3.Episode(row), asOf, FlagParameters.Default, OutcomeProfile.Nys2025);
}
