using NodaTime;

namespace Registry.Clinical;

/// <summary>Flags about patients in relapse prevention.</summary>
internal static class RelapseFlags
{
    public static readonly Flag Relapse = new("F20", "rpp.relapse", FlagSeverity.Warning,
        "In relapse prevention, and LAST PHQ-9 or GAD-7 is 10 or more, or a score rose by 5 (PHQ-9), 4 (GAD-7) or 10 (PCL-5) since the phase began.",
        e => e.Status is EpisodeStatus.RelapsePrevention && (IsRelapse(e, e.Phq9) || IsRelapse(e, e.Gad7) || IsRelapse(e, e.Pcl5)),
        e => Tracks.Explain(e, IsRelapse, Since, track => $"{track.Last!.Value.Said()} in relapse prevention since {e.StatusSince.Iso()}{RiseSaid(e, track)}",
            track => track.OnOrBefore(e.StatusSince) is { } start
                ? [FlagInput.Of("atStartOfPhase", start), FlagInput.Of("last", track.Last!.Value)]
                : [FlagInput.Of("last", track.Last!.Value)]));

    public static readonly Flag NoPlan = new("F21", "rpp.noPlan", FlagSeverity.Attention,
        "In relapse prevention without a plan on record, or with one older than 12 months.",
        e => e.Status is EpisodeStatus.RelapsePrevention && !(e.LastPlan is { } plan && e.AsOf <= OutdatedAfter(e, plan)),
        e => new(e.LastPlan is { } plan ? Days.Later(e.StatusSince, OutdatedAfter(e, plan).PlusDays(1)) : e.StatusSince,
            e.LastPlan is { } on ? $"The relapse prevention plan is of {on.Iso()}." : $"In relapse prevention since {e.StatusSince.Iso()} without a plan.",
            new("plan", On: e.LastPlan), new FlagInput("phaseBegan", On: e.StatusSince)));

    private static LocalDate OutdatedAfter(EpisodeSummary e, LocalDate plan) => plan.PlusMonths(e.Parameters.PlanMonths);

    private static bool IsRelapse(EpisodeSummary e, ScoreTrack track) => track.Last is { } last && IsRelapse(e, track, last);

    private static bool IsRelapse(EpisodeSummary e, ScoreTrack track, Score score) =>
        (track.Instrument != Instruments.Pcl5 && score.Total >= e.Parameters.RelapseFromTotal)
        || RiseTo(e, track, score) is not null;

    /// <summary>The score that the phase began with, when this one is so much above it that the rise alone is a relapse.</summary>
    private static Score? RiseTo(EpisodeSummary e, ScoreTrack track, Score score) =>
        track.OnOrBefore(e.StatusSince) is { } start && score.Total - start.Total >= e.Parameters.Worsening.For(track.Instrument) ? start : null;

    private static string RiseSaid(EpisodeSummary e, ScoreTrack track) =>
        RiseTo(e, track, track.Last!.Value) is { } start ? $", up {track.Last.Value.Total - start.Total} from {start.Total} on {start.On.Iso()}" : "";

    private static LocalDate Since(EpisodeSummary e, ScoreTrack track) =>
        Days.Later(e.StatusSince, track.RunStart(score => IsRelapse(e, track, score)));
}
