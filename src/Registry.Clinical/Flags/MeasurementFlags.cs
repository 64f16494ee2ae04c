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
        });

    internal static int? StaleLimit(EpisodeSummary e, EpisodeStatus status) => status switch
    {
        EpisodeStatus.Treatment => e.Parameters.StaleInTreatmentDays,
        EpisodeStatus.RelapsePrevention => e.Parameters.StaleInRelapsePreventionDays,
        _ => null,
    };
}
