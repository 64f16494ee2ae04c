namespace Registry.Clinical;

/// <summary>Flags about whether the patient is being measured.</summary>
internal static class MeasurementFlags
{
    /// <summary>F05, one entry per tracked instrument: an instrument never given cannot be stale.</summary>
    public static Flag Stale(Instrument instrument) => new("F05", "score.stale", FlagSeverity.Attention,
        "The latest score is older than 30 days in treatment, or 90 in relapse prevention; exactly 30, or 90, is not.",
        e => StaleLimit(e, e.Status) is { } limit && e.TrackOf(instrument)?.Last is { } last && e.DaysSince(last.On) > limit,
        e =>
        {
            var last = e.TrackOf(instrument)!.Last!.Value;
            var limit = StaleLimit(e, e.Status);
            return new(e.OlderThanLimitSince(last.On, status => StaleLimit(e, status)),
                $"{last.Said()} is {Wording.Days(e.DaysSince(last.On))} old.",
                FlagInput.Of("last", last), new FlagInput("ageDays", e.DaysSince(last.On)), new FlagInput("limitDays", limit));
        }) { Instrument = instrument };

    public static readonly Flag BaselineMissing = new("F25", "baseline.missing", FlagSeverity.Attention,
        "Day 14 or later, and no score on the primary scale since enrolment.",
        e => e.IsActive && e.Day >= e.Parameters.BaselineByDay && e.Primary.Baseline is null,
        e => new(e.Facts.EnrolledOn.PlusDays(e.Parameters.BaselineByDay), $"Day {e.Day} without a {e.Primary.Instrument.Display} since enrolment.",
            new FlagInput("initialAssessment", e.Day, e.Facts.EnrolledOn), new FlagInput("primaryScale", Code: e.Primary.Instrument.Code)));

    public static readonly Flag CannotAssess = new("F25b", "cannotAssess", FlagSeverity.Attention,
        "Day 56 or later with a baseline but no later score the profile may judge: not measured is not the same as not improved.",
        e => e.IsActive && e.Day >= e.Parameters.NotImprovedFromDay && e.Primary.Baseline is not null && e.Primary.Measured(e.Profile) is null,
        e =>
        {
            var baseline = e.Primary.Baseline!.Value;
            return new(Days.Later(e.Facts.EnrolledOn.PlusDays(e.Parameters.NotImprovedFromDay), baseline.On),
                $"Day {e.Day}: {baseline.Said()} is the only score that {e.Profile.Name} may judge.",
                FlagInput.Of("baseline", baseline), new FlagInput("initialAssessment", e.Day, e.Facts.EnrolledOn));
        });

    public static readonly Flag ScoreUnreviewed = new("F30", "score.unreviewed", FlagSeverity.Attention,
        "A score that another system or the patient sent was not reviewed in 2 business days; at once when its self-harm item is 1 or more.",
        e => e.ReviewOverdueSince is not null,
        e => new(e.ReviewOverdueSince!.Value, $"{Wording.Count(Unreviewed(e).Count, "received score")} not reviewed yet.",
            [.. Unreviewed(e).Select(score => FlagInput.Of("score", score)), new FlagInput("limitBusinessDays", e.Parameters.ScoreReviewBusinessDays)]));

    private static List<Score> Unreviewed(EpisodeSummary e) =>
        [.. e.Facts.Scores.Where(s => s.On <= e.AsOf && EpisodeSummary.IsWithin(e.Facts, s.On) && s.ReceivedOn <= e.AsOf && !(s.ReviewedOn <= e.AsOf))];

    internal static int? StaleLimit(EpisodeSummary e, EpisodeStatus status) => status switch
    {
        EpisodeStatus.Treatment => e.Parameters.StaleInTreatmentDays,
        EpisodeStatus.RelapsePrevention => e.Parameters.StaleInRelapsePreventionDays,
        _ => null,
    };
}
