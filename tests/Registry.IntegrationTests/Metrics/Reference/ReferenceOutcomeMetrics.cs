using NodaTime;
using static Registry.IntegrationTests.ReferenceFigure;
using static Registry.IntegrationTests.ReferenceMetrics;

namespace Registry.IntegrationTests;

/// <summary>Outcomes, consultations, safety, minutes and data the slow and obvious way.</summary>
internal sealed class ReferenceOutcomeMetrics(List<ReferenceView> all, Func<Func<ReferenceView, bool>, List<ReferenceView>> once, ReferenceQuestion q)
{
    private List<ReferenceView> Enrolled => once(v => v.InPeriod);
    private List<ReferenceView> Elevated => [.. Enrolled.Where(v => Outcome(v).Judged)];
    private List<ReferenceView> TenWeeks => [.. Elevated.Where(v => v.Days >= 70)];
    private List<ReferenceView> NotImproved => [.. TenWeeks.Where(v => !IsImproved(v))];

    public string Of(string code) => code switch
    {
        "M16" => Yes(once(v => v.InTreatment), v => Outcome(v).Taken.LastOrDefault() is { } last && ReferenceView.Between(last.On, q.End) <= 30),
        "M17" => Yes(Enrolled.Where(v => v.Days >= 14), v => Outcome(v).Taken.Any(s => s.On <= v.Day(14))),
        "M18" => Yes(Elevated.Where(v => Outcome(v).Latest is not null), v => Outcome(v).Response(Outcome(v).Latest!)),
        "M19" => Yes(TenWeeks, IsImproved),
        "M20" => Yes(once(v => v.IsEnrolled && q.Holds(v.Day(98))).Where(v => Outcome(v).Judged && AtTwelveWeeks(v) is not null), v => Outcome(v).Improved(AtTwelveWeeks(v)!)),
        "M21" => Yes(Enrolled, v => Outcome(v) is { Judged: true } o && o.After.LastOrDefault(s => q.Holds(s.On)) is { } last && o.Remission(last)),
        "M22" => Elevated.Count == 0 ? Rate(0, 0) : Rate(Elevated.Count(v => Outcome(v).After.Any(Outcome(v).Response)), Elevated.Count, ("ever-remission", Elevated.Count(v => Outcome(v).After.Any(Outcome(v).Remission)))),
        "M23" => Middle(MedianTime(o => o.Improved), Elevated.Count, "median-not-reached", ("to-remission", MedianTime(o => o.Remission))),
        "M24" => Change(),
        "M25" => Yes(Enrolled.Where(v => Tracks(v).Any()), v => Tracks(v).Any(t => t.Last.Total - t.First.Total >= (t.Last.Instrument switch { "phq-9" or "phq-9m" => 5, "gad-7" => 4, _ => 10 }))),
        "M26" => Yes(NotImproved, v => v.Consulted(q.End.PlusDays(-59), q.End, advised: true)),
        "M27" => Fidelity(),
        "M28" => Yes(NotImproved, v => v.Episode.Entries.Any(t => t.Text("kind") == "treatment-change" && t.Day("on_day") >= q.End.PlusDays(-59))),
        "M29" => AnyConsult(),
        "M30" => Weeks(),
        "M31" => Uptake(),
        "M32" => Safety(),
        "M35" => ReferenceMinutes.Yield(all.Where(v => v.InPeriod), q),
        "M36" => Quality(),
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, "No such metric."),
    };

    private ReferenceOutcome Outcome(ReferenceView v) => new(v, q);

    private bool IsImproved(ReferenceView v) => Outcome(v) is { Latest: { } latest } o && o.Improved(latest);

    private ReferenceScore? AtTwelveWeeks(ReferenceView v) => Outcome(v).After.Where(s => s.On >= v.Day(70) && s.On <= v.Day(98))
        .Select((s, i) => (Score: s, Far: Math.Abs(ReferenceView.Between(v.Day(84), s.On)), i)).OrderBy(s => s.Far).ThenByDescending(s => s.i).FirstOrDefault().Score;

    /// <summary>Walks the days one by one.</summary>
    private decimal? MedianTime(Func<ReferenceOutcome, Func<ReferenceScore, bool>> reached)
    {
        var watched = Elevated.Select(v => (First: Outcome(v).After.FirstOrDefault(reached(Outcome(v)))?.On, View: v)).Select(w => (Days: w.First is { } on ? ReferenceView.Between(w.View.Enrolled, on) : w.View.Days, Happened: w.First is not null)).ToList();
        var without = 1.0;
        for (var day = 0; day <= 1000; day++)
        {
            var (atRisk, events) = (watched.Count(w => w.Days >= day), watched.Count(w => w.Days == day && w.Happened));
            if (events == 0) continue;
            without *= 1 - (double)events / atRisk;
            if (without < 0.5 + 1e-9) return day;
        }

        return null;
    }

    private string Change()
    {
        var pairs = Enrolled.Where(v => q.Instrument is not null || v.Episode.Scale is "phq-9" or "phq-9m").Select(Outcome).Where(o => o.Latest is not null).ToList();
        if (pairs.Count == 0) return Middle(null, 0, null, ("standardized", null));
        var mean = pairs.Average(o => (decimal)(o.Baseline!.Total - o.Latest!.Total));
        var centre = pairs.Average(o => (double)o.Baseline!.Total);
        var spread = pairs.Count < 2 ? 0 : Math.Sqrt(pairs.Sum(o => Math.Pow(o.Baseline!.Total - centre, 2)) / (pairs.Count - 1));
        return Middle(mean, pairs.Count, null, ("standardized", spread == 0 ? null : Round((decimal)((double)mean / spread), 2)));
    }

    private IEnumerable<(ReferenceScore First, ReferenceScore Last)> Tracks(ReferenceView v)
    {
        foreach (var instrument in (string[])["phq-9", "gad-7", "pcl-5"])
        {
            if (q.Instrument is not null && q.Instrument != instrument) continue;
            var scores = v.Valid.Where(s => ReferenceOutcome.Same(s.Instrument, instrument) && s.On >= v.Enrolled.PlusDays(-14) && s.On <= v.Last).ToList();
            if (scores.Count == 0) continue;
            var after = scores.FirstOrDefault(s => s.On >= v.Enrolled);
            var first = after is not null && after.On <= v.Day(14) ? after : scores[0];
            if (first.On < scores[^1].On) yield return (first, scores[^1]);
        }
    }

    private string Fidelity() => Yes(once(v => v.IsEnrolled && q.Holds(v.Day(84))).Where(v =>
    {
        var o = new ReferenceOutcome(v, q, "phq-9", v.Day(56), "bao", mayChoose: false);
        return o.Judged && !(o.Latest is { } latest && o.Improved(latest)) && !(v.Ended < v.Day(84));
    }), v => v.Consulted(v.Day(56), v.Day(84)));

    private string AnyConsult()
    {
        var active = once(v => v.InTreatment);
        int In(int days) => active.Count(v => v.Consulted(q.End.PlusDays(1 - days), q.End));
        return active.Count == 0 ? Rate(0, 0) : Rate(In(30), active.Count, ("in-60-days", In(60)), ("in-90-days", In(90)));
    }

    private string Weeks()
    {
        var (held, weeks) = (0, 0);
        for (var day = q.From; day <= q.End; day = day.PlusDays(1))
        {
            if (day.DayOfWeek != IsoDayOfWeek.Sunday) continue;
            if (!Enumerable.Range(0, 7).Any(back => all.Any(v => v.IsEnrolled && v.IsMine(day.PlusDays(-back))))) continue;
            weeks++;
            if (all.Any(v => v.IsEnrolled && !(v.Ended < q.From.PlusDays(-7)) && v.Episode.Consultations.Any(c => c.Day("on_day") >= day.PlusDays(-6) && c.Day("on_day") <= day && v.IsMine(c.Day("on_day"))))) held++;
        }

        return Rate(held, weeks);
    }

    private string Uptake()
    {
        var made = all.Where(v => v.IsEnrolled).SelectMany(v => v.Episode.Consultations.Where(c => v.IsMine(c.Day("on_day")))).Where(c => c.Text("recommendation") is not null && q.Holds(c.Day("on_day"))).ToList();
        var taken = made.Where(c => c.Text("recommendation_state") is "accepted" or "done" && c.DayOrNone("settled_on") <= q.End).ToList();
        return Rate(taken.Count, made.Count, ("median-days", Percentile([.. taken.Select(c => (decimal)ReferenceView.Between(c.Day("on_day"), c.Day("settled_on")))], 0.5m)));
    }

    private string Safety()
    {
        var (due, done) = (0, 0);
        foreach (var v in all.Where(v => v.IsEnrolled))
        {
            foreach (var s in v.Episode.Scores.Where(s => s.Status != "entered-in-error" && s.Item9 > 0 && v.IsMine(s.On)))
            {
                var by = NextBusinessDay(s.Received > s.On ? s.Received.Value : s.On);
                if (!q.Holds(by)) continue;
                due++;
                if (v.Episode.Entries.Any(t => t.Text("kind") == "flag-acknowledgement" && t.Text("flag_id") == "F01" && t.Text("disposition") is not null
                    && (t.GetValueOrDefault("assessment_id") is not Guid about || about == s.Id) && t.Day("on_day") >= s.On && t.Day("on_day") <= by)) done++;
            }
        }

        return Rate(done, due);
    }

    internal static LocalDate NextBusinessDay(LocalDate day)
    {
        do day = day.PlusDays(1);
        while (day.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday);
        return day;
    }

    private string Quality()
    {
        var (quarantined, waiting, unanswered, scores) = (0, 0, 0, 0);
        foreach (var (v, s) in all.Where(v => v.IsEnrolled).SelectMany(v => v.Episode.Scores, (v, s) => (v, s)).Where(x => q.Holds(x.s.On) && x.v.IsMine(x.s.On) && x.s.Status is not ("entered-in-error" or ReferenceScore.WithoutTotal)))
        {
            scores++;
            if (s.Status == "quarantined") quarantined++;
            else if (s.Received is { } received && !(s.Reviewed <= q.End) && NextBusinessDay(NextBusinessDay(received)) < q.End) waiting++;
            else if (s.Instrument.StartsWith("phq-9", StringComparison.Ordinal) && s.Item9 is null) unanswered++;
        }

        return scores == 0 ? Rate(0, 0) : Rate(quarantined + waiting + unanswered, scores, ("quarantined", quarantined), ("unreviewed", waiting), ("no-self-harm-answer", unanswered));
    }
}
