using NodaTime;
using Registry.Clinical;

namespace Registry.UnitTests.Clinical;

/// <summary>The edges of single metrics; day 0 is the initial assessment, and the period ends on the day asked about.</summary>
public sealed class MetricRuleTests : MetricTestBase
{
    private static Story Enrolled => Story.Enrolled(Day0);

    [Fact]
    public void Every_metric_has_its_code_once_and_its_words()
    {
        Assert.Equal(Enumerable.Range(1, 36).Select(n => $"M{n:00}"), Metrics.All.Select(m => m.Code));
        Assert.Equal(36, Metrics.All.Select(m => m.Name).Distinct().Count());
        Assert.All(Metrics.All, m => Assert.True(m is { Title.Length: > 0, Numerator.Length: > 0, Source.Length: > 0, Version: >= 1 }));
    }

    [Fact]
    public void A_message_an_attempt_or_a_missed_appointment_is_no_contact()
    {
        var story = Story.Enrolled(Day0).Attempt(40).NoShow(42).Contact(44, mode: ContactMode.Message).Contact(45, purpose: ContactPurpose.Scheduling);
        Assert.Equal("no-clinical-contact", PlaceOf("M08", story, 50).Why);
        Assert.Equal("clinical-contact", PlaceOf("M08", story.Contact(50), 50).Why);
    }

    [Fact]
    public void Contact_and_scale_need_not_be_of_one_day_but_both_within_the_period()
    {
        Assert.Equal("contact-and-scale", PlaceOf("M09", Enrolled.Contact(35).Phq9(50, 10), 50).Why);
        Assert.Equal("no-scale", PlaceOf("M09", Enrolled.Contact(35).Phq9(20, 10), 50).Why);
        Assert.Equal("no-clinical-contact", PlaceOf("M09", Enrolled.Contact(20).Phq9(35, 10), 50).Why);
        Assert.Equal("no-scale", PlaceOf("M09", Enrolled.Contact(35).Scored(Instruments.AuditC, 40, 4), 50).Why);
        Assert.Equal("contact-and-scale", PlaceOf("M09", Enrolled.Contact(35).Scored(Instruments.Phq2, 40, 4), 50).Why);
    }

    [Fact]
    public void Two_contacts_are_asked_of_those_in_treatment_the_whole_month()
    {
        Assert.Equal("two-or-more", PlaceOf("M10", Enrolled.Contact(40).Contact(41), 60).Why);
        Assert.Equal("fewer-than-two", PlaceOf("M10", Enrolled.Contact(40), 60).Why);
        Assert.Equal("not-enrolled-the-whole-month", PlaceOf("M10", Enrolled.Contact(10).Contact(11), 20).Why);
        Assert.Equal("not-in-treatment-the-whole-month", PlaceOf("M10", Enrolled.Contact(40).Contact(41).Plan(45).RelapsePrevention(45), 60).Why);
    }

    [Theory]
    [InlineData(1, "followed-up")]
    [InlineData(28, "followed-up")]
    [InlineData(29, "not-followed-up")]
    [InlineData(0, "not-followed-up")]
    public void Early_follow_up_is_on_days_one_to_twenty_eight(int day, string why) => Assert.Equal(why, PlaceOf("M12", Enrolled.Contact(day), 30).Why);

    [Fact]
    public void A_patient_is_asked_about_early_follow_up_in_the_one_period_that_holds_day_28()
    {
        Assert.Equal(Place.Outside, PlaceOf("M12", Enrolled, 27).Place);
        Assert.Equal(Place.Denominator, PlaceOf("M12", Enrolled, 57).Place);
        Assert.Equal(Place.Outside, PlaceOf("M12", Enrolled, 58).Place);
    }

    [Fact]
    public void Contacts_are_counted_for_the_days_enrolled()
    {
        var value = Value("M13", Ask("last-30", Day0.PlusDays(14)), Patients(Enrolled.Contact(3).Contact(9)));
        Assert.Equal((3m, 15m, 6.09m), (value.Numerator!.Value, value.Denominator!.Value, value.Value!.Value));
    }

    [Fact]
    public void Follow_ups_are_told_apart_by_mode()
    {
        var value = Value("M14", Ask("last-30", Day0.PlusDays(20)), Patients(Enrolled.Contact(3).Contact(9, mode: ContactMode.Video), Enrolled.Contact(4)));
        Assert.Equal(3, value.Value);
        Assert.Equal([new("phone", 2), new("video", 1)], value.Parts);
    }

    [Fact]
    public void Outreach_that_reached_nobody_is_a_share_of_all()
    {
        var value = Value("M15", Ask("last-30", Day0.PlusDays(20)), Patients(Enrolled.Contact(3).Attempt(4).NoShow(6)));
        AssertRate(2, 4, value);
        Assert.Equal([new("missed-appointments", 1)], value.Parts);
    }

    [Theory]
    [InlineData(14, Place.Numerator)]
    [InlineData(15, Place.Denominator)]
    [InlineData(-1, Place.Denominator)]
    public void A_baseline_is_in_time_until_the_fourteenth_day_and_never_before_enrolment(int day, Place place) =>
        Assert.Equal(place, PlaceOf("M17", Enrolled.Phq9(day, 12), 20).Place);

    [Theory]
    [InlineData(13, Place.Excluded)]
    [InlineData(14, Place.Denominator)]
    public void A_baseline_is_asked_of_those_enrolled_for_fourteen_days(int discharged, Place place) =>
        Assert.Equal(place, PlaceOf("M17", Enrolled.Became(discharged, EpisodeStatus.Inactive), 20).Place);

    [Fact]
    public void The_form_for_adolescents_is_one_scale_with_PHQ_9()
    {
        var story = Story.Enrolled(Day0).JudgedBy(Instruments.Phq9M).Scored(Instruments.Phq9M, 0, 20).Phq9(50, 25);
        Assert.Equal("two-scores", PlaceOf("M24", story, 60).Why);
        Assert.Equal("worsened", PlaceOf("M25", story, 60).Why);
        Assert.Equal("not-worsened", PlaceOf("M25", story.Scored(Instruments.Phq9M, 55, 24), 60).Why);
        var report = new MetricsReport(Patients(story), Ask("last-30", Day0.PlusDays(60)));
        Assert.Equal([20m, 100m], new[] { CaseMix.Baseline, CaseMix.Severe }.Select(m => report.Of(m).Value!.Value));
    }

    [Fact]
    public void The_score_nearest_to_week_twelve_decides_at_ten_to_fourteen_weeks()
    {
        Assert.Equal("improved", PlaceOf("M20", Enrolled.Phq9(0, 18).Phq9(72, 18).Phq9(83, 9).Phq9(97, 18), 100).Why);
        Assert.Equal("no-score-at-10-to-14-weeks", PlaceOf("M20", Enrolled.Phq9(0, 18).Phq9(69, 4).Phq9(99, 4), 100).Why);
        Assert.Equal("not-improved", PlaceOf("M20", Enrolled.Phq9(0, 18).Phq9(82, 4).Phq9(86, 18), 100).Why); // of two as near the later
        Assert.Equal(Place.Outside, PlaceOf("M20", Enrolled.Phq9(0, 18), 97).Place);
    }

    [Fact]
    public void Remission_is_of_the_last_score_in_the_period()
    {
        Assert.Equal("remission", PlaceOf("M21", Enrolled.Phq9(0, 18).Phq9(80, 12).Phq9(90, 4), 100).Why);
        Assert.Equal("no-remission", PlaceOf("M21", Enrolled.Phq9(0, 18).Phq9(80, 4).Phq9(90, 5), 100).Why);
        Assert.Equal("no-score-in-period", PlaceOf("M21", Enrolled.Phq9(0, 18).Phq9(60, 4), 100).Why);
    }

    [Fact]
    public void Scores_after_discharge_do_not_count()
    {
        var story = Enrolled.Phq9(0, 18).Became(80, EpisodeStatus.Inactive).Phq9(81, 4);
        Assert.Equal("no-later-score", PlaceOf("M19", story, 90).Why);
        Assert.Equal("improved", PlaceOf("M19", Enrolled.Phq9(0, 18).Phq9(80, 4).Became(80, EpisodeStatus.Inactive), 90).Why);
    }

    [Fact]
    public void Once_reached_stays_reached_in_the_episode()
    {
        var value = Value("M22", Ask("last-30", Day0.PlusDays(200)), Patients(Enrolled.Phq9(0, 18).Phq9(50, 4).Phq9(190, 17), Enrolled.Phq9(0, 18).Phq9(60, 9), Enrolled.Phq9(0, 18).Phq9(60, 10)));
        AssertRate(2, 3, value);
        Assert.Equal([new("ever-remission", 1)], value.Parts);
    }

    [Fact]
    public void The_mean_change_is_of_one_scale_and_standardized_by_the_spread_of_baselines()
    {
        var question = Ask("last-30", Day0.PlusDays(100));
        var patients = Patients(Enrolled.Phq9(0, 20).Phq9(50, 10), Enrolled.Phq9(0, 10).Phq9(50, 6), Enrolled.JudgedBy(Instruments.Pcl5).Pcl5(0, 60).Pcl5(50, 20));
        var value = Value("M24", question, patients);
        Assert.Equal((7m, 2m, 0.99m), (value.Value!.Value, value.Denominator!.Value, value.Parts.Single().Value!.Value));
        Assert.Equal(40, Value("M24", question with { Instrument = Instruments.Pcl5 }, patients).Value);
    }

    [Fact]
    public void Non_improvers_want_a_recommendation_or_another_treatment_in_sixty_days()
    {
        Assert.Equal("recommendation", PlaceOf("M26", Enrolled.Phq9(0, 18).Phq9(90, 17).Consult(41), 100).Why);
        Assert.Equal("no-recommendation-in-60-days", PlaceOf("M26", Enrolled.Phq9(0, 18).Phq9(90, 17).Consult(40), 100).Why);
        Assert.Equal("improved", PlaceOf("M26", Enrolled.Phq9(0, 18).Phq9(90, 8), 100).Why);
        Assert.Equal("treatment-changed", PlaceOf("M28", Enrolled.Phq9(0, 18).TreatmentChanged(41), 100).Why);
        Assert.Equal("no-change-in-60-days", PlaceOf("M28", Enrolled.Phq9(0, 18).TreatmentChanged(40), 100).Why);
    }

    [Theory]
    [InlineData(55, "not-consulted-on")]
    [InlineData(56, "consulted-on")]
    [InlineData(84, "consulted-on")]
    [InlineData(85, "not-consulted-on")]
    public void Fidelity_is_a_consultation_on_days_56_to_84(int day, string why) => Assert.Equal(why, PlaceOf("M27", Enrolled.Phq9(0, 18).Phq9(50, 17).Consult(day, recommendation: false), 90).Why);

    [Fact]
    public void Who_improved_by_day_56_or_left_before_day_84_needs_no_consultation()
    {
        Assert.Equal("improved-by-day-56", PlaceOf("M27", Enrolled.Phq9(0, 18).Phq9(56, 9), 90).Why);
        Assert.Equal("not-consulted-on", PlaceOf("M27", Enrolled.Phq9(0, 18).Phq9(57, 9), 90).Why);
        Assert.Equal("discharged-before-day-84", PlaceOf("M27", Enrolled.Phq9(0, 18).Became(83, EpisodeStatus.Inactive), 90).Why);
    }

    [Fact]
    public void A_week_is_held_when_anybody_was_discussed_from_Monday_to_Sunday()
    {
        // Sundays 14, 21 and 28 January 2024; day 0 is Wednesday the 10th.
        var value = Value("M30", Ask("2024-01", new(2024, 1, 31)), Patients(Enrolled.Consult(0), Enrolled.Consult(4), Enrolled.Consult(12)));
        AssertRate(2, 3, value); // weeks of the 8th and of the 22nd; the 14th is still the first of them, and before the 8th nobody was enrolled
    }

    [Fact]
    public void A_clinic_without_anybody_enrolled_misses_no_week()
    {
        foreach (var patients in new[] { Patients(), Patients(Story.Enrolled(new(2024, 2, 1))) })
        {
            var value = Value("M30", Ask("2024-01", new(2024, 1, 31)), patients);
            Assert.Equal((null, 0m, "empty-denominator"), (value.Value, value.Denominator, value.NoValue));
        }

        AssertRate(0, 1, Value("M30", Ask("2024-01", new(2024, 1, 31)), Patients(Enrolled.Became(4, EpisodeStatus.Inactive)))); // from Wednesday to Sunday
        AssertRate(0, 2, Value("M30", Ask("2024-01", new(2024, 1, 31)), Patients(Enrolled.Became(5, EpisodeStatus.Inactive))));
    }

    [Fact]
    public void Recommendations_are_taken_up_when_accepted_or_done_by_the_end()
    {
        var story = Enrolled.Recommended(80).Recommended(81, RecommendationState.Accepted, 85).Recommended(82, RecommendationState.Done, 88)
            .Recommended(83, RecommendationState.Declined, 84).Recommended(84, RecommendationState.Accepted, 101);
        var value = Value("M31", Ask("last-30", story.On(100)), Patients(story));
        AssertRate(2, 5, value);
        Assert.Equal([new("median-days", 5)], value.Parts);
    }

    [Fact]
    public void A_self_harm_answer_wants_its_disposition_by_the_end_of_the_next_business_day()
    {
        Story Answered(int day, int done) => Enrolled.Phq9(day, 15, item9: 2).Acknowledged("F01", done, "risk-assessed");
        AssertRate(1, 1, Value("M32", Ask("last-30", Day0.PlusDays(20)), Patients(Answered(2, 5)))); // Friday, done on Monday
        AssertRate(0, 1, Value("M32", Ask("last-30", Day0.PlusDays(20)), Patients(Answered(2, 6))));
        AssertRate(0, 1, Value("M32", Ask("last-30", Day0.PlusDays(20)), Patients(Enrolled.Phq9(2, 15, item9: 2).Acknowledged("F01", 3))));
        Assert.Equal("empty-denominator", Value("M32", Ask("last-30", Day0.PlusDays(4)), Patients(Answered(2, 5))).NoValue); // not due yet
    }

    [Fact]
    public void A_self_harm_answer_without_a_total_wants_its_disposition_too()
    {
        var question = Ask("last-30", Day0.PlusDays(20));
        AssertRate(0, 1, Value("M32", question, Patients(Enrolled.AnsweredOnly(2, 1))));
        AssertRate(1, 2, Value("M32", question, Patients(Enrolled.AnsweredOnly(2, 2).Acknowledged("F01", 5, "risk-assessed"), Enrolled.Phq9(2, 15, item9: 2))));
        var late = Enrolled.AnsweredOnly(2, 2, receivedDay: 9);
        AssertRate(1, 1, Value("M32", question, Patients(late.Acknowledged("F01", 12, "risk-assessed", assessment: late.LastAnswerOnly)))); // came on Friday, done on Monday
    }

    [Fact]
    public void Patient_months_with_minutes_reach_a_code_or_do_not_and_every_lost_minute_has_its_reason()
    {
        var value = Value("M35", Ask("2024-01", new(2024, 1, 31)), Patients(Enrolled.Ready(), Story.Enrolled(Day0, minutes: 10).Ready().Minutes(3, 25, WorkKind.Administrative)));
        AssertRate(1, 2, value);
        Assert.Equal([new("lost-excluded-activity", 25), new("median-minutes", 30)], value.Parts);
    }

    [Fact]
    public void Doubtful_scores_are_counted_by_what_is_wrong()
    {
        var story = Enrolled.Phq9(2, 12, item9: 0).Phq9(4, 12).Gad7(4, 9).Received(Instruments.Gad7, 5, 11, receivedDay: 5);
        var value = Value("M36", Ask("last-30", story.On(20)), Patients(story));
        AssertRate(2, 4, value);
        Assert.Equal([new("no-self-harm-answer", 1), new("quarantined", 0), new("unreviewed", 1)], value.Parts);
    }

    [Fact]
    public void Who_was_only_referred_is_in_no_metric_of_enrolled_patients()
    {
        var referral = Story.Referred(Day0);
        foreach (var metric in Metrics.All.Where(m => m.Code is not "M07")) Assert.Equal(Place.Outside, PlaceOf(metric.Code, referral, 20).Place);
        Assert.Equal("not-seen-yet", PlaceOf("M07", referral, 20).Why);
    }

    [Fact]
    public void A_period_that_has_not_begun_has_no_figures()
    {
        var value = Value("M08", Ask("2024-03", new(2024, 2, 29)), Patients(Enrolled));
        Assert.Equal(((decimal?)null, "period-not-begun"), (value.Value, value.NoValue));
    }

    [Fact]
    public void What_comes_after_a_period_does_not_change_it()
    {
        foreach (var seed in Enumerable.Range(0, 60))
        {
            var story = RandomStories.Tell(seed);
            var period = $"{story.On(120):uuuu-MM}";
            var end = MetricPeriod.Parse(period, default)!.To;
            foreach (var metric in Metrics.All)
            {
                var (then, later) = (Value(metric.Code, Ask(period, end), Patients(story)), Value(metric.Code, Ask(period, end.PlusDays(200)), Patients(story)));
                Assert.Equal((then.Value, then.Numerator, then.Denominator, then.NoValue), (later.Value, later.Numerator, later.Denominator, later.NoValue));
                Assert.Equal(then.Parts, later.Parts);
            }
        }
    }
}
