using NodaTime;

namespace Registry.Clinical;

/// <summary>The scores of one instrument in one episode, as they stood at the end of one day.</summary>
public sealed class ScoreTrack
{
    private readonly EpisodeFacts facts;
    private int before = None, onOrAfter = None, last = None, previous = None, answered = None, whole = None, lastWhole = None;

    private const int None = -1;

    /// <summary>FIRST looks back this many days from enrolment, and prefers a score within as many days after it.</summary>
    public const int DaysAroundEnrolment = 14;

    internal ScoreTrack(EpisodeFacts facts, Instrument instrument) => (this.facts, Instrument) = (facts, instrument);

    public Instrument Instrument { get; }

    public bool IsEmpty => last == None;

    /// <summary>FIRST of the caseload table: the earliest score from 14 days before enrolment on; one on or after enrolment wins when both lie within 14 days of it.</summary>
    public Score? First => At(before == None || (onOrAfter != None && WithinReach(facts.Scores[onOrAfter].On)) ? onOrAfter : before);

    /// <summary>The first score on or after enrolment, never before it.</summary>
    public Score? Baseline => At(onOrAfter);

    /// <summary>LAST: the latest score; of two on one day the later.</summary>
    public Score? Last => At(last);

    /// <summary>The latest score of an earlier day than LAST.</summary>
    public Score? Previous => At(previous);

    /// <summary>The latest score whose self-harm item was answered.</summary>
    public Score? LastAnswered => At(answered);

    /// <summary>Baseline and LAST as a profile may judge them: null until there is a score of a later day than the baseline.</summary>
    public (Score Baseline, Score Last)? Measured(OutcomeProfile profile)
    {
        var (from, to) = profile.CountsProrated ? (onOrAfter, last) : (whole, lastWhole);
        if (from == None) return null;
        var (baseline, latest) = (facts.Scores[from], facts.Scores[to]);
        return latest.On > baseline.On ? (baseline, latest) : null;
    }

    internal void Add(int index, in Score score)
    {
        if (score.On < facts.EnrolledOn)
        {
            if (before == None) before = index;
        }
        else
        {
            if (onOrAfter == None) onOrAfter = index;
            if (!score.IsProrated)
            {
                if (whole == None) whole = index;
                lastWhole = index;
            }
        }

        if (last != None && facts.Scores[last].On < score.On) previous = last;
        if (score.Item9 is not null) answered = index;
        last = index;
    }

    /// <summary>First day of the unbroken run of scores, back from LAST, that all satisfy <paramref name="holds"/>.</summary>
    /// <remarks>Of a day only its last score counts. Scores that <paramref name="skip"/> names neither break nor extend the run.</remarks>
    internal LocalDate RunStart(Func<Score, bool> holds, Func<Score, bool>? skip = null)
    {
        var start = facts.Scores[last].On;
        var day = LocalDate.MaxIsoValue;
        for (var i = last; i >= 0; i--)
        {
            var score = facts.Scores[i];
            if (score.Instrument != Instrument || score.On >= day || skip?.Invoke(score) is true) continue;
            if (!EpisodeSummary.IsWithin(facts, score.On) || !holds(score)) break;
            start = day = score.On;
        }

        return start;
    }

    /// <summary>FIRST as it stood at the end of an earlier day: a score soon after enrolment may have taken its place since.</summary>
    internal Score FirstOn(LocalDate day)
    {
        var track = new ScoreTrack(facts, Instrument);
        for (var i = 0; i <= last; i++)
        {
            var score = facts.Scores[i];
            if (score.Instrument == Instrument && score.On <= day && EpisodeSummary.IsWithin(facts, score.On)) track.Add(i, score);
        }

        return track.First ?? throw new InvalidOperationException("There was no score by that day.");
    }

    /// <summary>The latest score of that day or before it.</summary>
    internal Score? OnOrBefore(LocalDate day)
    {
        for (var i = last; i >= 0; i--)
        {
            var score = facts.Scores[i];
            if (score.Instrument == Instrument && score.On <= day) return EpisodeSummary.IsWithin(facts, score.On) ? score : null;
        }

        return null;
    }

    private bool WithinReach(LocalDate day) => Period.DaysBetween(facts.EnrolledOn, day) <= DaysAroundEnrolment;

    private Score? At(int index) => index == None ? null : facts.Scores[index];
}
