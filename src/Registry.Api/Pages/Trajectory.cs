using NodaTime;
using Registry.Clinical;

namespace Registry.Api;

/// <summary>One instrument over the weeks of an episode, as it is drawn and as the table under it says.</summary>
/// <param name="Rule">How the profile judges it; null for an instrument it does not judge.</param>
public sealed record Trajectory(Instrument Instrument, Outcome Outcome, OutcomeRule? Rule, TimeAxis Axis, IReadOnlyList<TrajectoryPoint> Points)
{
    public const int Height = 190;
    internal const int Bottom = 22;
    private const int Top = 14, LabelRoom = 22;

    internal static Trajectory Of(Outcome outcome, EpisodeSummary episode, TimeAxis axis)
    {
        var rule = episode.Profile.For(outcome.Instrument);
        return new(outcome.Instrument, outcome, rule, axis, TrajectoryPoint.All(Spark.ScoresOf(episode, outcome.Instrument), outcome.Baseline, rule, axis));
    }

    public int Y(double total) => Height - Bottom - (int)Math.Round((Height - Top - Bottom) * total / Instrument.MaxTotal);

    /// <summary>Where bands begin; every quarter of the range where there are none.</summary>
    public IEnumerable<int> Ticks => Instrument.Bands.Count > 0
        ? Instrument.Bands.Select(b => b.From).Append(Instrument.MaxTotal)
        : Enumerable.Range(0, 5).Select(quarter => Instrument.MaxTotal * quarter / 4);

    public string Line => string.Join(' ', Points.Select((p, i) => $"{(i == 0 ? "M" : "")}{Axis.X(p.Score.On)} {Y(p.Score.Total)}"));

    /// <summary>Values that have room beside each other; the last one always.</summary>
    public IEnumerable<TrajectoryPoint> Labelled
    {
        get
        {
            for (var (i, next) = (Points.Count - 1, int.MaxValue); i >= 0; i--)
            {
                if (next - Axis.X(Points[i].Score.On) < LabelRoom) continue;
                next = Axis.X(Points[i].Score.On);
                yield return Points[i];
            }
        }
    }
}

/// <param name="Change">Points from baseline; null before it and for it.</param>
/// <param name="Reached">"response" or "remission" by the profile, judged as if this score were the last; null otherwise.</param>
/// <param name="IsNew">The mark was not reached by the score before.</param>
public sealed record TrajectoryPoint(Score Score, int Week, int? Change, SeverityBand? Band, string? Reached, bool IsNew)
{
    internal static IReadOnlyList<TrajectoryPoint> All(IReadOnlyList<Score> scores, Score? baseline, OutcomeRule? rule, TimeAxis axis)
    {
        var points = new List<TrajectoryPoint>();
        foreach (var score in scores)
        {
            var later = baseline is { } first && score.On > first.On ? baseline : null;
            var reached = later is { } from && rule is not null ? ReachedBy(from.Total, score.Total, rule) : null;
            points.Add(new(score, axis.WeekOf(score.On), later is { } b ? score.Total - b.Total : null, score.Instrument.Band(score.Total), reached,
                reached is not null && reached != points.LastOrDefault()?.Reached));
        }

        return points;
    }

    private static string? ReachedBy(int first, int last, OutcomeRule rule) =>
        rule.IsRemission(first, last) ? Words.Remission : rule.IsElevated(first) && rule.IsResponse(first, last) ? Words.Response : null;

    public override string ToString() => nameof(TrajectoryPoint);
}
