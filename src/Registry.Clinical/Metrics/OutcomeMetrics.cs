using NodaTime;

namespace Registry.Clinical;

/// <summary>Whether patients are measured and get better. Domain reference 5.3, M16 to M25.</summary>
internal static class OutcomeMetrics
{
    private const int Week12 = 84, Week10 = 70, Week14 = 98;

    public static readonly Metric Measured = new("M16", "measured-in-30-days", "Measured in the last 30 days", MetricUnit.Percent,
        e => !e.IsInTreatment ? Placement.Outside("not-in-treatment")
            : Placement.If(e.Scale.LastTaken is { } last && Period.DaysBetween(last.On, e.End) <= e.Question.Parameters.StaleInTreatmentDays, "measured", "score-is-stale-or-missing"))
    {
        Numerator = "The latest score of the scale is at most 30 days old.",
        Denominator = "In treatment at the end of the period.",
        Source = "One less the share of stale scores (flag F05)",
    };

    public static readonly Metric BaselineComplete = new("M17", "baseline-completeness", "Baseline taken within 14 days", MetricUnit.Percent,
        e => !e.IsInPeriod ? Placement.Outside("not-enrolled-in-period")
            : e.DayOf(ScoreTrack.DaysAroundEnrolment) > e.Until ? Placement.Excluded("enrolled-fewer-than-14-days")
            : Placement.If(e.Scale.FirstTaken <= e.DayOf(ScoreTrack.DaysAroundEnrolment), "baseline-in-time", "no-baseline-in-time"))
    {
        Numerator = "A score of the scale on the day of enrolment or within 14 days after it.",
        Denominator = "Enrolled on a day of the period, and for at least 14 days.",
        Exclusions = "Enrolled for fewer than 14 days by the end of the period, or discharged before the fourteenth day.",
        Version = 2,
        Source = "Data quality of measurement-based care",
    };

    public static readonly Metric Response = new("M18", "response", "Response", MetricUnit.Percent,
        e => Compared(e) ?? Placement.If(e.Scale.IsResponse(e.Scale.Latest!.Value), "response", "no-response"))
    {
        Numerator = "The latest score is at most half of the baseline, or for PCL-5 down by the points of the profile.",
        Denominator = "Enrolled on a day of the period, elevated baseline, and a score of a later day.",
        Exclusions = "No baseline, baseline not elevated, or no later score.",
        Source = "Outcome profile",
    };

    public static readonly Metric Improved = new("M19", "improvement-at-70-days", "Improved after 70 days", MetricUnit.Percent, ImprovedAfterTenWeeks)
    {
        Numerator = "The latest score is improved by the profile.",
        Denominator = "Enrolled on a day of the period, for at least 70 days, elevated baseline. Without a later score a patient has not improved.",
        Exclusions = "Fewer than 70 days, no baseline, or baseline not elevated.",
        Source = "New York State CoCM metric 6: 60% or more (of Medicaid there)",
    };

    public static readonly Metric ImprovedAtTwelveWeeks = new("M20", "improvement-at-12-weeks", "Improved at 10 to 14 weeks", MetricUnit.Percent, AroundTwelveWeeks)
    {
        Numerator = "Improved by the score nearest to day 84 among days 70 to 98.",
        Denominator = "Day 98 lies in the period, elevated baseline, and a score on those days.",
        Exclusions = "No baseline, baseline not elevated, or no score on those days.",
        Source = "Published 58% of 3,957 patients",
    };

    public static readonly Metric Remission = new("M21", "remission", "Remission in the period", MetricUnit.Percent,
        e => !e.IsInPeriod ? Placement.Outside("not-enrolled-in-period")
            : e.Scale.NotJudged is { } why ? Placement.Counted(why)
            : e.Scale.LatestIn(e.From, e.End) is not { } score ? Placement.Counted("no-score-in-period")
            : Placement.If(e.Scale.IsRemission(score), "remission", "no-remission"))
    {
        Numerator = "The last score dated in the period is in remission, from an elevated baseline.",
        Denominator = "Enrolled on at least one day of the period.",
        Source = "New York State CoCM metric 7 (of Medicaid there)",
    };

    public static readonly Metric EverReached = new("M22", "ever-response", "Ever responded in the episode", MetricUnit.Percent,
        e => Elevated(e) ?? Placement.If(e.Scale.Later.Any(e.Scale.IsResponse), "responded", "never-responded")
            with { Parts = [new("ever-remission", e.Scale.Later.Any(e.Scale.IsRemission) ? 1 : 0)] })
    {
        Numerator = "At least one later score was a response; those in remission at least once are a part.",
        Denominator = "Enrolled on a day of the period, elevated baseline.",
        Exclusions = "No baseline, or baseline not elevated.",
        Source = "Survival view of outcomes",
    };

    public static readonly Metric TimeToImprovement = new("M23", "time-to-improvement", "Median days to improvement", MetricUnit.Days, e => Elevated(e) ?? Placement.Counted("watched"))
    {
        Numerator = "Kaplan-Meier median of days from enrolment to the first improved score; to the first in remission is a part.",
        Denominator = "Enrolled on a day of the period, elevated baseline. Watched until discharge or the end of the period.",
        Exclusions = "No baseline, or baseline not elevated.",
        Source = "Published median of 86 days to remission",
        Sum = OutcomeSums.MedianTime,
    };

    public static readonly Metric MeanChange = new("M24", "mean-change", "Mean change", MetricUnit.Points, Change)
    {
        Numerator = "Mean of baseline less latest score; divided by the standard deviation of the baselines it is a part.",
        Denominator = "Enrolled on a day of the period, with a baseline and a score of a later day.",
        Exclusions = "No later score; and, unless an instrument is named, a primary scale other than PHQ-9 (that for adolescents is one with it), since points of different scales cannot be added.",
        Version = 2,
        Source = "Standardized change",
        Sum = OutcomeSums.MeanChange,
    };

    public static readonly Metric Worsened = new("M25", "deterioration", "Worsened", MetricUnit.Percent, Worse)
    {
        Numerator = "LAST above FIRST by 5 or more (PHQ-9, that for adolescents included), 4 or more (GAD-7) or 10 or more (PCL-5), on any of them.",
        Version = 2,
        Denominator = "Enrolled on a day of the period, with scores of two days on one of them.",
        Exclusions = "Fewer than two scores.",
        Source = "Flag F14",
    };

    /// <summary>M19, which M26 and M28 build on.</summary>
    internal static Placement ImprovedAfterTenWeeks(EpisodeInPeriod e) =>
        !e.IsInPeriod ? Placement.Outside("not-enrolled-in-period")
        : e.DaysInTreatment < Week10 ? Placement.Excluded("fewer-than-70-days")
        : e.Scale.NotJudged is { } why ? Placement.Excluded(why)
        : e.Scale.Latest is not { } latest ? Placement.Counted("no-later-score")
        : Placement.If(e.Scale.IsImproved(latest), "improved", "not-improved");

    private static Placement? Elevated(EpisodeInPeriod e) =>
        !e.IsInPeriod ? Placement.Outside("not-enrolled-in-period") : e.Scale.NotJudged is { } why ? Placement.Excluded(why) : null;

    private static Placement? Compared(EpisodeInPeriod e) => Elevated(e) ?? (e.Scale.Latest is null ? Placement.Excluded("no-later-score") : null);

    private static Placement AroundTwelveWeeks(EpisodeInPeriod e)
    {
        if (!e.IsEnrolled || !e.Question.Contains(e.DayOf(Week14))) return Placement.Outside("day-98-not-in-period");
        if (e.Scale.NotJudged is { } why) return Placement.Excluded(why);
        Score? nearest = null;
        foreach (var score in e.Scale.Later.Where(s => s.On >= e.DayOf(Week10) && s.On <= e.DayOf(Week14)))
        {
            if (nearest is null || Distance(e, score) <= Distance(e, nearest.Value)) nearest = score;
        }

        return nearest is { } found ? Placement.If(e.Scale.IsImproved(found), "improved", "not-improved") : Placement.Excluded("no-score-at-10-to-14-weeks");
    }

    private static int Distance(EpisodeInPeriod e, Score score) => Math.Abs(Period.DaysBetween(e.DayOf(Week12), score.On));

    private static Placement Change(EpisodeInPeriod e)
    {
        if (!e.IsInPeriod) return Placement.Outside("not-enrolled-in-period");
        if (e.Question.Instrument is null && !e.Scale.Scale.Continues(Instruments.Phq9)) return Placement.Excluded("another-scale");
        if (e.Scale.Baseline is not { } baseline) return Placement.Excluded("no-baseline");
        return e.Scale.Latest is { } latest ? Placement.Counted("two-scores") with { Observed = baseline.Total - latest.Total } : Placement.Excluded("no-later-score");
    }

    private static Placement Worse(EpisodeInPeriod e)
    {
        if (!e.IsInPeriod) return Placement.Outside("not-enrolled-in-period");
        var tracks = Instruments.Tracked.Where(i => e.Question.Instrument is not { } asked || i.Continues(asked)).Select(i => TrackOf(e, i))
            .Where(t => t.First is { } first && first.On < t.Last!.Value.On).ToList();
        return tracks.Count == 0 ? Placement.Excluded("fewer-than-two-scores")
            : Placement.If(tracks.Exists(t => t.Last!.Value.Total - t.First!.Value.Total >= e.Question.Parameters.Worsening.For(t.Instrument)), "worsened", "not-worsened");
    }

    /// <summary>FIRST and LAST of a scale, PHQ-9 and its version for adolescents as one.</summary>
    private static ScoreTrack TrackOf(EpisodeInPeriod e, Instrument scale)
    {
        var track = new ScoreTrack(e.Facts, scale);
        var scores = e.Facts.ScoresInPlace;
        for (var i = 0; i < scores.Length; i++)
        {
            ref readonly var score = ref scores[i];
            if (score.On <= e.Until && score.Instrument.Continues(scale) && EpisodeSummary.IsWithin(e.Facts, score.On)) track.Add(i, score);
        }

        return track;
    }
}
