using NodaTime;
using static Registry.IntegrationTests.ReferenceFigure;

namespace Registry.IntegrationTests;

/// <summary>Patient-months and their minutes under the midpoint profile, where sixteen counted minutes reach a code in any month.</summary>
internal static class ReferenceMinutes
{
    public static string Yield(IEnumerable<ReferenceView> episodes, ReferenceQuestion q)
    {
        var (lost, months) = (new SortedDictionary<string, decimal>(), new List<decimal>());
        foreach (var v in episodes)
        {
            for (var month = new LocalDate(q.From.Year, q.From.Month, 1); month <= q.End; month = month.PlusMonths(1))
            {
                var work = Work(v).Where(w => w.On >= month && w.On < month.PlusMonths(1)).ToList();
                if (work.Sum(w => w.Minutes) == 0) continue;
                months.Add(work.Where(w => w.Lost is null).Sum(w => w.Minutes));
                foreach (var w in work.Where(w => w.Lost is not null && w.Minutes > 0)) lost["lost-" + w.Lost] = lost.GetValueOrDefault("lost-" + w.Lost) + w.Minutes;
            }
        }

        var reached = months.Count(m => m >= 16);
        return Rate(reached, months.Count, [.. lost.Select(l => (l.Key, (decimal?)l.Value)), ("median-minutes", Percentile(months, 0.5m) is { } median ? Round(median, 1) : null)]);
    }

    private static IEnumerable<(LocalDate On, int Minutes, string? Lost)> Work(ReferenceView v)
    {
        foreach (var c in v.Episode.Contacts) yield return Told(c, c.Text("purpose") == "scheduling" ? "excluded-activity" : null);
        foreach (var c in v.Episode.Consultations.Concat(v.Episode.Plans)) yield return Told(c, null);
        foreach (var t in v.Episode.Entries.Where(t => t.Text("kind") == "minutes"))
        {
            yield return Told(t, t.Text("work") == "administrative" ? "excluded-activity" : t.Is("billed_elsewhere") ? "billed-elsewhere" : t.Text("by") != "care-manager" ? "not-care-manager-time" : null);
        }

        (LocalDate, int, string?) Told(RawRow row, string? reason)
        {
            var on = row.Day("on_day");
            return (on, row.Number("minutes"), on < v.Enrolled ? "before-enrolment" : on > v.Episode.Ended ? "after-discharge" : reason);
        }
    }
}
