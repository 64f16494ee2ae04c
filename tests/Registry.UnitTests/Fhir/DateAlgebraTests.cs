using NodaTime;
using Registry.Fhir;
using static Registry.UnitTests.Fhir.Fixtures;

namespace Registry.UnitTests.Fhir;

/// <summary>The R4 date algebra against an oracle that knows no ranges: it walks the hours of two years and asks the questions of the specification hour by hour.</summary>
public sealed class DateAlgebraTests
{
    private static readonly DateTimeZone NewYork = DateTimeZoneProviders.Tzdb["America/New_York"];

    /// <summary>What a text covers, in minutes since the start of 2025 UTC, computed by the calendar of .NET and by hand-written offsets.</summary>
    private static (long Start, long End) Minutes(string text, Func<DateTime, TimeSpan> zone)
    {
        var origin = new DateTime(2025, 1, 1);
        var (first, next) = text.Length switch
        {
            4 => (At(text + "-01-01"), At(text + "-01-01").AddYears(1)),
            7 => (At(text + "-01"), At(text + "-01").AddMonths(1)),
            10 => (At(text), At(text).AddDays(1)),
            _ => (At(text[..16]), At(text[..16]).AddMinutes(1)),
        };
        var written = text.Length <= 16 ? (TimeSpan?)null
            : text.EndsWith('Z') ? TimeSpan.Zero
            : (text[16] == '-' ? -1 : 1) * TimeSpan.Parse(text[17..], null);
        return (Utc(first), Utc(next));

        long Utc(DateTime local) => (long)(local - (written ?? zone(local)) - origin).TotalMinutes;
        static DateTime At(string text) => DateTime.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Daylight saving of New York in 2025 and 2026, from the law and not from the library.</summary>
    private static TimeSpan NewYorkOffset(DateTime local) =>
        (local >= new DateTime(2025, 3, 9, 2, 0, 0) && local < new DateTime(2025, 11, 2, 2, 0, 0))
        || (local >= new DateTime(2026, 3, 8, 2, 0, 0) && local < new DateTime(2026, 11, 1, 2, 0, 0))
            ? TimeSpan.FromHours(-4)
            : TimeSpan.FromHours(-5);

    /// <summary>The words of the specification, asked of every minute at which anything can change.</summary>
    private static bool Oracle(string prefix, (long Start, long End) search, (long Start, long End) target)
    {
        long[] edges = [search.Start, search.End, target.Start, target.End];
        var minutes = edges.SelectMany(e => new[] { e - 1, e }).Distinct().ToList();
        bool InSearch(long m) => m >= search.Start && m < search.End;
        bool InTarget(long m) => m >= target.Start && m < target.End;
        bool Above(long m) => m >= search.End;
        bool Below(long m) => m < search.Start;
        var contained = minutes.Where(InTarget).All(InSearch);
        return prefix switch
        {
            "" or "eq" => contained,
            "ne" => !contained,
            "gt" => minutes.Exists(m => Above(m) && InTarget(m)),
            "lt" => minutes.Exists(m => Below(m) && InTarget(m)),
            "ge" => contained || minutes.Exists(m => Above(m) && InTarget(m)),
            "le" => contained || minutes.Exists(m => Below(m) && InTarget(m)),
            "sa" => minutes.Where(InTarget).All(Above),
            "eb" => minutes.Where(InTarget).All(Below),
            _ => throw new ArgumentOutOfRangeException(nameof(prefix)),
        };
    }

    private static readonly string[] Searches =
    [
        "2025", "2026", "2025-03", "2026-03", "2025-12", "2026-03-04", "2026-03-05", "2026-03-06", "2026-03-08", "2026-11-01", "2025-12-31", "2026-01-01",
        "2026-03-05T23:30", "2026-03-05T23:30Z", "2026-03-05T23:30-05:00", "2026-03-06T04:30Z", "2026-03-05T00:00+14:00", "2026-03-05T00:00-12:00",
        "2026-01-01T00:00Z", "2026-01-01T00:00-05:00", "2025-12-31T23:59Z", "2026-03-08T03:00", "2026-03-06T00:00",
    ];

    private static readonly string[] Targets =
    [
        "2026-03-04", "2026-03-05", "2026-03-06", "2026-03-08", "2026-11-01", "2025-12-31", "2026-01-01", "2025-03-01",
        "2026-03-05T23:30Z", "2026-03-05T23:30-05:00", "2026-03-06T04:30Z", "2026-03-05T00:00+14:00", "2026-01-01T00:00Z", "2025-12-31T23:59Z", "2026-01-01T00:00+09:00",
        "2026-03-05T05:00Z", "2026-03-06T05:00Z", "2026-03-06T04:59Z", "2026-03-05T04:59Z",
    ];

    private static FhirDateRange Range(string text, DateTimeZone zone)
    {
        Assert.True(FhirDateText.TryParse(text, DateForm.Search, out var date));
        return date.RangeIn(zone);
    }

    [Theory]
    [InlineData("")]
    [InlineData("eq")]
    [InlineData("ne")]
    [InlineData("gt")]
    [InlineData("lt")]
    [InlineData("ge")]
    [InlineData("le")]
    [InlineData("sa")]
    [InlineData("eb")]
    public void Each_prefix_finds_what_the_specification_says_for_every_pair_of_precisions_and_zones(string prefix)
    {
        var found = 0;
        foreach (var (zone, offset) in new (DateTimeZone, Func<DateTime, TimeSpan>)[] { (DateTimeZone.Utc, _ => TimeSpan.Zero), (NewYork, NewYorkOffset) })
        {
            var context = new SearchContext(Base, zone, Now);
            foreach (var search in Searches)
            {
                var parsed = FhirSearch.Parse("Observation", [new("date", prefix + search)], context);
                Assert.Empty(parsed.Issues);
                foreach (var target in Targets)
                {
                    var expected = Oracle(prefix, Minutes(search, offset), Minutes(target, offset));
                    var actual = parsed.Dates("date")[0][0].Matches(Range(target, zone));
                    Assert.True(expected == actual, $"{prefix}{search} against {target} in {zone.Id}: expected {expected}");
                    if (actual) found++;
                }
            }
        }
        // An oracle that always says the same thing proves nothing.
        Assert.InRange(found, 10, 2 * Searches.Length * Targets.Length - 10);
    }

    [Fact]
    public void About_widens_by_a_tenth_of_the_distance_to_today()
    {
        // Now is 2026-11-21: 100 days earlier is 2026-08-13, a tenth of that is 10 days.
        var about = FhirSearch.Parse("Observation", [new("date", "ap2026-08-13")], new(Base, DateTimeZone.Utc, Now)).Dates("date")[0][0];
        Assert.True(about.Matches(Range("2026-08-13", DateTimeZone.Utc)));
        Assert.True(about.Matches(Range("2026-08-22", DateTimeZone.Utc)));
        Assert.True(about.Matches(Range("2026-08-04", DateTimeZone.Utc)));
        Assert.False(about.Matches(Range("2026-08-25", DateTimeZone.Utc)));
        Assert.False(about.Matches(Range("2026-08-01", DateTimeZone.Utc)));
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
