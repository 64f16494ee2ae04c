using NodaTime;
using Registry.Clinical;

namespace Registry.UnitTests.Clinical;

public sealed class LearningTests
{
    private static readonly LocalDate Day = new(2026, 3, 2);

    private static ImplementationSite Site(params LocalDate?[] from) => new()
    {
        OrganizationId = default, ClinicId = default, Version = 1, RecordedAt = default, RecordedBy = default,
        InitiatedOn = from[0], PlannedOn = from[1], LaunchedOn = from[2], ExecutedOn = from[3], SustainedOn = from[4],
    };

    [Fact]
    public void A_site_is_in_the_latest_stage_that_has_begun()
    {
        var site = Site(Day, Day.PlusMonths(1), Day.PlusMonths(3), null, null);
        Assert.Null(site.StageOn(Day.PlusDays(-1)));
        Assert.Equal(ImplementationStage.Initiate, site.StageOn(Day));
        Assert.Equal(ImplementationStage.Plan, site.StageOn(Day.PlusMonths(3).PlusDays(-1)));
        Assert.Equal(ImplementationStage.Launch, site.StageOn(Day.PlusMonths(3)));
    }

    [Fact]
    public void Stages_begin_in_their_order_on_one_day_at_the_earliest_and_one_may_be_left_out()
    {
        Assert.Null(ImplementationSite.OutOfOrder(Site(Day, Day, null, Day.PlusDays(1), null).Stages));
        Assert.Equal(ImplementationStage.Execute, ImplementationSite.OutOfOrder(Site(Day, null, Day.PlusDays(9), Day.PlusDays(8), null).Stages));
    }

    [Fact]
    public void Default_checklists_name_each_item_once_and_cover_readiness_and_going_live()
    {
        Assert.Equal(DefaultChecklists.Items.Count, DefaultChecklists.Items.Select(i => i.Code).Distinct().Count());
        Assert.All(Enum.GetValues<Checklist>(), list => Assert.Contains(DefaultChecklists.Items, i => i.Checklist == list));
        Assert.All(DefaultChecklists.Items, i => Assert.InRange(i.Title.Length, 10, 200));
    }

    [Fact]
    public void The_months_due_go_from_the_first_to_the_last_settled_one_or_the_end()
    {
        static Collaborative Of(LocalDate? last) => new()
        {
            OrganizationId = default, Id = default, Name = "", Charter = "", FirstMonthOn = new(2025, 11, 1), LastMonthOn = last, RecordedAt = default, RecordedBy = default,
        };
        Assert.Equal([new YearMonth(2025, 11), new YearMonth(2025, 12), new YearMonth(2026, 1)], Of(null).MonthsDue(new(2026, 1)));
        Assert.Equal([new YearMonth(2025, 11), new YearMonth(2025, 12)], Of(new(2025, 12, 1)).MonthsDue(new(2026, 1)));
        Assert.Empty(Of(null).MonthsDue(new(2025, 10)));
    }

    [Fact]
    public void An_action_plan_wants_a_look_six_months_after_the_last_one_until_it_is_closed()
    {
        var plan = new ActionPlan { OrganizationId = default, Id = default, ClinicId = default, Goal = "", Steps = "", Owner = "", MetricCodes = [], AdoptedOn = new(2025, 8, 31), RecordedAt = default, RecordedBy = default };
        Assert.Equal(new LocalDate(2026, 2, 28), plan.ReviewDueOn);
        plan.Reviews.Add(Review(new(2026, 1, 15), ActionPlanOutcome.Keep));
        Assert.Equal(new LocalDate(2026, 7, 15), plan.ReviewDueOn);
        plan.Reviews.Add(Review(new(2026, 7, 15), ActionPlanOutcome.Close));
        Assert.Null(plan.ReviewDueOn);

        static ActionPlanReview Review(LocalDate on, ActionPlanOutcome outcome) =>
            new() { OrganizationId = default, ActionPlanId = default, ReviewedOn = on, Outcome = outcome, Note = "", RecordedAt = default, RecordedBy = default };
    }
}
