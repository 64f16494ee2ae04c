using System.Text.Json;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Registry.Clinical;

namespace Registry.UnitTests.Clinical;

/// <summary>What leaves as de-identified holds none of the identifiers of 45 CFR 164.514(b)(2), whatever the story.</summary>
public sealed partial class SafeHarborTests
{
    [Fact]
    public void No_id_and_no_date_of_any_story_survives()
    {
        Prop.ForAll(RandomStories.Any, Gen.Choose(0, 39_000).ToArbitrary(), (story, age) =>
        {
            var facts = story.Facts;
            var asOf = facts.EnrolledOn.PlusDays(RandomStories.LastDay);
            var birth = facts.EnrolledOn.PlusDays(-age);
            var made = SafeHarbor.Of(EpisodeSummary.Of(facts, asOf, FlagParameters.Default, OutcomeProfile.Nys2025), birth, "subject-code", "clinic-code");
            var text = JsonSerializer.Serialize(made);
            // The one year that may be told, of the enrolment.
            var years = YearOrUuid().Matches(text.Replace($"\"EnrolledInYear\":{facts.EnrolledOn.Year}", "", StringComparison.Ordinal));
            return years.Count == 0 && !text.Contains(facts.PatientId.ToString(), StringComparison.Ordinal) && !text.Contains(facts.EpisodeId.ToString(), StringComparison.Ordinal)
                && (made.Age == "90+") == (Period.Between(birth, asOf, PeriodUnits.Years).Years >= 90);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("1936-01-02", "2025-12-31", "88")]
    [InlineData("1936-01-02", "2026-01-01", "88")] // 89 that day
    [InlineData("1936-01-02", "2026-01-02", "90+")] // 90 now: the year of enrolment with 88 would tell it
    [InlineData("1924-01-02", "2026-01-02", "90+")]
    [InlineData("2024-06-01", "2026-01-02", "0")]
    [InlineData(null, "2026-01-02", null)]
    public void Whoever_is_ninety_by_the_day_of_the_release_is_in_one_band(string? birth, string released, string? age)
    {
        var story = Story.Enrolled(new LocalDate(2024, 6, 10));
        var summary = EpisodeSummary.Of(story.Facts, Day(released)!.Value, FlagParameters.Default, OutcomeProfile.Nys2025);
        Assert.Equal(age, SafeHarbor.Of(summary, Day(birth), "s", "c").Age);
    }

    private static LocalDate? Day(string? text) => text is null ? null : NodaTime.Text.LocalDatePattern.Iso.Parse(text).Value;

    /// <summary>Four digits that could be a year, and anything in the form of an id.</summary>
    [GeneratedRegex(@"\b(19|20)\d\d\b|[0-9a-f]{8}-[0-9a-f]{4}-", RegexOptions.NonBacktracking)]
    private static partial Regex YearOrUuid();
}
