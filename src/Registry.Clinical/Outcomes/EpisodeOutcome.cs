using NodaTime;

namespace Registry.Clinical;

/// <summary>The outcome of an episode as of a day: the headline by its primary scale, and every instrument given.</summary>
/// <param name="Headline">The primary scale, fixed at enrolment.</param>
/// <param name="ByInstrument">Each tracked instrument with a score, in the order of the table.</param>
public sealed record EpisodeOutcome(Outcome Headline, IReadOnlyList<Outcome> ByInstrument)
{
    /// <summary>At least one instrument improved; null when none can be judged.</summary>
    public bool? AnyImproved => Judged is { Count: > 0 } judged ? judged.Any(o => o.IsImproved is true) : null;

    /// <summary>Every instrument that can be judged improved; null when none can.</summary>
    public bool? AllTrackedImproved => Judged is { Count: > 0 } judged ? judged.All(o => o.IsImproved is true) : null;

    /// <summary>Two remission scores on the primary scale at least 28 days apart with no other score between; the run must reach LAST.</summary>
    public required bool IsSustainedRemission { get; init; }

    public static EpisodeOutcome Of(EpisodeFacts facts, LocalDate asOf, FlagParameters parameters, OutcomeProfile profile) =>
        Of(EpisodeSummary.Of(facts, asOf, parameters, profile));

    public static EpisodeOutcome Of(EpisodeSummary episode)
    {
        ScoreTrack[] tracks = [episode.Phq9, episode.Gad7, episode.Pcl5, .. episode.Others.Where(t => !t.Instrument.ScreeningOnly)];
        return new(
            Outcome.Of(episode.Primary, episode.Profile),
            [.. tracks.Where(track => !track.IsEmpty).Select(track => Outcome.Of(track, episode.Profile))])
        {
            IsSustainedRemission = TargetFlags.RemissionSustainedSince(episode) is not null,
        };
    }

    private List<Outcome> Judged => [.. ByInstrument.Where(o => o.IsImproved is not null)];

    public override string ToString() => nameof(EpisodeOutcome);
}
