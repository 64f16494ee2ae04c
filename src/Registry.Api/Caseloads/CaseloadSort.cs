using Registry.Clinical;

namespace Registry.Api;

/// <summary>The columns a caseload can be sorted by. Rows without a value come last; ties end in the episode id, so the order is total.</summary>
internal static class CaseloadSort
{
    private static readonly Dictionary<string, Func<CaseloadRowResponse, IComparable?>> Columns = new(StringComparer.Ordinal)
    {
        ["phq9First"] = row => row.Phq9?.First,
        ["phq9Last"] = row => row.Phq9?.Last,
        ["gad7First"] = row => row.Gad7?.First,
        ["gad7Last"] = row => row.Gad7?.Last,
        ["pcl5First"] = row => row.Pcl5?.First,
        ["pcl5Last"] = row => row.Pcl5?.Last,
        ["flags"] = row => row.Flags.Count == 0 ? null : (int)row.Flags.Max(f => f.Severity),
        ["patient"] = row => row.DisplayName,
        ["status"] = row => row.Status,
        ["initialAssessment"] = row => row.InitialAssessmentOn,
        ["followUp"] = row => row.FollowUpOn,
        ["psychiatricConsultation"] = row => row.PsychiatricConsultationOn,
        ["relapsePreventionPlan"] = row => row.RelapsePreventionPlanOn,
        ["sessions"] = row => row.Sessions,
        ["weeks"] = row => row.WeeksSinceInitialAssessment,
        ["minutes"] = row => row.MinutesThisMonth,
    };

    public static readonly Refusal Unknown =
        new("unknown-sort", RefusalKind.Malformed, $"sort is one of {string.Join(", ", Columns.Keys)}, with a leading minus for descending.");

    /// <summary>How to put rows in order; null for a column there is not.</summary>
    public static Func<IEnumerable<CaseloadRowResponse>, List<CaseloadRowResponse>>? By(string sort)
    {
        var descending = sort.StartsWith('-');
        if (!Columns.TryGetValue(descending ? sort[1..] : sort, out var column)) return null;
        return rows =>
        {
            var valuesFirst = rows.OrderBy(row => column(row) is null);
            var sorted = descending ? valuesFirst.ThenByDescending(column) : valuesFirst.ThenBy(column);
            return [.. sorted.ThenBy(row => row.EpisodeId)];
        };
    }
}
