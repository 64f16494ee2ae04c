namespace Registry.Clinical;

/// <summary>Where one instrument stands against its baseline, by one named profile. What is undefined is null, never false.</summary>
/// <param name="Baseline">First score on or after enrolment, or the one a person chose; null while there is none.</param>
/// <param name="Last">The latest score of a later day; null until there is one (two-score rule).</param>
public sealed record Outcome(Instrument Instrument, string Profile, Score? Baseline, Score? Last)
{
    /// <summary>The baseline reaches the threshold worth treating.</summary>
    public bool? IsElevated { get; init; }

    /// <summary>LAST minus baseline in points: negative is better.</summary>
    public int? Change { get; init; }

    /// <summary>Drop from baseline in percent, one decimal, half up; negative when the score rose, null from a baseline of 0.</summary>
    public decimal? PercentDrop { get; init; }

    public bool? IsResponse { get; init; }

    /// <summary>Null as well when the baseline never was elevated and the profile asks for that.</summary>
    public bool? IsImproved { get; init; }

    public bool? IsRemission { get; init; }

    /// <summary>Why an answer is null: "no-baseline", "no-later-score", "not-elevated", "not-judged"; null when all are given.</summary>
    public string? Unassessed { get; init; }

    /// <summary>The outcome of one instrument in an episode as summarized.</summary>
    public static Outcome Of(ScoreTrack track, OutcomeProfile profile)
    {
        var rule = profile.For(track.Instrument);
        if (rule is null) return new(track.Instrument, profile.Name, track.Baseline, null) { Unassessed = "not-judged" };
        if (track.Measured(profile) is not var (baseline, last))
        {
            return new(track.Instrument, profile.Name, track.Baseline, null)
            {
                IsElevated = track.Baseline is { } only ? rule.IsElevated(only.Total) : null,
                Unassessed = track.Baseline is null ? "no-baseline" : "no-later-score",
            };
        }

        var improved = profile.Improved(track.Instrument, baseline.Total, last.Total);
        return new(track.Instrument, profile.Name, baseline, last)
        {
            IsElevated = rule.IsElevated(baseline.Total),
            Change = last.Total - baseline.Total,
            PercentDrop = Drop(baseline.Total, last.Total),
            IsResponse = rule.IsResponse(baseline.Total, last.Total),
            IsImproved = improved,
            IsRemission = rule.IsRemission(baseline.Total, last.Total),
            Unassessed = improved is null ? "not-elevated" : null,
        };
    }

    /// <summary>How far <paramref name="last"/> lies below <paramref name="first"/>, in percent to one decimal, half up; null from 0.</summary>
    public static decimal? Drop(int first, int last) =>
        first == 0 ? null : Math.Floor(1000m * (first - last) / first + 0.5m) / 10m;

    public override string ToString() => $"Outcome {Instrument}";
}
