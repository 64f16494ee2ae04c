using NodaTime;
using static Registry.IntegrationTests.ReferenceFigure;

namespace Registry.IntegrationTests;

/// <summary>Every metric the slow and obvious way, patient by patient.</summary>
internal sealed class ReferenceMetrics(List<ReferenceEpisode> episodes, ReferenceQuestion q, decimal? fte)
{
    private readonly List<ReferenceView> all = [.. episodes.Select(e => new ReferenceView(e, q))];

    public string Of(string code)
    {
        if (q.From > q.AsOf) return ReferenceFigure.Of(null, null, null, "period-not-begun");
        return code switch
        {
            "M01" => Count(Once(v => v.Active).Count, Parts(Once(v => v.Active).Select(v => v.Status == "relapse-prevention" ? "relapse-prevention" : "treatment"))),
            "M02" => ReferenceFigure.Of(fte > 0 ? Round(Once(v => v.Active).Count / fte.Value, 1) : null, Once(v => v.Active).Count, fte, fte > 0 ? null : "fte-not-attested",
                Parts(Once(v => v.Active).Select(v => v.Status == "relapse-prevention" ? "relapse-prevention" : "treatment"))),
            "M03" => Count(all.Count(New)),
            "M04" => Count(all.Count(Left), Parts(all.Where(Left).Select(v => v.Episode.Reason!))),
            "M05" => Count(all.Count(New) - all.Count(Left)),
            "M06" => ReferralDays(),
            "M07" => Yes(Once(v => q.Holds(v.Referred)), v => v.Episode.Contacts.Any(ReferenceView.Clinical)),
            "M08" => Yes(Once(v => v.InPeriod), v => v.Reached(q.From, q.End) > 0),
            "M09" => Yes(Once(v => v.InPeriod), ContactAndScale),
            "M10" => Yes(Once(v => v.InPeriod).Where(WholeMonth), v => v.Reached(q.MonthFrom, q.End) >= 2),
            "M11" => Yes(Once(v => v.IsEnrolled && !(v.Ended < q.QuarterFrom)), v => v.Reached(q.QuarterFrom, q.End) >= 3),
            "M12" => Yes(Once(v => v.IsEnrolled && q.Holds(v.Day(28))), v => v.Reached(v.Day(1), v.Day(28)) > 0),
            "M13" => PerMonth(),
            "M14" => FollowUps(),
            "M15" => Outreach(),
            "M33" => Middle(Mean(Once(Left).Select(v => v.Days / 7m)), Once(Left).Count),
            "M34" => Yes(Once(v => v.Active), v => v.Days >= 273),
            _ => new ReferenceOutcomeMetrics(all, Once, q).Of(code),
        };
    }

    /// <summary>New York's metric n.</summary>
    public string NewYork(int n)
    {
        var enrolled = Once(v => v.InPeriod);
        var medicaid = enrolled.Where(v => v.Medicaid).ToList();
        return n switch
        {
            1 => Count(enrolled.Count),
            2 => Count(medicaid.Count),
            3 => Count(medicaid.Count(New)),
            4 => Middle(medicaid.Any(Left) ? medicaid.Where(Left).Sum(v => v.Days) / (decimal)medicaid.Count(Left) / 7 : null, medicaid.Count(Left)),
            5 => Yes(medicaid, ContactAndScale),
            _ => new ReferenceOutcomeMetrics(all, _ => medicaid, q).Of(n switch { 6 => "M19", 7 => "M21", _ => "M26" }),
        };
    }

    /// <summary>Of each patient's episodes that are meant, the one enrolled last.</summary>
    private List<ReferenceView> Once(Func<ReferenceView, bool> meant) =>
        [.. all.Where(meant).GroupBy(v => v.Episode.Patient).Select(g => g.OrderBy(v => v.Enrolled).ThenBy(v => v.Episode.Id).Last())];

    private bool New(ReferenceView v) => v.IsEnrolled && q.Holds(v.Enrolled);

    private bool Left(ReferenceView v) => v.IsEnrolled && q.Holds(v.Ended);

    private bool ContactAndScale(ReferenceView v) => v.Reached(q.From, q.End) > 0
        && v.Valid.Any(s => s.Instrument is "phq-2" or "phq-9" or "phq-9m" or "gad-7" or "pcl-5" && (!s.Partial || q.Profile is "bao" or "five-point") && q.Holds(s.On) && v.IsMine(s.On));

    private bool WholeMonth(ReferenceView v) => v.Enrolled <= q.MonthFrom && v.Ended is null
        && v.Episode.Statuses.Where((s, i) => i == 0 || s.On <= q.MonthFrom).Last().Status == "treatment"
        && v.Episode.Statuses.All(s => s.On <= q.MonthFrom || s.On > q.End || s.Status == "treatment");

    private string ReferralDays()
    {
        var days = all.Where(v => New(v) && v.Referred is not null).Select(v => (decimal)ReferenceView.Between(v.Referred!.Value, v.Enrolled)).ToList();
        return Middle(Percentile(days, 0.5m), days.Count, null, ("p90", Percentile(days, 0.9m) is { } p ? Round(p, 1) : null));
    }

    private string PerMonth()
    {
        var (contacts, days) = (0, 0);
        foreach (var v in all.Where(v => v.InPeriod))
        {
            contacts += v.Reached(q.From, q.End);
            for (var day = q.From; day <= q.End; day = day.PlusDays(1)) days += v.IsMine(day) ? 1 : 0;
        }

        return ReferenceFigure.Of(days == 0 ? null : Round(contacts / (days / 30.44m), 2), contacts, days, days == 0 ? "empty-denominator" : null);
    }

    private string FollowUps()
    {
        var contacts = all.Where(v => v.InPeriod).SelectMany(v => v.Episode.Contacts.Where(c => ReferenceView.Clinical(c) && c.Text("purpose") != "initial-assessment" && q.Holds(c.Day("on_day")) && v.IsMine(c.Day("on_day")))).ToList();
        return Count(contacts.Count, Parts(contacts.Select(c => c.Text("mode")!)));
    }

    private string Outreach()
    {
        var (attempts, reached, missed, any) = (0, 0, 0, false);
        foreach (var v in all.Where(v => v.InPeriod))
        {
            var tried = v.Episode.Contacts.Where(c => ReferenceView.Attempt(c) && q.Holds(c.Day("on_day")) && v.IsMine(c.Day("on_day"))).ToList();
            attempts += tried.Count;
            missed += tried.Count(c => c.Text("purpose") != "outreach-attempt");
            reached += v.Reached(q.From, q.End);
            any |= tried.Count + v.Reached(q.From, q.End) > 0;
        }

        return any ? Rate(attempts, attempts + reached, ("missed-appointments", missed)) : Rate(0, 0);
    }

    internal static string Yes(IEnumerable<ReferenceView> of, Func<ReferenceView, bool> met) => Rate(of.Count(met), of.Count());

    private static decimal? Mean(IEnumerable<decimal> values) => values.Any() ? values.Sum() / values.Count() : null;

    private static (string, decimal?)[] Parts(IEnumerable<string> names) => [.. names.GroupBy(n => n).Select(g => (g.Key, (decimal?)g.Count()))];
}
