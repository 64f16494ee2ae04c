using NodaTime;

namespace Registry.Clinical;

/// <summary>The scores of one scale in one episode up to a day, as outcome metrics judge them.</summary>
/// <remarks>
/// From the day of enrolment to the day the episode ended. A form filled up for missing items is left out where the profile takes none.
/// PHQ-9 and its version for adolescents are one scale.
/// </remarks>
public sealed class ScaleReading
{
    private readonly List<Score> scores = [];
    private readonly OutcomeProfile profile;

    internal ScaleReading(EpisodeFacts facts, Instrument scale, LocalDate until, OutcomeProfile profile, Guid? chosenBaseline)
    {
        (Scale, this.profile, Rule) = (scale, profile, profile.For(scale));
        foreach (ref readonly var score in facts.ScoresInPlace)
        {
            if (score.On > until || !score.Instrument.Continues(scale)) continue;
            if (score.AssessmentId == chosenBaseline && EpisodeSummary.IsWithin(facts, score.On)) Baseline = score;
            if (score.On < facts.EnrolledOn) continue;
            FirstTaken ??= score.On;
            LastTaken = score;
            if (!score.IsProrated || profile.CountsProrated) scores.Add(score);
        }

        Baseline ??= scores.Count > 0 ? scores[0] : null;
    }

    public Instrument Scale { get; }

    /// <summary>How the profile judges this scale; null where it judges none.</summary>
    public OutcomeRule? Rule { get; }

    /// <summary>The first score on or after enrolment, or the one a person chose.</summary>
    public Score? Baseline { get; }

    /// <summary>The day of the first score on or after enrolment, a partial form included.</summary>
    public LocalDate? FirstTaken { get; }

    /// <summary>The latest score, a partial form included: how fresh the measurement is.</summary>
    public Score? LastTaken { get; }

    /// <summary>Scores of a later day than the baseline, in order.</summary>
    public IEnumerable<Score> Later => scores.Where(s => s.On > Baseline?.On);

    /// <summary>The latest of them; null while there is none.</summary>
    public Score? Latest => scores.Count > 0 && scores[^1].On > Baseline?.On ? scores[^1] : null;

    /// <summary>The latest of them in a stretch of days, both ends included.</summary>
    public Score? LatestIn(LocalDate from, LocalDate to) => Later.Where(s => s.On >= from && s.On <= to).Select(s => (Score?)s).LastOrDefault();

    /// <summary>The baseline was worth treating; null without a baseline or a rule.</summary>
    public bool? IsElevated => Baseline is { } baseline && Rule is { } rule ? rule.IsElevated(baseline.Total) : null;

    public bool IsImproved(Score score) => profile.Improved(Scale, Baseline!.Value.Total, score.Total) is true;

    public bool IsResponse(Score score) => Rule!.IsResponse(Baseline!.Value.Total, score.Total);

    public bool IsRemission(Score score) => Rule!.IsRemission(Baseline!.Value.Total, score.Total);

    /// <summary>Why an outcome cannot be judged at all; null when it can.</summary>
    internal string? NotJudged => Rule is null ? "scale-not-judged" : Baseline is null ? "no-baseline" : IsElevated is false ? "baseline-not-elevated" : null;
}
