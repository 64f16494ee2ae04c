namespace Registry.Clinical;

/// <summary>One figure as a reader without access to patients would see it: who is behind it, and which figures it adds up to.</summary>
/// <param name="Key">Metric and row.</param>
/// <param name="Sets">Above the line, below it, and the rest: each is told by the two others. None where nobody is counted.</param>
/// <param name="Events">Counts of things other than patients that it shows.</param>
/// <param name="Part">The figure of which this is one part among disjoint ones, and the kind of parts: a clinic's of the organization's. Null for a whole.</param>
public sealed record FigureCell(string Key, IReadOnlyList<PatientSet> Sets, IReadOnlyList<decimal> Events, (string Whole, string Kind)? Part)
{
    /// <summary>Shown beside its whole or not at all: of a part that everybody knows to lie within a hidden whole, the hidden one would follow.</summary>
    public bool OnlyWithWhole { get; init; }
}

/// <summary>Which figures may be shown to somebody who may see no patient, so that 1 to 10 people are never shown and never follow by subtraction.</summary>
/// <remarks>
/// Primary: a figure with 1 to 10 people above the line, below it or between is hidden. Complementary: it is hidden too where, with
/// those already shown, a smaller group would follow: one shown group within another that is larger by 1 to 10, or a whole whose
/// shown parts leave 1 to 10. Larger figures come first, so the total stays when a part must go. Nought is shown: nobody is in it.
/// </remarks>
public static class SmallCells
{
    /// <summary>The largest group that is not shown: the rule of the Centers for Medicare and Medicaid Services.</summary>
    public const int Largest = 10;

    public static bool IsSmall(decimal count) => count is > 0 and <= Largest;

    /// <param name="shown">Figures that are shown whatever becomes of the others.</param>
    /// <param name="cells">Those to be decided; wholes are decided before their parts.</param>
    /// <returns>The keys of those that may be shown.</returns>
    public static IReadOnlySet<string> Showable(IEnumerable<FigureCell> shown, IEnumerable<FigureCell> cells)
    {
        var audit = new Audit();
        foreach (var cell in shown) audit.Show(cell);
        var showable = new HashSet<string>(StringComparer.Ordinal);
        foreach (var cell in cells.OrderByDescending(c => c.Sets.Select(s => s.Count).DefaultIfEmpty().Max()).ThenBy(c => c.Key, StringComparer.Ordinal))
        {
            if (!audit.Allows(cell)) continue;
            audit.Show(cell);
            showable.Add(cell.Key);
        }

        return showable;
    }

    private sealed class Audit
    {
        private readonly Dictionary<string, FigureCell> shown = new(StringComparer.Ordinal);
        private readonly Dictionary<((string Whole, string Kind), int Set), int> parts = [];

        // Of two groups, one within the other and smaller by at most ten, the lowest number of the smaller one is among the eleven
        // lowest of the larger one: what lies between are at most ten. So a group is looked for at a few places, however many are shown.
        private readonly Dictionary<(int Lowest, int Count), List<PatientSet>> byLowest = [];
        private readonly Dictionary<(int AmongLowest, int Count), List<PatientSet>> byLowestEleven = [];

        public bool Allows(FigureCell cell) => !cell.Sets.Any(s => IsSmall(s.Count)) && !cell.Events.Any(IsSmall) && !cell.Sets.Any(IsNearAnother)
            && !LeavesFew(cell) && (!cell.OnlyWithWhole || shown.ContainsKey(cell.Part!.Value.Whole));

        public void Show(FigureCell cell)
        {
            shown[cell.Key] = cell;
            foreach (var set in cell.Sets.Where(s => s.Count > 0))
            {
                if (!Keep(byLowest, set.Lowest[0], set)) continue;
                foreach (var low in set.Lowest) Keep(byLowestEleven, low, set);
            }

            if (cell.Part is not { } part) return;
            for (var i = 0; i < cell.Sets.Count; i++) parts[(part, i)] = parts.GetValueOrDefault((part, i)) + cell.Sets[i].Count;
        }

        /// <summary>A shown group holds this one and 1 to 10 more, or is held by it with as many to spare.</summary>
        private bool IsNearAnother(PatientSet set)
        {
            for (var more = 1; set.Count > 0 && more <= Largest; more++)
            {
                if (byLowestEleven.TryGetValue((set.Lowest[0], set.Count + more), out var larger) && larger.Exists(set.IsWithin)) return true;
                if (set.Lowest.Any(low => byLowest.TryGetValue((low, set.Count - more), out var smaller) && smaller.Exists(s => s.IsWithin(set)))) return true;
            }

            return false;
        }

        /// <returns>False for a group that is known.</returns>
        private static bool Keep(Dictionary<(int, int), List<PatientSet>> index, int at, PatientSet set)
        {
            if (!index.TryGetValue((at, set.Count), out var same)) index[(at, set.Count)] = same = [];
            if (same.Exists(set.IsWithin)) return false;
            same.Add(set);
            return true;
        }

        /// <summary>With this part shown, what the whole has beyond its shown parts is 1 to 10.</summary>
        private bool LeavesFew(FigureCell cell) => cell.Part is { } part && shown.TryGetValue(part.Whole, out var whole)
            && Enumerable.Range(0, Math.Min(cell.Sets.Count, whole.Sets.Count)).Any(i => IsSmall(whole.Sets[i].Count - parts.GetValueOrDefault((part, i)) - cell.Sets[i].Count));
    }
}
