using NodaTime;
using Registry.Fhir;
using static Registry.UnitTests.Fhir.Fixtures;

namespace Registry.UnitTests.Fhir;

/// <summary>The R4 date algebra against an oracle that counts moments and knows no ranges.</summary>
public sealed class DateAlgebraTests
{
    private static readonly string[] Searches =
    [
        "2023", "2024", "2025", "2023-12", "2024-01", "2024-02", "2024-03", "2024-12", "2025-01",
        "2023-12-31", "2024-01-01", "2024-02-28", "2024-02-29", "2024-03-01", "2024-03-10", "2024-11-02", "2024-11-03", "2024-12-31", "2025-01-01",
        "2024-02-29T00:00", "2024-02-29T23:59", "2024-03-10T03:00", "2024-11-03T02:00", "2024-02-29T23:59:59", "2024-02-29T23:59Z", "2024-02-29T23:59-05:00", "2024-03-01T04:59Z",
        "2024-02-29T00:00:00Z", "2024-02-29T23:59:59Z", "2024-03-01T00:00:00+14:00", "2024-02-29T00:00:00-12:00", "2024-02-29T23:59:59+05:30",
        "2024-03-10T06:59:59Z", "2024-03-10T07:00:00Z", "2024-11-03T01:30:00-04:00", "2024-11-03T01:30:00-05:00", "2023-12-31T23:59:59Z", "2024-01-01T00:00:00Z", "2025-01-01T04:59:59Z",
        "2024-02-29T12:00:00.5Z", "2024-02-29T12:00:00.50Z", "2024-02-29T12:00:00.99Z",
    ];

    private static readonly string[] Targets =
    [
        "2023-12-31", "2024-01-01", "2024-02-28", "2024-02-29", "2024-03-01", "2024-03-10", "2024-11-03", "2024-12-31", "2025-01-01",
        "2024-02-29T23:59Z", "2024-02-29T23:59-05:00", "2024-03-01T04:59Z", "2024-03-01T05:00Z", "2024-02-29T04:59Z", "2024-02-29T05:00Z", "2024-02-28T18:30Z",
        "2024-02-29T00:00:00Z", "2024-02-29T23:59:59Z", "2024-03-01T00:00:00+14:00", "2024-02-29T00:00:00-12:00", "2024-02-29T23:59:59+05:30",
        "2024-03-10T07:00:00Z", "2024-11-03T01:30:00-04:00", "2024-11-03T01:30:00-05:00", "2023-12-31T23:59:59Z", "2024-01-01T00:00:00+09:00", "2025-01-01T04:59:59Z",
        "2024-02-29T12:00:00Z", "2024-02-29T12:00:00.5Z", "2024-02-29T12:00:00.50Z", "2024-02-29T12:00:01Z",
    ];

    private static readonly Dictionary<string, Func<DateTime, TimeSpan>> Zones = new()
    {
        ["UTC"] = _ => TimeSpan.Zero,
        ["America/New_York"] = DateOracle.NewYork,
        ["Asia/Kolkata"] = _ => new TimeSpan(5, 30, 0),
    };

    private static readonly DateTimeZone NewYork = DateTimeZoneProviders.Tzdb["America/New_York"];

    private static FhirDateRange Range(string text, DateTimeZone zone)
    {
        Assert.True(FhirDateText.TryParse(text, DateForm.Search, out var date));
        return date.RangeIn(zone);
    }

    [Theory]
    [InlineData("UTC")]
    [InlineData("America/New_York")]
    [InlineData("Asia/Kolkata")]
    public void Each_prefix_finds_what_the_specification_says_for_every_pair_of_precisions_and_zones(string zoneId)
    {
        var zone = DateTimeZoneProviders.Tzdb[zoneId];
        var oracle = new DateOracle(Zones[zoneId], Searches, Targets);
        foreach (var prefix in (string[])["", "eq", "ne", "gt", "lt", "ge", "le", "sa", "eb"])
        {
            var found = 0;
            foreach (var search in Searches)
            {
                var parsed = FhirSearch.Parse("Observation", [new("date", prefix + search)], new(Base, zone, Now));
                Assert.Empty(parsed.Issues);
                foreach (var target in Targets)
                {
                    var expected = oracle.Finds(prefix, search, target);
                    Assert.True(expected == parsed.Dates("date")[0][0].Matches(Range(target, zone)), $"{prefix}{search} against {target} in {zoneId}: expected {expected}");
                    if (expected) found++;
                }
            }

            // An oracle that always says the same thing proves nothing.
            Assert.InRange(found, 10, (Searches.Length * Targets.Length) - 10);
        }
    }

    /// <remarks>
    /// Worked out by hand for noon of 2026-11-21 UTC: a tenth of the distance from there to the nearer end of the date is added on both sides.
    /// 2026-08-13 is 99.5 days away, so 9 d 22 h 48 min are added; 2025 324.5 and 32 d 10 h 48 min; 2024-02-29 995.5 and 99 d 13 h 12 min; 2027-01-30 69.5 and 6 d 22 h 48 min.
    /// </remarks>
    [Theory]
    [InlineData("2026-08-13", "2026-08-02", false)]
    [InlineData("2026-08-13", "2026-08-03", true)]
    [InlineData("2026-08-13", "2026-08-03T01:11:59Z", false)]
    [InlineData("2026-08-13", "2026-08-03T01:12:00Z", true)]
    [InlineData("2026-08-13", "2026-08-23T22:47:59Z", true)]
    [InlineData("2026-08-13", "2026-08-23T22:48:00Z", false)]
    [InlineData("2026-08-13", "2026-08-24", false)]
    [InlineData("2025", "2024-11-28", false)]
    [InlineData("2025", "2024-11-29", true)]
    [InlineData("2025", "2026-02-02T10:47:59Z", true)]
    [InlineData("2025", "2026-02-02T10:48:00Z", false)]
    [InlineData("2024-02-29", "2023-11-20", false)]
    [InlineData("2024-02-29", "2023-11-21", true)]
    [InlineData("2024-02-29", "2024-06-08", true)]
    [InlineData("2024-02-29", "2024-06-09", false)]
    [InlineData("2027-01-30", "2027-01-22", false)]
    [InlineData("2027-01-30", "2027-01-23", true)]
    [InlineData("2027-01-30", "2027-02-06", true)]
    [InlineData("2027-01-30", "2027-02-07", false)]
    [InlineData("2026", "2025-12-31", false)]
    [InlineData("2026", "2026-01-01", true)]
    [InlineData("2026", "2026-12-31", true)]
    [InlineData("2026", "2027-01-01", false)]
    [InlineData("2026-11-21", "2026-11-20", false)]
    [InlineData("2026-11-21", "2026-11-21", true)]
    [InlineData("2026-11-21T11:50:00Z", "2026-11-21T11:48:59Z", false)]
    [InlineData("2026-11-21T11:50:00Z", "2026-11-21T11:49:00Z", true)]
    [InlineData("2026-11-21T11:50:00Z", "2026-11-21T11:51:00Z", true)]
    [InlineData("2026-11-21T11:50:00Z", "2026-11-21T11:51:01Z", false)]
    public void About_widens_by_a_tenth_of_the_distance_to_today(string search, string target, bool expected)
    {
        var about = FhirSearch.Parse("Observation", [new("date", "ap" + search)], new(Base, DateTimeZone.Utc, Now)).Dates("date")[0][0];
        Assert.Equal(expected, about.Matches(Range(target, DateTimeZone.Utc)));
    }

    [Theory]
    [InlineData("2026-03-05T12:00:00Z", 1_000_000_000)]
    [InlineData("2026-03-05T12:00:00.5Z", 100_000_000)]
    [InlineData("2026-03-05T12:00:00.500Z", 1_000_000)]
    [InlineData("2026-03-05T12:00:00.1234567891Z", 1)]
    public void Each_digit_shortens_the_range(string text, long nanoseconds)
    {
        var range = Range(text, DateTimeZone.Utc);
        Assert.Equal(nanoseconds, (range.End - range.Start).ToInt64Nanoseconds());
    }

    [Theory]
    [InlineData("9999")]
    [InlineData("9999-12")]
    [InlineData("9999-12-31")]
    [InlineData("9999-12-31T23:59:59-14:00")]
    [InlineData("9999-12-31T23:59:59.9999999999Z")]
    [InlineData("0001")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    public void The_ends_of_the_calendar_are_no_trap(string text)
    {
        foreach (var prefix in new[] { "", "ap", "gt", "eb" })
            Assert.Empty(FhirSearch.Parse("Observation", [new("date", prefix + text)], new(Base, NewYork, Now)).Issues);
        var range = Range(text, NewYork);
        Assert.True(range.Start <= range.End);
    }

    [Fact]
    public void A_leap_second_is_the_last_second_of_its_minute() =>
        Assert.Equal(Instant.FromUtc(2016, 12, 31, 23, 59, 59), Range("2016-12-31T23:59:60Z", DateTimeZone.Utc).Start);

    [Fact]
    public void A_period_reaches_from_its_start_to_the_end_of_its_end()
    {
        var effective = new EffectiveTime(new(2026, 3, 5), null, DatePrecision.Second, "2026-03-05T10:00:00Z", "2026-03-05T10:15:00Z");
        Assert.Equal(new(Instant.FromUtc(2026, 3, 5, 10, 0), Instant.FromUtc(2026, 3, 5, 10, 15, 1)), effective.RangeIn(DateTimeZone.Utc));
    }
}
