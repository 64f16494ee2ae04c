using NodaTime;
using Registry.Clinical;

namespace Registry.UnitTests.Clinical;

/// <summary>A program that starts to slip is noticed: each indicator turns amber, red and back at its limit.</summary>
public sealed class DriftTests : MetricTestBase
{
    private static readonly YearMonth First = new(2024, 1);

    [Theory]
    [InlineData("D1", "M09", 80, 79.9, 69.9)]
    [InlineData("D2", "M16", 75, 74.9, 59.9)]
    [InlineData("D3", "M26", 80, 79.9, 59.9)]
    [InlineData("D4", "M30", 90, 89.9, 74.9)]
    [InlineData("D5", "M12", 70, 69.9, 49.9)]
    [InlineData("D6", "M19", 60, 59.9, 44.9)]
    [InlineData("D9", "D9", 10, 10.1, 20.1)]
    [InlineData("D10", "M34", 20, 20.1, 35.1)]
    [InlineData("D11", "D11", 3, 3.5, 7.5)]
    [InlineData("D12", "M35", 65, 64.9, 49.9)]
    [InlineData("D13", "D13", 0, 0.1, 20.1)]
    public void An_indicator_is_green_at_its_limit_and_amber_and_red_beyond(string indicator, string metric, double green, double amber, double red)
    {
        foreach (var (value, level) in new[] { (green, DriftLevel.Green), (amber, DriftLevel.Amber), (red, DriftLevel.Red) })
        {
            Assert.Equal(level, History(indicator, metric, (decimal)value).Latest.Level);
        }
    }

    [Theory]
    [InlineData(60, DriftLevel.Green)]
    [InlineData(120, DriftLevel.Green)]
    [InlineData(59, DriftLevel.Amber)]
    [InlineData(121, DriftLevel.Amber)]
    [InlineData(39, DriftLevel.Red)]
    [InlineData(141, DriftLevel.Red)]
    public void A_caseload_is_watched_on_both_sides_of_its_target(int patients, DriftLevel level)
    {
        var history = DriftHistory.Of(DriftIndicators.ByCode("D8")!, Months("M02", patients), 1, DriftIndicators.ByCode("D8")!.Default, new(80, 120));
        Assert.Equal((level, patients), (history.Latest.Level, history.Latest.Value));
    }

    [Fact]
    public void What_is_judged_is_worked_out_before_it_is_rounded()
    {
        decimal? Judged(string indicator, MetricValue figure) =>
            DriftHistory.Of(DriftIndicators.ByCode(indicator)!, [new(First, new Dictionary<string, MetricValue> { [figure.Code] = figure })], 1, DriftIndicators.ByCode(indicator)!.Default, CaseloadTarget.Default).Latest.Value;
        Assert.Equal(107.6m, Judged("D8", new("M02", 1, MetricUnit.Patients, 67.2m, 121, 1.8m))); // 67.22 of 62.5
        Assert.Equal(31.3m, Judged("D12", new("M35", 1, MetricUnit.Percent, 68.8m, 11, 16))); // 100 less 68.75
    }

    [Fact]
    public void A_fall_of_ten_points_below_the_last_three_months_is_red_though_the_rate_is_fine()
    {
        Assert.Equal((DriftLevel.Red, "fell"), Said(History("D1", "M09", 95, 95, 95, 85)));
        Assert.Equal((DriftLevel.Green, null), Said(History("D1", "M09", 95, 95, 95, 85.1m)));
        Assert.Equal((DriftLevel.Green, null), Said(History("D1", "M09", 95, 95, 85)));
    }

    [Fact]
    public void A_level_is_as_old_as_the_figures_say_however_few_months_are_asked_for()
    {
        var indicator = DriftIndicators.ByCode("D2")!;
        var history = DriftHistory.Of(indicator, Months("M16", 80, 50, 55, 70, 70), 1, indicator.Default, CaseloadTarget.Default);
        Assert.Equal((First.PlusMonths(3), First.PlusMonths(1)), (history.Since, history.WorriesSince));
        Assert.Single(history.Months);
        Assert.Empty(history.Turns);
        // Red that became amber is better, and what was decided about it still stands.
        Assert.Null(DriftHistory.Of(indicator, Months("M16", 50, 80), 1, indicator.Default, CaseloadTarget.Default).WorriesSince);
    }

    [Fact]
    public void Enrolment_is_held_against_the_six_months_before()
    {
        Assert.Equal(DriftLevel.Green, History("D7", "M03", 8, 12, 10, 11, 9, 10, 7.5m).Latest.Level);
        Assert.Equal(DriftLevel.Amber, History("D7", "M03", 8, 12, 10, 11, 9, 10, 7).Latest.Level);
        Assert.Equal(DriftLevel.Red, History("D7", "M03", 8, 12, 10, 11, 9, 10, 4).Latest.Level);
        Assert.Equal((null, DriftHistory.NothingBefore), (History("D7", "M03", 8, 12, 10, 11, 9, 4).Latest.Level, History("D7", "M03", 8, 12, 10, 11, 9, 4).Latest.NoValue));
    }

    [Fact]
    public void Months_before_the_first_enrolment_are_nothing_to_hold_a_month_against()
    {
        Assert.Equal((null, DriftHistory.NothingBefore), (History("D7", "M03", 0, 0, 0, 10, 10, 10, 4).Latest.Level, History("D7", "M03", 0, 0, 0, 10, 10, 10, 4).Latest.NoValue));
        Assert.Equal((DriftLevel.Red, 40m), (History("D7", "M03", 0, 0, 0, 10, 10, 10, 10, 10, 10, 4).Latest.Level, History("D7", "M03", 0, 0, 0, 10, 10, 10, 10, 10, 10, 4).Latest.Value));
        Assert.Equal(40m, History("D7", "M03", 10, 0, 10, 10, 10, 10, 4).Latest.Value); // a month without any, once it has begun, is one of the six
    }

    [Fact]
    public void A_month_without_anybody_enrolled_raises_no_warning_about_reviews()
    {
        var report = new MetricsReport(Patients(), Ask("2023-03", new(2023, 3, 31)));
        var figures = DriftMetrics.All.ToDictionary(m => m.Code, report.Of);
        var indicator = DriftIndicators.ByCode("D4")!;
        var month = DriftHistory.Of(indicator, [new(new(2023, 3), figures)], 1, indicator.Default, CaseloadTarget.Default).Latest;
        Assert.Equal((null, "empty-denominator", "empty-denominator"), (month.Level, month.NoValue, figures["D4"].NoValue));
    }

    [Fact]
    public void Improvement_that_shifts_below_its_median_is_red_before_it_reaches_the_limit()
    {
        decimal[] good = [75, 71, 74, 78, 72, 76, 73, 77, 79, 74, 76, 75], worse = [68, 67, 66, 65, 69, 68, 66, 67];
        Assert.Equal((DriftLevel.Green, null), Said(History("D6", "M19", [.. good, .. worse[..7]])));
        Assert.Equal((DriftLevel.Red, "shift"), Said(History("D6", "M19", [.. good, .. worse])));
        Assert.Equal(DriftLevel.Green, History("D6", "M19", [.. worse, .. worse, .. good]).Latest.Level); // a shift above is what everybody hopes for
    }

    [Fact]
    public void A_planted_history_turns_amber_red_and_back_and_a_month_without_value_turns_nothing()
    {
        var history = DriftHistory.Of(DriftIndicators.ByCode("D2")!, Months("M16", 80, 74, null, 74, 59, 80), 6, DriftIndicators.ByCode("D2")!.Default, CaseloadTarget.Default);
        Assert.Equal(
            [new(First, null, DriftLevel.Green), new(First.PlusMonths(1), DriftLevel.Green, DriftLevel.Amber), new(First.PlusMonths(4), DriftLevel.Amber, DriftLevel.Red), new(First.PlusMonths(5), DriftLevel.Red, DriftLevel.Green)],
            history.Turns);
        Assert.Equal(First.PlusMonths(5), history.Since);
        Assert.Equal("empty-denominator", history.All[2].NoValue);
    }

    [Fact]
    public void An_organization_that_chooses_other_limits_is_warned_by_them()
    {
        var strict = DriftIndicators.ByCode("D2")!.Default with { AmberBelow = 90, RedBelow = 85 };
        Assert.Equal(DriftLevel.Red, DriftHistory.Of(DriftIndicators.ByCode("D2")!, Months("M16", 80), 1, strict, CaseloadTarget.Default).Latest.Level);
        Assert.False((strict with { RedBelow = 95 }).IsSound());
        Assert.False(new DriftThreshold().IsSound());
        Assert.All(DriftIndicators.All, i => Assert.True(i.Default.IsSound()));
    }

    [Fact]
    public void Two_weeks_in_a_row_without_a_review_are_red_even_across_the_turn_of_the_month()
    {
        // Sundays of March 2023: 5, 12, 19, 26; the week before ends on 26 February.
        var held = new LocalDate[] { new(2023, 2, 22), new(2023, 3, 8), new(2023, 3, 14), new(2023, 3, 22) };
        var missedOne = Figures("2023-03", held);
        Assert.Equal(1, missedOne["D4"].Value);
        var missedTwo = Figures("2023-03", held[1..]);
        Assert.Equal((2m, 75.0m), (missedTwo["D4"].Value, missedTwo["M30"].Value));
        var indicator = DriftIndicators.ByCode("D4")!;
        Assert.Equal((DriftLevel.Amber, null), Said(DriftHistory.Of(indicator, [new(new(2023, 3), missedOne)], 1, indicator.Default, CaseloadTarget.Default)));
        Assert.Equal((DriftLevel.Red, "weeks-missed"), Said(DriftHistory.Of(indicator, [new(new(2023, 3), missedTwo)], 1, indicator.Default, CaseloadTarget.Default)));
    }

    [Fact]
    public void A_patient_whom_nobody_has_reached_for_ninety_days_and_whom_nobody_discharged_is_counted()
    {
        Assert.Equal(("inactive", Place.Numerator), Placed(DriftMetrics.InactiveNotClosed, new(Story.Enrolled(Day0).FactsOf(0), default), 90));
        Assert.Equal(("reached", Place.Denominator), Placed(DriftMetrics.InactiveNotClosed, new(Story.Enrolled(Day0).FactsOf(0), default), 89));
        Assert.Equal(("reached", Place.Denominator), Placed(DriftMetrics.InactiveNotClosed, new(Story.Enrolled(Day0).Contact(60).FactsOf(0), default), 90));
        Assert.Equal(("not-active", Place.Outside), Placed(DriftMetrics.InactiveNotClosed, new(Story.Enrolled(Day0).Became(80, EpisodeStatus.Inactive).FactsOf(0), default), 90));
    }

    [Fact]
    public void Patients_whom_a_care_manager_left_are_to_be_reached_within_two_weeks()
    {
        MeasuredEpisode Left(Story story, int? taken) => new(story.FactsOf(0), default)
        {
            CareManagers = [new(new(new Guid(1, 0, 0, new byte[8])), Day0, Day0.PlusDays(40)), .. taken is { } day ? [new CareManagerStretch(new(new Guid(2, 0, 0, new byte[8])), Day0.PlusDays(day), null)] : Array.Empty<CareManagerStretch>()],
        };
        Assert.Equal(("not-reached-in-14-days", Place.Numerator), Placed(DriftMetrics.LeftUncontacted, Left(Story.Enrolled(Day0), taken: 40), 54, lastDays: 1));
        Assert.Equal(("not-reached-in-14-days", Place.Numerator), Placed(DriftMetrics.LeftUncontacted, Left(Story.Enrolled(Day0), taken: null), 54, lastDays: 1));
        Assert.Equal(("reached", Place.Denominator), Placed(DriftMetrics.LeftUncontacted, Left(Story.Enrolled(Day0).Contact(54), taken: 40), 54, lastDays: 1));
        Assert.Equal(("not-left-by-a-care-manager", Place.Outside), Placed(DriftMetrics.LeftUncontacted, Left(Story.Enrolled(Day0), taken: 40), 53, lastDays: 1));
    }

    private static (string Why, Place Place) Placed(Metric metric, MeasuredEpisode episode, int day, int lastDays = 30)
    {
        var placement = metric.Place(new(episode, Ask($"last-{lastDays}", Day0.PlusDays(day))));
        return (placement.Why, placement.Place);
    }

    private static Dictionary<string, MetricValue> Figures(string month, IEnumerable<LocalDate> reviews)
    {
        var story = Story.Enrolled(new(2023, 1, 2));
        foreach (var on in reviews) story.Consult(Period.DaysBetween(new(2023, 1, 2), on), true);
        var report = new MetricsReport(Patients(story), Ask(month, new(2023, 3, 31)));
        return DriftMetrics.All.ToDictionary(m => m.Code, report.Of);
    }

    private static (DriftLevel?, string?) Said(DriftHistory history) => (history.Latest.Level, history.Latest.RedBecause);

    private static DriftHistory History(string indicator, string metric, params decimal[] values) =>
        DriftHistory.Of(DriftIndicators.ByCode(indicator)!, Months(metric, [.. values.Select(v => (decimal?)v)]), values.Length, DriftIndicators.ByCode(indicator)!.Default, CaseloadTarget.Default);

    private static List<ClinicMonth> Months(string metric, params IEnumerable<decimal?> values) =>
        [.. values.Select((value, i) => new ClinicMonth(First.PlusMonths(i), new Dictionary<string, MetricValue>
        {
            [metric] = new(metric, 1, MetricUnit.Percent, value, value, 100) { NoValue = value is null ? "empty-denominator" : null },
        }))];
}
