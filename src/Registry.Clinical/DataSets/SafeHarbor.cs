using System.Globalization;
using NodaTime;

namespace Registry.Clinical;

/// <summary>One episode without any identifier of 45 CFR 164.514(b)(2): days count from enrolment, and whatever names somebody or a place is a random code of this release.</summary>
/// <param name="Subject">The same for all episodes of a patient in this release, and another in the next.</param>
/// <param name="Age">Whole years at enrolment; "90+" for whoever is 90 or over by the day of the release; null when the birth date is not known.</param>
/// <param name="EndedOnDay">Days after enrolment; null while the episode is open.</param>
public sealed record SafeHarborEpisode(
    string Subject, string Clinic, string? Age, int EnrolledInYear, string PrimaryScale, int? EndedOnDay, IReadOnlyList<SafeHarborScore> Scores, IReadOnlyList<SafeHarborContact> Contacts,
    IReadOnlyList<OutcomeLine> Outcomes);

/// <param name="Day">Days after enrolment; below 0 before it.</param>
public sealed record SafeHarborScore(string Instrument, int Day, int Total);

/// <param name="Day">Days after enrolment.</param>
public sealed record SafeHarborContact(int Day, ContactPurpose Purpose, ContactMode Mode, int Minutes, bool Kept);

/// <summary>How one instrument went, by the organization's profile; null where it cannot be judged.</summary>
public sealed record OutcomeLine(string Instrument, int? Baseline, int? Last, bool? IsImproved);

/// <summary>Makes rows that name nobody.</summary>
/// <remarks>
/// Only what is listed here gets out: a new member of the facts is in no export until somebody puts it here. With day offsets goes the year of enrolment
/// alone, since the years of single events would tell where in the year they lie.
/// </remarks>
public static class SafeHarbor
{
    /// <summary>From this age on years tell too much.</summary>
    public const int OldestAge = 90;

    /// <param name="subject">The patient's code in this release.</param>
    /// <param name="clinic">The clinic's code in this release.</param>
    /// <param name="summary">The episode on the day of the release.</param>
    public static SafeHarborEpisode Of(EpisodeSummary summary, LocalDate? birth, string subject, string clinic)
    {
        var facts = summary.Facts;
        return new(
            subject, clinic, AgeOf(birth, facts.EnrolledOn, summary.AsOf), facts.EnrolledOn.Year, facts.PrimaryScale.Code, facts.EndedOn is { } end ? Day(end) : null,
            [.. facts.Scores.Where(s => s.On <= summary.AsOf).Select(s => new SafeHarborScore(s.Instrument.Code, Day(s.On), s.Total))],
            [.. facts.Contacts.Where(c => c.On <= summary.AsOf).Select(c => new SafeHarborContact(Day(c.On), c.Purpose, c.Mode, c.Minutes, c.Kept))],
            OutcomesOf(summary));

        int Day(LocalDate on) => Period.DaysBetween(facts.EnrolledOn, on);
    }

    public static IReadOnlyList<OutcomeLine> OutcomesOf(EpisodeSummary summary) =>
        [.. EpisodeOutcome.Of(summary).ByInstrument.Select(o => new OutcomeLine(o.Instrument.Code, o.Baseline?.Total, o.Last?.Total, o.IsImproved))];

    private static string? AgeOf(LocalDate? birth, LocalDate enrolled, LocalDate released) =>
        birth is not { } born ? null
        : Years(born, released) >= OldestAge ? $"{OldestAge}+"
        : Years(born, enrolled).ToString(CultureInfo.InvariantCulture);

    private static int Years(LocalDate from, LocalDate to) => Math.Max(0, Period.Between(from, to, PeriodUnits.Years).Years);
}
