using NodaTime;
using Registry.Clinical;

namespace Registry.UnitTests.Clinical;

public sealed class CodeLadderTests
{
    private static readonly YearMonth January2024 = new(2024, 1);

    public static TheoryData<int, int, string, string> PublishedTable => new()
    {
        { 0, 15, "", "" },
        { 16, 30, "G2214", "G2214" },
        { 31, 35, "G2214", "99493" },
        { 36, 75, "99492", "99493" },
        { 76, 85, "99492", "99493 99494x1" },
        { 86, 105, "99492 99494x1", "99493 99494x1" },
        { 106, 115, "99492 99494x1", "99493 99494x2" },
        { 116, 135, "99492 99494x2", "99493 99494x2" },
        { 136, 145, "99492 99494x2", "99493 99494x3" },
        { 146, 165, "99492 99494x3", "99493 99494x3" },
        { 166, 175, "99492 99494x3", "99493 99494x4" }, // the pattern goes on
        { 176, 195, "99492 99494x4", "99493 99494x4" },
        { 196, 205, "99492 99494x4", "99493 99494x5" },
        { 206, 225, "99492 99494x5", "99493 99494x5" },
        { 226, 235, "99492 99494x5", "99493 99494x6" },
        { 236, 250, "99492 99494x6", "99493 99494x6" },
    };

    [Theory]
    [MemberData(nameof(PublishedTable))]
    public void By_midpoint_every_minute_reaches_the_codes_of_the_published_table(int from, int to, string first, string later)
    {
        for (var minutes = from; minutes <= to; minutes++)
        {
            Assert.Equal(first, Printed(PayerProfile.Midpoint, MonthKind.First, minutes));
            Assert.Equal(later, Printed(PayerProfile.Midpoint, MonthKind.Later, minutes));
        }
    }

    [Fact]
    public void With_full_time_only_whole_sessions_count()
    {
        for (var minutes = 0; minutes <= 250; minutes++)
        {
            Assert.Equal(FullTime(minutes, 70, "99492"), Printed(PayerProfile.FullTime, MonthKind.First, minutes));
            Assert.Equal(FullTime(minutes, 60, "99493"), Printed(PayerProfile.FullTime, MonthKind.Later, minutes));
        }

        static string FullTime(int minutes, int nominal, string code)
        {
            if (minutes < 30) return "";
            if (minutes < nominal) return "G2214";
            var units = 0;
            while (minutes >= nominal + 30 * (units + 1)) units++;
            return units == 0 ? code : $"{code} 99494x{units}";
        }
    }

    [Theory]
    [InlineData("midpoint", MonthKind.First)]
    [InlineData("midpoint", MonthKind.Later)]
    [InlineData("full-time", MonthKind.First)]
    [InlineData("full-time", MonthKind.Later)]
    public void The_next_code_is_reached_exactly_when_its_missing_minutes_are_added_and_not_one_before(string payer, MonthKind kind)
    {
        var ladder = new CodeLadder(PayerProfile.ByName(payer)!, January2024, kind);
        for (var minutes = 0; minutes <= 250; minutes++)
        {
            var next = ladder.Next(minutes)!.Value;
            Assert.Equal(next.FloorMinutes, minutes + next.MissingMinutes);
            Assert.Equal(Printed(ladder, minutes), Printed(ladder, next.FloorMinutes - 1));
            Assert.NotEqual(Printed(ladder, minutes), Printed(ladder, next.FloorMinutes));
            Assert.Contains(ladder.Codes(next.FloorMinutes), charged => charged.Code == next.Code);
        }
    }

    [Fact]
    public void More_minutes_never_reach_less()
    {
        foreach (var payer in PayerProfile.All)
        {
            foreach (var kind in Enum.GetValues<MonthKind>())
            {
                var ladder = new CodeLadder(payer, January2024, kind);
                var worth = Enumerable.Range(0, 251).Select(m => ladder.Codes(m).Sum(c => c.Code is "G2214" ? 1 : c.Code is "99494" ? 3 * c.Units : 2)).ToList();
                Assert.Equal(worth.Order(), worth);
            }
        }
    }

    [Fact]
    public void A_payer_may_limit_the_add_on_units()
    {
        var capped = PayerProfile.Midpoint with { MaxAddOnUnits = 2 };
        Assert.Equal("99493 99494x2", Printed(capped, MonthKind.Later, 250));
        Assert.Null(new CodeLadder(capped, January2024, MonthKind.Later).Next(106));
        Assert.Equal(new NextCode("99494", 106, 1), new CodeLadder(capped, January2024, MonthKind.Later).Next(105));
    }

    [Theory]
    [InlineData(2025, 12, 59, "")]
    [InlineData(2025, 12, 60, "G0512")]
    [InlineData(2026, 1, 60, "99493")] // G0512 ended with 2025
    [InlineData(2026, 1, 31, "99493")]
    public void Health_centers_bill_one_code_until_the_end_of_2025_and_the_common_ones_after(int year, int month, int minutes, string codes)
    {
        var center = PayerProfile.Midpoint with { Setting = BillingSetting.RuralOrFederalHealthCenter };
        Assert.Equal(codes, Printed(new CodeLadder(center, new(year, month), MonthKind.Later), minutes));
    }

    [Theory]
    [InlineData(19, "")]
    [InlineData(20, "99484")]
    [InlineData(200, "99484")]
    public void Without_a_consultant_only_general_integration_can_be_billed_and_only_where_enabled(int minutes, string codes)
    {
        var general = PayerProfile.Midpoint with { BillsGeneralIntegration = true };
        Assert.Equal(codes, Printed(new CodeLadder(general, January2024, MonthKind.Later, HasConsultant: false), minutes));
        Assert.Equal("", Printed(new CodeLadder(PayerProfile.Midpoint, January2024, MonthKind.Later, HasConsultant: false), minutes));
        Assert.Null(new CodeLadder(PayerProfile.Midpoint, January2024, MonthKind.Later, HasConsultant: false).Next(minutes));
    }

    [Theory]
    [InlineData(2023, "G0323")]
    [InlineData(2022, "99484")] // the psychologist's code came with 2023
    public void A_psychologist_bills_a_code_of_their_own(int year, string code)
    {
        var payer = PayerProfile.Midpoint with { BillsGeneralIntegration = true, BilledByPsychologist = true };
        Assert.Equal(code, Printed(new CodeLadder(payer, new(year, 1), MonthKind.Later, HasConsultant: false), 20));
    }

    [Fact]
    public void General_integration_follows_its_own_floor()
    {
        var payer = PayerProfile.Midpoint with { BillsGeneralIntegration = true, GeneralIntegrationFloor = 11 };
        Assert.Equal("99484", Printed(new CodeLadder(payer, January2024, MonthKind.Later, HasConsultant: false), 11));
    }

    [Fact]
    public void Advanced_primary_care_replaces_the_codes_by_its_add_ons_from_2026()
    {
        var payer = PayerProfile.Midpoint with { BillsAdvancedPrimaryCare = true, BillsGeneralIntegration = true };
        string Of(int year, MonthKind kind, bool consultant, int minutes = 90) => Printed(new CodeLadder(payer, new(year, 1), kind, consultant), minutes);
        Assert.Equal(("G0568", "G0569", "G0570"), (Of(2026, MonthKind.First, true), Of(2026, MonthKind.Later, true), Of(2026, MonthKind.Later, false)));
        Assert.Equal("99492 99494x1", Of(2025, MonthKind.First, true));
        Assert.Equal("", Of(2026, MonthKind.First, true, minutes: 0));
        Assert.Equal("", Printed(new CodeLadder(payer with { AdvancedPrimaryCareFloor = 70 }, new(2026, 1), MonthKind.First), 69));
    }

    [Fact]
    public void Short_months_have_no_code_before_2021() =>
        Assert.Equal("", Printed(new CodeLadder(PayerProfile.Midpoint, new(2020, 12), MonthKind.Later), 30));

    private static string Printed(PayerProfile payer, MonthKind kind, int minutes) => Printed(new CodeLadder(payer, January2024, kind), minutes);

    private static string Printed(CodeLadder ladder, int minutes) =>
        string.Join(' ', ladder.Codes(minutes).Select(charged => charged.Code == "99494" ? $"99494x{charged.Units}" : charged.Code));
}
