using System.Globalization;
using NodaTime.Text;

namespace Registry.Clinical;

/// <summary>Whether what tables say of a patient's course can be: totals within their instruments, and one episode at a time. Only for tables in which <see cref="ContractDays"/> found nothing.</summary>
public static class ContractCourse
{
    /// <returns>The first <see cref="ContractCheck.Most"/>; empty when there is none.</returns>
    public static IReadOnlyList<ContractProblem> Of(IReadOnlyDictionary<string, IReadOnlyList<string[]>> tables) => [.. Totals(tables["scale_result"]).Concat(Stays(tables["cocm_episode"])).Take(ContractCheck.Most)];

    private static IEnumerable<ContractProblem> Totals(IReadOnlyList<string[]> results) =>
        from row in results.Index()
        where ContractSchema.InstrumentOf(row.Item[3]) is { } instrument && int.Parse(row.Item[4], CultureInfo.InvariantCulture) > instrument.MaxTotal
        select new ContractProblem("scale_result", row.Index + 1, "total_score", "it lies outside the instrument's range");

    /// <summary>Said of the later row of two. Episodes of other scales do not come in, and stand in nobody's way.</summary>
    private static IEnumerable<ContractProblem> Stays(IReadOnlyList<string[]> episodes)
    {
        foreach (var ofPatient in episodes.Index().Where(row => ContractSchema.InstrumentOf(row.Item[5]) is not null).GroupBy(row => row.Item[1], StringComparer.Ordinal))
        {
            var before = new List<Stay>();
            foreach (var (i, row) in ofPatient)
            {
                var stay = new Stay(LocalDatePattern.Iso.Parse(row[2]).Value, row[8].Length == 0 ? null : LocalDatePattern.Iso.Parse(row[8]).Value);
                if (EpisodeTransitions.RefuseStay(before, stay) is not null) yield return new("cocm_episode", i + 1, "enrollment_date", "another episode of the patient runs at that time");
                before.Add(stay);
            }
        }
    }
}
