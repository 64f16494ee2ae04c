using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Registry.Clinical;

namespace Registry.UnitTests.Clinical;

public sealed class BillingMonthTests
{
    private static readonly YearMonth January = new(2024, 1);
    private static readonly Guid Anna = new(1, 0, 0, new byte[8]);
    private static readonly Guid Bela = new(2, 0, 0, new byte[8]);

    [Fact]
    public void Twenty_minutes_at_the_end_of_January_and_fifty_in_February_are_a_short_first_month_and_a_later_month()
    {
        var story = Story.Enrolled(new(2024, 1, 30), minutes: 20).Ready().Contact(10, minutes: 50);
        Assert.Equal("G2214", Codes(story, January));
        Assert.Equal("99493", Codes(story, new(2024, 2)));
    }

    [Fact]
    public void Where_the_first_billed_month_counts_as_first_a_month_below_every_floor_does_not_use_it_up()
    {
        var payer = PayerProfile.Midpoint with { FirstMonth = FirstMonthRule.FirstBilledMonth };
        var story = Story.Enrolled(new(2024, 1, 30), minutes: 15).Ready().Contact(10, minutes: 50).Contact(40, minutes: 50);
        Assert.Equal(("", "99492", "99493"), (Codes(story, January, payer), Codes(story, new(2024, 2), payer), Codes(story, new(2024, 3), payer)));
        Assert.Equal("99493", Codes(story, new(2024, 2)));
    }

    [Theory]
    [InlineData(35, "G2214")]
    [InlineData(36, "99492")]
    public void The_first_month_turns_at_thirty_six_minutes(int minutes, string codes) =>
        Assert.Equal(codes, Codes(Story.Enrolled(new(2024, 1, 3), minutes).Ready(), January));

    [Theory]
    [InlineData(30, "G2214")]
    [InlineData(31, "99493")]
    [InlineData(60, "99493")] // an hour is no add-on
    public void A_later_month_turns_at_thirty_one_minutes(int minutes, string codes) =>
        Assert.Equal(codes, Codes(Story.Enrolled(new(2023, 12, 3)).Ready().Contact(40, minutes), January));

    [Fact]
    public void Minutes_before_consent_do_not_count_and_say_so()
    {
        var month = Month(Story.Enrolled(new(2024, 1, 8), minutes: 40).With(new(ConsentOn: new LocalDate(2024, 1, 10))).Contact(2, minutes: 20), January);
        Assert.Equal((20, 40), (month.CountedMinutes, month.UncountedMinutes));
        Assert.Equal(["before-consent"], Reasons(month));
    }

    [Fact]
    public void The_day_of_consent_and_the_day_of_its_withdrawal_count()
    {
        var story = Story.Enrolled(new(2024, 1, 8), 10).With(new(ConsentOn: new LocalDate(2024, 1, 8), ConsentWithdrawnOn: new LocalDate(2024, 1, 15))).Contact(7, 20).Contact(8, 30);
        Assert.Equal(30, Month(story, January).CountedMinutes);
        Assert.Equal(["consent-withdrawn"], Reasons(Month(story, January)));
        Assert.False(Month(story, January).Prerequisites.Single(p => p.Name == "consent").IsMet);
    }

    [Fact]
    public void Without_any_consent_on_record_minutes_count_but_nothing_can_be_charged_unless_the_payer_is_stricter()
    {
        var story = Story.Enrolled(new(2024, 1, 8), 40);
        Assert.Equal((40, false), (Month(story, January).CountedMinutes, Month(story, January).IsBillable));
        var strict = Month(story, January, PayerProfile.Midpoint with { CountsWithoutConsentOnRecord = false });
        Assert.Equal((0, "no-consent"), (strict.CountedMinutes, Reasons(strict).Single()));
    }

    [Fact]
    public void Work_before_enrolment_and_after_discharge_does_not_count_but_that_of_both_days_does()
    {
        var story = Story.Enrolled(new(2024, 1, 8), 10).Ready().Minutes(-1, 5).Minutes(0, 3).Became(10, EpisodeStatus.Inactive).Minutes(10, 4).Minutes(11, 6);
        Assert.Equal(17, Month(story, January).CountedMinutes);
        Assert.Equal(["before-enrolment", "after-discharge"], Reasons(Month(story, January)));
    }

    [Fact]
    public void Minutes_up_to_a_death_in_the_middle_of_a_month_are_evaluated() =>
        Assert.Equal("99492", Codes(Story.Enrolled(new(2024, 1, 3), 40).Ready().Phq9(0, 12).Became(9, EpisodeStatus.Inactive), January));

    [Fact]
    public void Two_care_managers_in_one_meeting_count_once_unless_the_payer_counts_each()
    {
        var story = Story.Enrolled(new(2024, 1, 3), 0).Ready()
            .Worked(At(10, 0, 20, Anna, WorkKind.Consultation)).Worked(At(10, 0, 20, Bela, WorkKind.Consultation));
        Assert.Equal((20, "overlap"), (Month(story, January).CountedMinutes, Reasons(Month(story, January)).Single()));
        Assert.Equal(40, Month(story, January, PayerProfile.Midpoint with { Overlap = OverlapRule.PerStaff }).CountedMinutes);
    }

    [Fact]
    public void Of_overlapping_work_the_earlier_start_counts_whole_and_the_later_only_beyond_it()
    {
        var story = Story.Enrolled(new(2024, 1, 3), 0).Ready().Worked(At(10, 10, 20, Anna)).Worked(At(10, 0, 20, Anna)).Worked(At(10, 30, 10, Anna));
        var month = Month(story, January);
        Assert.Equal((40, 10), (month.CountedMinutes, month.UncountedMinutes)); // 10:00-10:40 without a gap
    }

    [Fact]
    public void A_short_piece_inside_a_longer_one_does_not_shorten_it()
    {
        var story = Story.Enrolled(new(2024, 1, 3), 0).Ready().Worked(At(10, 0, 60, Anna)).Worked(At(10, 10, 10, Bela)).Worked(At(10, 50, 20, Anna));
        Assert.Equal(70, Month(story, January).CountedMinutes);
    }

    [Fact]
    public void Work_with_only_a_duration_counts_and_is_marked_since_no_overlap_can_be_seen()
    {
        var month = Month(Story.Enrolled(new(2024, 1, 3), 0).Ready().Minutes(1, 20).Minutes(1, 20), January);
        Assert.Equal(40, month.CountedMinutes);
        Assert.All(month.Entries, entry => Assert.True(entry.Entry.IsDurationOnly));
    }

    [Fact]
    public void The_same_record_twice_counts_once()
    {
        var once = new MinutesFact(new(2024, 1, 4), 20, WorkKind.RegistryWork) { Stamp = new(Guid.CreateVersion7(), Anna) };
        var month = Month(Story.Enrolled(new(2024, 1, 3), 0).Ready().Worked(once).Worked(once), January);
        Assert.Equal((20, "duplicate"), (month.CountedMinutes, Reasons(month).Single()));
        var copied = Month(Story.Enrolled(new(2024, 1, 3), 0).Ready().Worked(At(9, 0, 20, Anna)).Worked(At(9, 0, 20, Anna)), January);
        Assert.Equal((20, "duplicate"), (copied.CountedMinutes, Reasons(copied).Single()));
    }

    [Fact]
    public void Clerical_work_and_what_is_billed_elsewhere_do_not_count()
    {
        var story = Story.Enrolled(new(2024, 1, 3), 0).Ready().Minutes(1, 15, WorkKind.Administrative)
            .Contact(1, 5, ContactPurpose.Scheduling)
            .Worked(new(new(2024, 1, 5), 30, WorkKind.PatientContact) { BilledElsewhere = true });
        Assert.Equal(0, Month(story, January).CountedMinutes);
        Assert.Equal(["excluded-activity", "excluded-activity", "billed-elsewhere"], Reasons(Month(story, January)));
    }

    [Fact]
    public void Outreach_counts_even_when_nobody_was_reached() =>
        Assert.Equal(6, Month(Story.Enrolled(new(2024, 1, 3), 0).Ready().Attempt(1).Attempt(2), January).CountedMinutes);

    [Fact]
    public void The_consultants_and_the_providers_own_time_counts_only_where_the_payer_says_so()
    {
        var story = Story.Enrolled(new(2024, 1, 3), 0).Ready()
            .Worked(new(new(2024, 1, 4), 10, WorkKind.Consultation) { By = WorkBy.PsychiatricConsultant })
            .Worked(new(new(2024, 1, 4), 7, WorkKind.CareCoordination) { By = WorkBy.TreatingProvider });
        Assert.Equal(0, Month(story, January).CountedMinutes);
        Assert.All(Reasons(Month(story, January)), reason => Assert.Equal("not-care-manager-time", reason));
        Assert.Equal(17, Month(story, January, PayerProfile.Midpoint with { CountsConsultantTime = true, CountsProviderTime = true }).CountedMinutes);
    }

    [Fact]
    public void Group_time_is_split_between_those_who_shared_it()
    {
        var month = Month(Story.Enrolled(new(2024, 1, 3), 0).Ready().Worked(new(new(2024, 1, 4), 50, WorkKind.PatientContact) { Attendees = 4 }), January);
        Assert.Equal((12, 38, "shared-with-others"), (month.CountedMinutes, month.UncountedMinutes, Reasons(month).Single()));
    }

    [Theory]
    [InlineData(2023, 9, 4, "99493")]  // four months after the last care
    [InlineData(2023, 7, 4, "99493")]  // one day short of six months
    [InlineData(2023, 7, 3, "99492")]  // exactly six months
    [InlineData(2023, 1, 1, "99492")]
    public void A_return_to_care_begins_again_only_after_six_months(int year, int month, int day, string codes) =>
        Assert.Equal(codes, Codes(Story.Enrolled(new(2024, 1, 3), 50).Ready().AfterCareThatEnded(new(year, month, day)), January));

    [Fact]
    public void No_minutes_are_no_code_and_nothing_to_charge()
    {
        var month = Month(Story.Enrolled(new(2023, 12, 3)).Ready().Phq9(0, 12), January);
        Assert.Equal((0, false), (month.CountedMinutes, month.IsBillable));
        Assert.Empty(month.Codes);
        Assert.Equal(new NextCode("G2214", 16, 16), month.Next);
    }

    [Fact]
    public void The_last_day_of_February_belongs_to_February_in_a_leap_year()
    {
        var story = Story.Enrolled(new(2024, 2, 29), 36).Ready().Contact(1, 31);
        Assert.Equal(("99492", "99493"), (Codes(story, new(2024, 2)), Codes(story, new(2024, 3))));
    }

    [Fact]
    public void Month_to_date_sees_nothing_later()
    {
        var story = Story.Enrolled(new(2024, 1, 3), 20).Ready().Contact(10, 30);
        Assert.Equal(20, BillingMonth.Of(story.Facts, January, story.On(9), PayerProfile.Midpoint).CountedMinutes);
        Assert.Equal(50, BillingMonth.Of(story.Facts, January, story.On(10), PayerProfile.Midpoint).CountedMinutes);
    }

    [Fact]
    public void What_a_month_needs_besides_minutes_is_listed_met_or_missing()
    {
        var story = Story.Enrolled(new(2024, 1, 3), 40).Phq9(0, 12)
            .With(new(ConsentOn: new LocalDate(2024, 1, 3), LastSeenByPractitionerOn: new LocalDate(2023, 1, 3), CarePlanOn: new LocalDate(2024, 2, 1)));
        var month = Month(story, January);
        Assert.Equal([("consent", true), ("initiating-visit", true), ("care-plan", false), ("validated-scale", true), ("treating-provider", false)],
            month.Prerequisites.Select(p => (p.Name, p.IsMet)));
        Assert.False(month.IsBillable);
        Assert.True(Month(Story.Enrolled(new(2024, 1, 3), 40).Ready().Phq9(0, 12), January).IsBillable);
    }

    [Theory]
    [InlineData(2023, 1, 3, true)]  // a year to the day before enrolment
    [InlineData(2023, 1, 2, false)]
    [InlineData(2024, 1, 4, false)] // being seen after enrolment initiates nothing
    public void Being_seen_within_a_year_saves_the_initiating_visit(int year, int month, int day, bool met) =>
        Assert.Equal(met, Month(Story.Enrolled(new(2024, 1, 3), 40).With(new(LastSeenByPractitionerOn: new LocalDate(year, month, day))), January)
            .Prerequisites.Single(p => p.Name == "initiating-visit").IsMet);

    [Fact]
    public void A_payer_may_ask_for_authorization_after_a_year()
    {
        var payer = PayerProfile.Midpoint with { AuthorizationAfterMonths = 12 };
        var story = Story.Enrolled(new(2023, 1, 20)).Ready().Phq9(0, 12).Contact(350, 40);
        Assert.Contains(Month(story, January, payer).Prerequisites, p => p is { Name: "authorization", IsMet: false });
        Assert.DoesNotContain(Month(story, new(2023, 12), payer).Prerequisites, p => p.Name == "authorization");
    }

    [Fact]
    public void A_correction_after_the_close_is_an_adjustment_in_minutes_and_codes()
    {
        var closed = Month(Story.Enrolled(new(2024, 1, 3), 30).Ready(), January);
        var now = Month(Story.Enrolled(new(2024, 1, 3), 90).Ready(), January);
        var change = closed.AdjustedTo(now)!;
        Assert.Equal(60, change.Minutes);
        Assert.Equal([new("G2214", -1), new("99492", 1), new("99494", 1)], change.Codes);
        Assert.Null(closed.AdjustedTo(closed));
    }

    [Fact]
    public void Every_logged_minute_is_either_counted_or_has_a_reason() =>
        Prop.ForAll(RandomStories.Any, story =>
        {
            foreach (var payer in new[] { PayerProfile.Midpoint, PayerProfile.FullTime with { Overlap = OverlapRule.PerStaff, CountsWithoutConsentOnRecord = false } })
            {
                for (var month = story.EnrolledOn.ToYearMonth(); month.CompareTo(story.On(RandomStories.LastDay).ToYearMonth()) <= 0; month = month.PlusMonths(1))
                {
                    var billed = Month(story, month, payer);
                    Assert.All(billed.Entries, entry => Assert.Equal(entry.Entry.Minutes, entry.Counted + entry.Uncounted.Sum(part => part.Minutes)));
                    Assert.All(billed.Entries, entry => Assert.All(entry.Uncounted, part => Assert.True(part.Minutes > 0 || entry.Entry.Minutes == 0)));
                    Assert.Equal(billed.Entries.Sum(entry => entry.Entry.Minutes), billed.CountedMinutes + billed.UncountedMinutes);
                }
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(50));

    [Fact]
    public void Overlapping_work_of_one_patient_never_counts_a_minute_twice() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var dice = new Random(seed);
            var story = Story.Enrolled(new(2024, 1, 3), 0).Ready();
            var busy = new HashSet<int>();
            for (var i = dice.Next(1, 12); i > 0; i--)
            {
                var (start, length) = (dice.Next(0, 120), dice.Next(1, 60));
                story.Worked(At(8, start, length, dice.Next(2) == 0 ? Anna : Bela));
                busy.UnionWith(Enumerable.Range(start, length));
            }

            Assert.Equal(busy.Count, Month(story, January).CountedMinutes);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Theory]
    [InlineData("America/New_York")]
    [InlineData("America/Phoenix")]
    [InlineData("America/Los_Angeles")]
    [InlineData("Pacific/Honolulu")]
    [InlineData("America/St_Johns")]
    [InlineData("Pacific/Kiritimati")]
    [InlineData("Europe/Berlin")]
    public void The_last_minute_of_a_month_on_the_clinics_wall_belongs_to_that_month(string zone)
    {
        var clinic = DateTimeZoneProviders.Tzdb[zone];
        for (var month = new YearMonth(2023, 1); month.CompareTo(new(2025, 12)) <= 0; month = month.PlusMonths(1))
        {
            var midnight = clinic.AtStartOfDay(month.PlusMonths(1).ToDateInterval().Start).ToInstant();
            Assert.Equal(month, BillingMonths.MonthOf(midnight - Duration.FromMinutes(1), clinic));
            Assert.Equal(month.PlusMonths(1), BillingMonths.MonthOf(midnight, clinic));
        }
    }

    [Theory]
    [InlineData("America/New_York", "2024-03-10T06:50:00Z")] // 01:50, ten minutes before the clocks go forward
    [InlineData("America/New_York", "2024-11-03T05:50:00Z")] // 01:50, ten minutes before the hour repeats
    [InlineData("Europe/Berlin", "2024-10-27T00:50:00Z")]
    public void The_night_the_clocks_change_neither_adds_nor_loses_minutes(string zone, string start)
    {
        var began = NodaTime.Text.InstantPattern.General.Parse(start).Value;
        var day = began.InZone(DateTimeZoneProviders.Tzdb[zone]).Date;
        MinutesFact Piece(int offset) => new(day, 20, WorkKind.Outreach) { Stamp = new(Guid.CreateVersion7(), Anna, began + Duration.FromMinutes(offset)) };
        var story = Story.Enrolled(day, 0).Ready().Worked(Piece(0)).Worked(Piece(20)).Worked(Piece(60));
        Assert.Equal(60, Month(story, day.ToYearMonth()).CountedMinutes);
    }

    private static MinutesFact At(int hour, int minute, int length, Guid staff, WorkKind kind = WorkKind.RegistryWork) => new(new(2024, 1, 4), length, kind)
    {
        Stamp = new(Guid.CreateVersion7(), staff, Instant.FromUtc(2024, 1, 4, hour, 0) + Duration.FromMinutes(minute)),
    };

    private static BillingMonth Month(Story story, YearMonth month, PayerProfile? payer = null) =>
        BillingMonth.Of(story.Facts, month, month.ToDateInterval().End, payer ?? PayerProfile.Midpoint);

    private static string Codes(Story story, YearMonth month, PayerProfile? payer = null) =>
        string.Join(' ', Month(story, month, payer).Codes.Select(charged => charged.Code));

    private static List<string> Reasons(BillingMonth month) => [.. month.Entries.SelectMany(entry => entry.Uncounted).Where(part => part.Minutes > 0).Select(part => part.Code)];
}
