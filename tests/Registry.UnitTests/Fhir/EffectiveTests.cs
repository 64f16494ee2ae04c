using NodaTime;
using Registry.Fhir;
using static Registry.UnitTests.Fhir.Fixtures;

namespace Registry.UnitTests.Fhir;

/// <summary>fhir.md 3.2: the day of a score is the one that was written.</summary>
public sealed class EffectiveTests
{
    [Theory]
    [InlineData("\"2026-03-05\"", "2026-03-05", null)]
    [InlineData("\"2026-03-05T23:30:00-05:00\"", "2026-03-05", "2026-03-06T04:30:00Z")]
    [InlineData("\"2026-03-06T00:30:00+09:00\"", "2026-03-06", "2026-03-05T15:30:00Z")]
    [InlineData("\"2026-03-05T12:00:00.718000+00:00\"", "2026-03-05", "2026-03-05T12:00:00.718Z")]
    [InlineData("\"2024-02-29\"", "2024-02-29", null)]
    public void The_day_is_the_one_written_and_the_moment_is_kept_for_order(string json, string day, string? at)
    {
        var score = Accepted(Observation(("effectiveDateTime", json)));
        Assert.Equal(day, score.On.ToString("uuuu-MM-dd", null));
        Assert.Equal(at is null ? null : NodaTime.Text.InstantPattern.ExtendedIso.Parse(at).Value, score.At);
        Assert.Equal(json.Trim('"'), score.Effective.Text);
    }

    [Theory]
    [InlineData("2026-03-05", "2026-03-05")]
    [InlineData("2026-03-05T23:30:00-05:00", "2026-03-05")]
    [InlineData("2026-03-05T23:30:00-08:00", "2026-03-05")] // late on a journey: the patient's own day
    [InlineData("2026-03-06T04:30:00Z", "2026-03-05")] // late in New York, written by a machine
    [InlineData("2026-03-06T04:30:00+00:00", "2026-03-05")]
    [InlineData("2026-11-01T03:59:59Z", "2026-10-31")] // the hours of the night in which the clocks go back
    [InlineData("2026-11-01T04:00:00Z", "2026-11-01")]
    [InlineData("2026-03-10T01:00:00+09:00", "2026-03-10")] // a day that has come, as written
    [InlineData("2026-11-22T01:00:00+14:00", "2026-11-21")] // a day that has not come in New York, of a moment that has
    public void At_the_clinic_it_counts_for_the_day_written_and_a_time_in_UTC_for_the_day_it_was_there(string written, string day)
    {
        var effective = Accepted(Observation(("effectiveDateTime", $"\"{written}\""))).Effective;
        Assert.Equal(day, effective.DayAt(DateTimeZoneProviders.Tzdb["America/New_York"], Now).ToString("uuuu-MM-dd", null));
    }

    [Theory]
    [InlineData("\"2026\"")]
    [InlineData("\"2026-03\"")]
    public void A_month_or_a_year_is_not_enough(string json) => Refused(Observation(("effectiveDateTime", json)), 422, IssueCode.BusinessRule, "Observation.effective");

    [Theory]
    [InlineData("\"2026-03-05T23:30:00\"")]
    [InlineData("\"2026-03-05T23:30Z\"")]
    [InlineData("\"2026-03-05T24:00:00Z\"")]
    [InlineData("\"2026-02-30\"")]
    [InlineData("\"2025-02-29\"")]
    [InlineData("\"0000-01-01\"")]
    [InlineData("\"2026-3-5\"")]
    [InlineData("\"20260305\"")]
    [InlineData("\"2026-03-05T23:30:00+15:00\"")]
    [InlineData("\"2026-03-05T23:30:00.Z\"")]
    [InlineData("\"2026-03-05 23:30:00Z\"")]
    public void A_broken_dateTime_is_malformed(string json) => Refused(Observation(("effectiveDateTime", json)), 400, IssueCode.Value, "Observation.effective");

    [Fact]
    public void An_instant_is_taken() =>
        Assert.Equal(new LocalDate(2026, 3, 5), Accepted(WithEffective("effectiveInstant", "\"2026-03-05T10:00:00Z\"")).On);

    [Theory]
    [InlineData("""{"start":"2026-03-05T13:00:00-05:00","end":"2026-03-05T13:15:00-05:00"}""")]
    [InlineData("""{"start":"2026-03-05"}""")]
    [InlineData("""{"start":"2026-03-05","end":"2026-03-05"}""")]
    [InlineData("""{"start":"2026-03-05","end":"2026-03-05T10:00:00Z"}""")]
    public void A_period_inside_one_day_is_that_day(string json) => Assert.Equal(new LocalDate(2026, 3, 5), Accepted(WithEffective("effectivePeriod", json)).On);

    [Theory]
    [InlineData("""{"start":"2026-03-05","end":"2026-03-06"}""", IssueCode.BusinessRule, "Observation.effective")]
    [InlineData("""{"start":"2026-03-05","end":"2026-03"}""", IssueCode.Invariant, "Observation.effective")]
    [InlineData("""{"start":"2026-03","end":"2026-03"}""", IssueCode.BusinessRule, "Observation.effective.start")]
    [InlineData("""{"start":"2026-03-05T13:00:00Z","end":"2026-03-05T12:00:00Z"}""", IssueCode.Invariant, "Observation.effective")]
    [InlineData("""{"end":"2026-03-05"}""", IssueCode.Required, "Observation.effective.start")]
    public void Any_other_period_is_refused(string json, IssueCode code, string expression) => Refused(WithEffective("effectivePeriod", json), 422, code, expression);

    [Fact]
    public void A_timing_is_refused() => Refused(WithEffective("effectiveTiming", """{"event":["2026-03-05"]}"""), 422, IssueCode.BusinessRule, "Observation.effective");

    [Theory]
    [InlineData("issued", "\"2026-03-05T10:00:00Z\"")]
    [InlineData("_effectiveDateTime", """{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/data-absent-reason","valueCode":"unknown"}]}""")]
    public void When_it_was_issued_does_not_say_when_it_was_taken(string name, string json) =>
        Refused(WithEffective(name, json), 422, IssueCode.Required, "Observation.effective");

    // Now is 2026-11-21T12:00Z: a day of skew ends 2026-11-22T12:00Z.
    [Theory]
    [InlineData("2026-11-22", true)]
    [InlineData("2026-11-23", false)]
    [InlineData("2026-11-22T12:00:00Z", true)]
    [InlineData("2026-11-22T12:00:01Z", false)]
    [InlineData("2026-11-23T01:00:00+14:00", true)]
    [InlineData("2027-02-19", false)]
    [InlineData("9999-12-31T23:59:59-14:00", false)]
    [InlineData("1900-01-01", true)]
    [InlineData("1899-12-31", false)]
    public void A_day_of_skew_is_forgiven_and_no_more(string text, bool accepted)
    {
        if (accepted) Accepted(Observation(("effectiveDateTime", $"\"{text}\"")));
        else Refused(Observation(("effectiveDateTime", $"\"{text}\"")), 422, IssueCode.BusinessRule, "Observation.effective");
    }

    [Fact]
    public void A_score_before_birth_is_refused_where_the_birth_date_is_known()
    {
        var born = Context with { BirthDate = new LocalDate(2026, 3, 6) };
        Assert.Equal(ReadingKind.Refused, Read(Observation(), born).Kind);
        Assert.Equal(ReadingKind.Score, Read(Observation(), born with { BirthDate = new LocalDate(2026, 3, 5) }).Kind);
    }
}
