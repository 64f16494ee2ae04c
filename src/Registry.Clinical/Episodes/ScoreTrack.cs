using NodaTime;

namespace Registry.Clinical;

/// <summary>The scores of one scale in one episode, as they stood at the end of one day. PHQ-9M continues PHQ-9.</summary>
public sealed class ScoreTrack
{
    private const int None = -1;

    private readonly EpisodeFacts facts;
    private readonly Guid? chosenBaseline;
    private int before = None, onOrAfter = None, last = None, previous = None, answered = None, whole = None, lastWhole = None, chosen = None;

    /// <summary>FIRST looks back this many days from enrolment, and prefers a score within as many days after it.</summary>
    public const int DaysAroundEnrolment = 14;

    internal ScoreTrack(EpisodeFacts facts, Instrument instrument, Guid? chosenBaseline = null) =>
        (this.facts, Instrument, this.chosenBaseline) = (facts, instrument, chosenBaseline);

    public Instrument Instrument { get; }

    public bool IsEmpty => last == None;

    /// <summary>FIRST of the caseload table: the earliest score from 14 days before enrolment on; one on or after enrolment wins when both lie within 14 days of it.</summary>
    public Score? First => At(before == None || (onOrAfter != None && IsSoon(facts.ScoresInPlace[onOrAfter].On)) ? onOrAfter : before);

    /// <summary>The first score on or after enrolment, never before it, unless a person chose another.</summary>
    public Score? Baseline => At(chosen != None ? chosen : onOrAfter);

    /// <summary>LAST: the latest score; of two on one day the later.</summary>
    public Score? Last => At(last);

    /// <summary>The latest score of an earlier day than LAST.</summary>
    public Score? Previous => At(previous);

    /// <summary>The latest score whose self-harm item was answered.</summary>
    public Score? LastAnswered => At(answered);

    /// <summary>Baseline and LAST as a profile may judge them: null until there is a score of a later day than the baseline.</summary>
    public (Score Baseline, Score Last)? Measured(OutcomeProfile profile)
    {
        var from = chosen != None ? chosen : profile.CountsProrated ? onOrAfter : whole;
        var to = profile.CountsProrated ? last : lastWhole;
        if (from == None || to == None) return null;
        var (baseline, latest) = (facts.ScoresInPlace[from], facts.ScoresInPlace[to]);
        return latest.On > baseline.On ? (baseline, latest) : null;
    }

    internal void Add(int index, in Score score)
    {
        if (score.On >= facts.EnrolledOn)
        {
            if (onOrAfter == None) onOrAfter = index;
            if (!score.IsProrated && whole == None) whole = index;
        }
        else if (before == None)
        {
            before = index;
        }

        if (!score.IsProrated) lastWhole = index;
        if (score.Item9 is not null) answered = index;
        if (chosenBaseline is { } id && id == score.AssessmentId) chosen = index;
        if (last != None && facts.ScoresInPlace[last].On < score.On) previous = last;
        last = index;
    }

    /// <summary>First day of the unbroken run of scores, back from LAST, that all satisfy <paramref name="holds"/>.</summary>
    /// <param name="holds">Asked of the last score of each day, latest first.</param>
    /// <param name="skip">Scores that neither break nor extend the run.</param>
    /// <param name="maxAge">A run also breaks where a score had become older than this many days before the next.</param>
    internal LocalDate RunStart(Func<Score, bool> holds, Func<Score, bool>? skip = null, int maxAge = int.MaxValue - 1)
    {
        var start = facts.ScoresInPlace[last].On;
        LocalDate? day = null;
        for (var i = last; i >= 0; i--)
        {
            ref readonly var score = ref facts.ScoresInPlace[i];
            if (!score.Instrument.Continues(Instrument) || score.On >= day || skip?.Invoke(score) is true) continue;
            if (!EpisodeSummary.IsWithin(facts, score.On) || !holds(score)) break;
            if (day is { } next && Period.DaysBetween(score.On, next) > maxAge + 1) break;
            day = start = score.On;
        }

        return start;
    }

    /// <summary>FIRST as it stood at the end of an earlier day: a score soon after enrolment may have taken its place since.</summary>
    internal Score FirstOn(LocalDate day)
    {
        var track = new ScoreTrack(facts, Instrument);
        for (var i = 0; i <= last; i++)
        {
            ref readonly var score = ref facts.ScoresInPlace[i];
            if (score.Instrument.Continues(Instrument) && score.On <= day && EpisodeSummary.IsWithin(facts, score.On)) track.Add(i, score);
        }

        return track.First ?? throw new InvalidOperationException("There was no score by that day.");
    }

    /// <summary>The latest score of that day or before it.</summary>
    internal Score? OnOrBefore(LocalDate day)
    {
        for (var i = last; i >= 0; i--)
        {
            ref readonly var score = ref facts.ScoresInPlace[i];
            if (score.Instrument.Continues(Instrument) && score.On <= day) return EpisodeSummary.IsWithin(facts, score.On) ? score : null;
        }

        return null;
    }

    /// <summary>The earliest score of that day or after it, LAST included; null when LAST is earlier.</summary>
    internal Score? OnOrAfter(LocalDate day, Func<Score, bool>? skip = null)
    {
        for (var i = 0; i <= last; i++)
        {
            ref readonly var score = ref facts.ScoresInPlace[i];
            if (score.Instrument.Continues(Instrument) && score.On >= day && skip?.Invoke(score) is not true) return score;
        }

        return null;
    }

    private bool IsSoon(LocalDate day) => Period.DaysBetween(facts.EnrolledOn, day) <= DaysAroundEnrolment;

    private Score? At(int index) => index == None ? null : facts.ScoresInPlace[index];
}
