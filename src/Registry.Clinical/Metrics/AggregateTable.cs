namespace Registry.Clinical;

/// <summary>One row of figures: everybody, a clinic, or a group of patients of all clinics.</summary>
/// <param name="Clinic">Null for the whole organization.</param>
/// <param name="Stratum">By what the group is told apart; null for everybody.</param>
/// <param name="Group">No row is a group in a clinic: of a table with two sides more would follow.</param>
public readonly record struct AggregateRow(Id<Clinic>? Clinic, string? Stratum = null, string? Group = null)
{
    internal string Key => $"{Clinic}|{Stratum}|{Group}";

    /// <summary>Of what this row is one part among disjoint ones: the clinics, or the groups of one stratum. Null for the whole.</summary>
    internal string? PartOf => Clinic is not null ? "clinics" : Stratum;
}

/// <summary>The figures of an organization for somebody who may see no patient: rows with what may be shown, the rest null and named as suppressed.</summary>
/// <remarks>
/// One table holds everything that can be asked about a month, so no two questions can be played against each other: the
/// organization and its clinics are decided first, then the groups of each stratum around all that is shown already, and last
/// what only the early warnings look at. Care managers are parts of their clinic, as everybody there knows. The months before are
/// looked at too: whoever was on the caseload at the end of one is in care in the next.
/// </remarks>
public sealed class AggregateTable
{
    public const string Suppressed = "suppressed";

    /// <summary>Every figure that is compared: the metrics, and whom they are about.</summary>
    public static readonly IReadOnlyList<Metric> Compared = [.. Metrics.All, .. CaseMix.All];

    /// <summary>Every figure that is shown: those, and of everybody and of clinics what the early warnings look at besides. How late work is written down is not among them, since no fact tells it.</summary>
    public static readonly IReadOnlyList<Metric> Shown = [.. Compared, .. DriftMetrics.Own];

    /// <summary>Figures that follow from each other are shown together or not at all: net flow is enrolments less discharges.</summary>
    private static readonly string[][] Linked = [["M01", "M02"], ["M03", "M04", "M05"], ["M19", "M26", "M28"]];

    private static readonly Metric[][] Bundles =
        [.. Linked.Select(codes => codes.Select(code => Metrics.ByCode(code)!).ToArray()), .. Compared.Where(m => !Linked.Any(l => l.Contains(m.Code))).Select(m => new[] { m })];

    private static readonly Metric[][] OfWarnings = [.. DriftMetrics.Own.Select(m => new[] { m })];

    private AggregateTable(IReadOnlyDictionary<AggregateRow, IReadOnlyList<MetricValue>> rows, IReadOnlyList<FigureCell> cells) => (Rows, Cells) = (rows, cells);

    public IReadOnlyDictionary<AggregateRow, IReadOnlyList<MetricValue>> Rows { get; }

    /// <summary>What is shown, with whom it rests on: for deciding about the next months. Never leaves.</summary>
    public IReadOnlyList<FigureCell> Cells { get; }

    /// <param name="question">A calendar month that is over: other windows could be subtracted from it.</param>
    /// <param name="fte">Attested, of a clinic or of all.</param>
    /// <param name="numbers">Numbers patients the same in every month; new ones are added.</param>
    /// <param name="earlier">What is shown of the months before.</param>
    public static AggregateTable Of(
        IReadOnlyCollection<MeasuredEpisode> episodes, MetricQuestion question, Func<Id<Clinic>?, decimal?> fte, Dictionary<Id<Patient>, int> numbers, IEnumerable<FigureCell> earlier)
    {
        foreach (var episode in episodes) numbers.TryAdd(episode.Facts.PatientId, numbers.Count);
        var rows = RowsOf([.. episodes.Select(e => new EpisodeInPeriod(e, question))]).Select(r => new RowFigures(r.Row, r.Episodes, question with { AttestedFte = r.Row.Stratum is null ? fte(r.Row.Clinic) : null }, numbers)).ToList();
        List<FigureCell> before = [.. earlier], cells = [];
        foreach (var together in rows.GroupBy(r => r.Row.Stratum).OrderBy(g => g.Key, StringComparer.Ordinal)) Decide(together.SelectMany(r => r.Cells.SkipLast(r.Warnings)));
        Decide(rows.SelectMany(r => r.Cells.TakeLast(r.Warnings)));

        void Decide(IEnumerable<FigureCell> together)
        {
            var shown = SmallCells.Showable([.. before, .. cells], together);
            cells.AddRange(together.Where(c => shown.Contains(c.Key)));
        }

        var keys = cells.Select(c => c.Key).ToHashSet(StringComparer.Ordinal);
        return new(rows.ToDictionary(r => r.Row, r => r.Values(keys.Contains)), cells);
    }

    /// <summary>Who is behind the figures that are shown of a month decided before.</summary>
    /// <param name="isShown">By row and code of a metric.</param>
    public static IReadOnlyList<FigureCell> CellsOf(
        IReadOnlyCollection<MeasuredEpisode> episodes, MetricQuestion question, Dictionary<Id<Patient>, int> numbers, Func<AggregateRow, string, bool> isShown)
    {
        foreach (var episode in episodes) numbers.TryAdd(episode.Facts.PatientId, numbers.Count);
        return [.. RowsOf([.. episodes.Select(e => new EpisodeInPeriod(e, question))]).Select(r => new RowFigures(r.Row, r.Episodes, question, numbers))
            .SelectMany(figures => figures.Cells.Zip(figures.Bundled).Where(c => isShown(figures.Row, c.Second[0].Code)).Select(c => c.First))];
    }

    /// <summary>Everybody and the clinics first: their stratum is null.</summary>
    private static IEnumerable<(AggregateRow Row, IEnumerable<EpisodeInPeriod> Episodes)> RowsOf(IReadOnlyCollection<EpisodeInPeriod> episodes)
    {
        yield return (default, episodes);
        foreach (var clinic in episodes.GroupBy(e => e.Episode.ClinicId)) yield return (new(clinic.Key), clinic);
        foreach (var stratum in (IEnumerable<Stratum>)[.. Stratum.All, Stratum.CareManager])
        {
            foreach (var group in episodes.GroupBy(e => stratum.Of(e.Episode, e.End))) yield return (new(null, stratum.Name, group.Key), group);
        }
    }

    private sealed class RowFigures
    {
        private readonly Dictionary<string, MetricValue> values = [];
        private readonly string month;

        /// <summary>Everybody; of a care manager, who is known to work at one clinic, that clinic. One who works at several is a part of none, and not shown.</summary>
        private readonly AggregateRow whole;

        public RowFigures(AggregateRow row, IEnumerable<EpisodeInPeriod> episodes, MetricQuestion question, Dictionary<Id<Patient>, int> numbers)
        {
            (Row, month) = (row, question.Period.Name);
            var report = new MetricsReport(episodes, question);
            if (row.Stratum == Stratum.CareManager.Name) whole = episodes.Select(e => e.Episode.ClinicId).Distinct().ToList() is [var clinic] ? new(clinic) : row;
            Bundled = row.Stratum is null ? [.. Bundles, .. OfWarnings] : Bundles;
            Cells = [.. Bundled.Select(metrics => Cell(metrics, report, numbers))];
        }

        public AggregateRow Row { get; }
        public Metric[][] Bundled { get; }

        /// <summary>How many of the last cells are those of the early warnings.</summary>
        public int Warnings => Bundled.Length - Bundles.Length;
        public IReadOnlyList<FigureCell> Cells { get; }

        public IReadOnlyList<MetricValue> Values(Func<string, bool> isShown) =>
            [.. Bundled.SelectMany(metrics => metrics.Select(m => isShown(Key(metrics, Row)) ? values[m.Code] with { Parts = [], Population = m.CountsPatientsOnce ? values[m.Code].Population : 0 } : Hidden(values[m.Code]))).OrderBy(v => v.Code, StringComparer.Ordinal)];

        private FigureCell Cell(Metric[] metrics, MetricsReport report, Dictionary<Id<Patient>, int> numbers)
        {
            foreach (var metric in metrics) values[metric.Code] = report.Of(metric);
            var groups = metrics.SelectMany(metric => NestedGroups.Behind(report.Behind(metric), numbers)).ToList();
            // Weeks in which the team met count nobody; of a handful of patients, or of a group, they would still tell, and so would that there are none.
            if (metrics is [{ CountsWeeks: true }]) return new(Key(metrics, Row), [], Row.Stratum is null && !groups.Any(g => SmallCells.IsSmall(g.Count)) ? [] : [SmallCells.Largest], null);
            // What is shown together can be subtracted from each other; of one metric alone the groups say all.
            var sets = metrics.Length > 1 ? NestedGroups.Sets(groups, numbers.Count) : [.. groups.Select(g => new PatientSet(g, numbers.Count))];
            var events = metrics.Where(metric => !metric.CountsPatientsOnce).Select(metric => values[metric.Code])
                .SelectMany(v => new[] { v.Numerator, v.Denominator, v.Denominator - v.Numerator }).Where(n => n is not null).Select(n => Math.Abs(n!.Value)).ToList();
            return new(Key(metrics, Row), sets, events, Row.PartOf is { } kind ? (Key(metrics, whole), kind) : null) { OnlyWithWhole = Row.Stratum == Stratum.CareManager.Name };
        }

        private string Key(Metric[] metrics, AggregateRow row) => $"{month}|{metrics[0].Code}|{row.Key}";
    }

    private static MetricValue Hidden(MetricValue value) =>
        new(value.Code, value.Version, value.Unit, null, null, null) { NoValue = value.NoValue is "period-not-begun" ? value.NoValue : Suppressed };
}
