using NodaTime;

namespace Registry.Clinical;

/// <summary>Safety, minutes and data. Domain reference 5.3, M32, M35 and M36.</summary>
internal static class WorkMetrics
{
    public static readonly Metric Safety = new("M32", "safety-follow-through", "Self-harm answers followed up within a business day", MetricUnit.Percent, Followed)
    {
        Numerator = "What was done is on record (flag F01) by the end of the next business day.",
        Denominator = "Self-harm answers of 1 or more whose next business day lies in the period, also those that came without a total that counts.",
        Source = "PHQ-9 item 9",
        Version = 2,
        CountsPatientsOnce = false,
    };

    public static readonly Metric Yield = new("M35", "billable-yield", "Patient-months that reach a code", MetricUnit.Percent, Months)
    {
        Numerator = "Counted minutes reach a code of the payer's profile.",
        Denominator = "Patient-months of the period with any minutes. Minutes that do not count are parts, by reason; so is the median of counted minutes.",
        Source = "Payer profile",
        Sum = WithMinutes,
        CountsPatientsOnce = false,
    };

    public static readonly Metric Quality = new("M36", "data-quality", "Scores with a defect", MetricUnit.Percent, Defects)
    {
        Numerator = "Quarantined, waiting too long for review, or with nobody's answer to the self-harm item; each is a part.",
        Denominator = "Scores dated in the period.",
        Source = "Data quality; scores under an unknown code never enter the registry",
        CountsPatientsOnce = false,
    };

    private static Placement Followed(EpisodeInPeriod e)
    {
        if (!e.IsEnrolled) return Placement.Outside("not-enrolled");
        var answered = Answers(e.Facts).Where(a => e.IsWhileEnrolled(a.On) && e.Question.Contains(a.DueBy)).ToList();
        return Placement.Events(answered.Count(a => IsFollowedUp(e, a)), answered.Count, "self-harm-answers", "no-self-harm-answer");
    }

    /// <summary>A self-harm answer that calls for somebody, and the end of the next business day after it was known.</summary>
    private readonly record struct Answer(Guid AssessmentId, LocalDate On, LocalDate DueBy)
    {
        /// <summary>One that came later than it was taken could not be answered before it came.</summary>
        public static Answer Of(Guid assessment, LocalDate on, LocalDate? received) => new(assessment, on, Days.AddBusinessDays(received is { } came ? Days.Later(came, on) : on, 1));
    }

    /// <summary>An answer calls for somebody although the total of its form was refused or never came (flag F01).</summary>
    private static IEnumerable<Answer> Answers(EpisodeFacts facts) =>
        facts.Scores.Where(s => SafetyTiers.IsConcern(s.Instrument, s.Item9)).Select(s => Answer.Of(s.AssessmentId, s.On, s.ReceivedOn))
            .Concat(facts.SelfHarmAnswers.Where(a => SafetyTiers.IsConcern(a.Instrument, a.Answer)).Select(a => Answer.Of(a.AssessmentId, a.On, a.ReceivedOn)));

    private static bool IsFollowedUp(EpisodeInPeriod e, Answer answer) => e.Facts.Acknowledgements.Any(a =>
        a.FlagId == SafetyFlags.Item9.Id && a.Disposition is not null && (a.AssessmentId is null || a.AssessmentId == answer.AssessmentId) && a.On >= answer.On && a.On <= answer.DueBy);

    private static Placement Months(EpisodeInPeriod e)
    {
        if (!e.IsInPeriod) return Placement.Outside("not-enrolled-in-period");
        var months = e.BillingMonths;
        return Placement.Events(months.Count(m => m.Codes.Count > 0), months.Count, "months-with-minutes", "no-minutes") with
        {
            Parts = [.. months.SelectMany(m => m.Entries).SelectMany(t => t.Uncounted).Where(u => u.Minutes > 0).GroupBy(u => u.Code).Select(g => new MetricPart("lost-" + g.Key, g.Sum(u => u.Minutes)))],
        };
    }

    private static MetricValue WithMinutes(PlacedPopulation p)
    {
        var minutes = p.Counted.SelectMany(c => c.Episode.BillingMonths).Select(m => (decimal)m.CountedMinutes);
        var value = Sums.Percent(p);
        return value with { Parts = [.. value.Parts, new("median-minutes", Sums.Rounded(Figures.Median(minutes)))] };
    }

    private static Placement Defects(EpisodeInPeriod e)
    {
        if (!e.IsEnrolled) return Placement.Outside("not-enrolled");
        var (good, quarantined, waiting, unanswered) = (0, e.Facts.DataQualityProblems.Count(p => p.AssessmentId is not null && Falls(p.FoundOn) && !(p.ResolvedOn <= e.End)), 0, 0);
        foreach (ref readonly var score in e.Facts.ScoresInPlace)
        {
            if (!Falls(score.On)) continue;
            if (IsWaiting(e, score)) waiting++;
            else if (score.Instrument.SelfHarmItem is not null && score.Item9 is null) unanswered++;
            else good++;
        }

        var defects = quarantined + waiting + unanswered;
        return Placement.Events(defects, good + defects, "scores", "no-score") with { Parts = [new("quarantined", quarantined), new("unreviewed", waiting), new("no-self-harm-answer", unanswered)] };

        bool Falls(LocalDate day) => e.Question.Contains(day) && e.IsWhileEnrolled(day);
    }

    private static bool IsWaiting(EpisodeInPeriod e, in Score score) => score.ReceivedOn is { } received && !(score.ReviewedOn <= e.End)
        && Days.AddBusinessDays(received, e.Question.Parameters.ScoreReviewBusinessDays) < e.End;
}
