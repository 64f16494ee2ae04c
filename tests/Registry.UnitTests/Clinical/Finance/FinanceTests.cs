using NodaTime;
using Registry.Clinical;

namespace Registry.UnitTests.Clinical;

/// <summary>From minutes to dollars: rates by payer and day, what is lost and why, and imagined caseloads.</summary>
public sealed class FinanceTests
{
    private static readonly YearMonth March = new(2026, 3);
    private static readonly LocalDate Enrolment = new(2026, 1, 5);
    private static readonly PriceList Defaults = new([], []);

    private static MetricQuestion Ask() =>
        new(MetricPeriod.Month(March), new(2026, 4, 30), OutcomeProfile.Nys2025, FlagParameters.Default, PayerProfile.Midpoint);

    private static FinanceMonth Month(PriceList prices, params MeasuredEpisode[] episodes) => FinanceMonth.Of(FinanceWork.Of(episodes, Ask()).Figures, March.ToDateInterval().End, prices, null);

    private static int Day(int day) => Period.DaysBetween(Enrolment, new(2026, 3, day));

    private static Story Worked(int minutes) => Story.Enrolled(Enrolment).Ready().Phq9(0, 18).Contact(Day(10), minutes);

    private static MeasuredEpisode Of(Story story, int patient, PayerCategory? payer = PayerCategory.Medicare, Id<Clinic> clinic = default) =>
        new(story.FactsOf(patient), clinic) { Coverage = payer is { } known ? [new(known, new(2025, 1, 1), null)] : [] };

    private static Rate Own(PayerCategory payer, decimal amount, LocalDate from, LocalDate? until = null, string code = "99493") => new(payer, code, from, until, amount, "contract");

    [Fact]
    public void Minutes_become_units_and_units_dollars_at_the_rate_of_the_payer()
    {
        var prices = new PriceList([Own(PayerCategory.Commercial, 200, new(2026, 1, 1))], []);
        var month = Month(prices, Of(Worked(40), 1), Of(Worked(80), 2, PayerCategory.Commercial), Of(Worked(40), 3, PayerCategory.SelfPay), Of(Worked(40), 4, payer: null));

        Assert.Equal([(null, "99493", 1, (decimal?)null), (PayerCategory.Medicare, "99493", 1, 130), (PayerCategory.Commercial, "99493", 1, 200), (PayerCategory.Commercial, "99494", 1, 60), (PayerCategory.SelfPay, "99493", 1, null)],
            month.Lines!.Select(l => (l.Of.Payer, l.Of.Code, l.Of.Units, l.Revenue)));
        Assert.Equal((390m, 2, 4, 100m), (month.Revenue!.Value, month.UnpricedUnits!.Value, month.Work.Yield!.Billable, month.Work.Yield.Share!.Value));
        Assert.Null(month.Net); // nobody attested posts
    }

    [Fact]
    public void A_running_month_has_revenue_and_cost_but_no_net()
    {
        var work = FinanceWork.Of([Of(Worked(40), 1)], Ask()).Figures;
        var running = FinanceMonth.Of(work, new(2026, 3, 30), Defaults, 0.5m);
        var over = FinanceMonth.Of(work, new(2026, 3, 31), Defaults, 0.5m);
        Assert.Equal((130m, over.Cost, null), (running.Revenue!.Value, running.Cost, running.Net));
        Assert.Equal(130m - over.Cost!.Value.Total, over.Net);
    }

    [Fact]
    public void A_minute_that_earns_nothing_is_lost_for_one_reason()
    {
        var withoutConsent = Story.Enrolled(Enrolment).Phq9(0, 18).Contact(Day(10), 40);
        MeasuredEpisode[] episodes = [Of(Worked(40), 1), Of(Worked(15), 2), Of(withoutConsent, 3), Of(Worked(35).Minutes(Day(11), 12, WorkKind.Administrative), 4)];
        var (patients, month) = (FinanceWork.Of(episodes, Ask()).Patients, Month(Defaults, episodes));

        Assert.Equal([new(LostMinutes.BelowAnyCode, 15), new("excluded-activity", 12), new(LostMinutes.PrerequisiteMissing, 40)], month.Work.Lost!);
        Assert.Equal(new FinanceYield(4, 3, 2, 130), month.Work.Yield);
        Assert.Equal((260m, 130m), (month.Revenue!.Value, month.RevenueAtRisk!.Value));
        var all = patients.Sum(p => p.Billing.CountedMinutes + p.Billing.UncountedMinutes);
        Assert.Equal(all, month.Work.Lost!.Sum(l => l.Minutes) + patients.Where(p => p.Billing.IsBillable).Sum(p => p.Billing.CountedMinutes));
    }

    [Theory]
    [InlineData(2026, 2, 28, 100)]
    [InlineData(2026, 3, 1, 110)] // begins later, so it holds
    [InlineData(2026, 3, 31, 110)]
    [InlineData(2026, 4, 1, 100)] // the later one has ended
    [InlineData(2025, 12, 31, 130)] // before both: the default
    public void The_rate_that_begins_latest_and_is_in_force_holds(int year, int month, int day, int amount)
    {
        var prices = new PriceList([Own(PayerCategory.Medicare, 110, new(2026, 3, 1), new(2026, 3, 31)), Own(PayerCategory.Medicare, 100, new(2026, 1, 1))], []);
        Assert.Equal(amount, prices.Of(PayerCategory.Medicare, "99493", new(year, month, day))!.Amount);
    }

    [Fact]
    public void Of_two_rates_from_one_day_the_one_said_last_holds() =>
        Assert.Equal(95, new PriceList([Own(PayerCategory.Medicare, 90, new(2026, 1, 1)), Own(PayerCategory.Medicare, 95, new(2026, 1, 1))], []).Of(PayerCategory.Medicare, "99493", new(2026, 3, 31))!.Amount);

    [Fact]
    public void A_month_costs_its_care_managers_the_consultant_and_overhead()
    {
        var cost = new PriceList([], [new(CostKind.CareManagerYear, new(2026, 1, 1), null, 120_000, "payroll"), new(CostKind.OverheadPercent, new(2026, 1, 1), null, 10, "budget")]).OfMonth(0.5m, March);
        Assert.Equal(new MonthCost(5000, 953.33m, 595.33m), cost); // half a post; one hour a week at 220, 52 weeks a year
        Assert.Equal(6548.66m, cost.Total);
    }

    [Fact]
    public void An_imagined_caseload_is_reckoned_by_shares()
    {
        var whatIf = new WhatIf(March, 100, 1, 0.1m, [new(0, 0.2m), new(40, 0.5m), new(80, 0.3m)], [new(PayerCategory.Medicare, 0.75m), new(PayerCategory.Commercial, 0.25m)], 0.9m);
        var result = whatIf.Under(PayerProfile.Midpoint, new([Own(PayerCategory.Commercial, 200, new(2026, 1, 1))], []));

        // 100 x 0.9 billable x 0.8 worked with: 7.2 first months, 64.8 later ones, of which 3/8 reach an add-on only in later months.
        Assert.Equal([(PayerCategory.Medicare, "99492", 5.4m, 810m), (PayerCategory.Medicare, "99493", 48.6m, 6318m), (PayerCategory.Medicare, "99494", 18.23m, 1093.5m),
            (PayerCategory.Commercial, "99492", 1.8m, 270m), (PayerCategory.Commercial, "99493", 16.2m, 3240m), (PayerCategory.Commercial, "99494", 6.08m, 364.5m)],
            result.Lines.Select(l => (l.Payer, l.Code, l.Units, l.Revenue!.Value)));
        Assert.Equal(12_096m, result.Revenue);
        Assert.Equal(result.Revenue - result.Cost.Total, result.Net);
        Assert.Equal((int)Math.Ceiling(100 * result.Cost.Total / 12_096), result.BreakEven);
        Assert.True((whatIf with { Caseload = result.BreakEven!.Value }).Under(PayerProfile.Midpoint, new([Own(PayerCategory.Commercial, 200, new(2026, 1, 1))], [])).Net >= 0);
        Assert.True((whatIf with { Caseload = result.BreakEven!.Value - 1 }).Under(PayerProfile.Midpoint, new([Own(PayerCategory.Commercial, 200, new(2026, 1, 1))], [])).Net < 0);
        Assert.Null((whatIf with { Minutes = [new(10, 1)] }).Under(PayerProfile.Midpoint, Defaults).BreakEven);
    }

    [Fact]
    public void Dollars_do_not_tell_of_few_patients()
    {
        Id<Clinic> north = new(Guid.CreateVersion7()), south = new(Guid.CreateVersion7()), west = new(Guid.CreateVersion7());
        List<MeasuredEpisode> Clinics(int few) =>
        [
            .. Enumerable.Range(0, 30).Select(i => Of(Worked(40), i, clinic: north)), .. Enumerable.Range(30, 20).Select(i => Of(Worked(40), i, clinic: south)),
            .. Enumerable.Range(50, few).Select(i => Of(Worked(40), i, clinic: west)),
        ];
        static FinanceTable Table(List<MeasuredEpisode> episodes) => FinanceTable.Of(episodes, Ask(), [], []);
        Dictionary<string, FinanceFigures> Rows(FinanceTable table) => table.Rows.ToDictionary(r => r.Clinic is null ? "all" : r.Clinic == north ? "north" : r.Clinic == south ? "south" : "west", r => r.Figures);

        Assert.All(Rows(Table(Clinics(12))).Values, row => Assert.True(row is { Yield: not null, Units: not null }));
        var table = Rows(Table(Clinics(4)));
        Assert.True(table["all"] is { Yield: not null, Units: not null });
        Assert.True(table["west"] is { Yield: null, Units: null });
        Assert.True(table["north"].Units is null || table["south"].Units is null); // else the whole less both would be the few
        Assert.True(table["north"].Yield is null || table["south"].Yield is null);

        // Two patients of another payer among thirty: their units would follow from the sum and the rates.
        var mixed = Rows(Table([.. Enumerable.Range(0, 28).Select(i => Of(Worked(40), i, clinic: north)), .. Enumerable.Range(28, 2).Select(i => Of(Worked(40), i, PayerCategory.Commercial, north))]));
        Assert.True(mixed["north"] is { Yield: not null, Units: null });

        // Five of thirty without the add-on: the two codes of one answer would tell of them.
        var addOns = Rows(Table([.. Enumerable.Range(0, 25).Select(i => Of(Worked(80), i, clinic: north)), .. Enumerable.Range(25, 5).Select(i => Of(Worked(40), i, clinic: north))]));
        Assert.True(addOns["north"] is { Yield: not null, Units: null });

        // Three more in the next month, if it may be shown what was shown before.
        var numbers = new Dictionary<Id<Patient>, int>();
        List<MeasuredEpisode> thirty = [.. Enumerable.Range(0, 30).Select(i => Of(Worked(40), i, clinic: north))], more = [.. thirty, .. Enumerable.Range(30, 3).Select(i => Of(Worked(40), i, clinic: north))];
        var before = FinanceTable.Of(thirty, Ask(), numbers, []);
        Assert.Null(FinanceTable.Of(more, Ask(), numbers, before.Cells).Rows[0].Figures.Yield);
        Assert.Null(FinanceTable.Of(more, Ask(), numbers, FinanceTable.Again(thirty, Ask(), numbers, before.Rows).Cells).Rows[0].Figures.Yield);
    }
}
