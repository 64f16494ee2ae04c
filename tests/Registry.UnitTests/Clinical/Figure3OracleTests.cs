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

    private static (LocalDate, FlagSeverity) SinceAndSeverity(int row, string id)
    {
        var flag = Raised(row).Single(f => f.Id == id);
        return (flag.Since, flag.Severity);
    }

    private static IReadOnlyList<RaisedFlag> Raised(int row) => RaisedOn(row, Figure3.ReportDate);

    private static IReadOnlyList<RaisedFlag> RaisedOn(int row, LocalDate asOf) =>
        Flags.Raised(Figure3.Episode(row), asOf, FlagParameters.Default, OutcomeProfile.Nys2025);
}
