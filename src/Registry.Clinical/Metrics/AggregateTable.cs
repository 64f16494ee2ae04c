namespace Registry.Clinical;

/// <summary>One row of figures: everybody, a clinic, or a group of patients of all clinics.</summary>
/// <param name="Clinic">Null for the whole organization.</param>
/// <param name="Group">Of the stratum asked for; null for everybody. No row is a group in a clinic: of a table with two sides more would follow.</param>
public readonly record struct AggregateRow(Id<Clinic>? Clinic, string? Group)
{
    internal string Key => $"{Clinic}|{Group}";
}

/// <summary>The figures of an organization for somebody who may see no patient: rows with what may be shown, the rest null and named as suppressed.</summary>
/// <remarks>
/// Whatever part is asked for, the whole table decides, so two questions cannot be played against each other. The organization and its
/// clinics are decided without any stratum; groups are then decided around them.
/// </remarks>
public static class AggregateTable
{
    public const string Suppressed = "suppressed";

    /// <summary>Figures that follow from each other are shown together or not at all: net flow is enrolments less discharges.</summary>
    private static readonly string[][] Linked = [["M01", "M02"], ["M03", "M04", "M05"], ["M19", "M26", "M28"]];

    /// <param name="question">A calendar month that is over: other windows could be subtracted from it.</param>
    /// <param name="fte">Attested, of a clinic or of all.</param>
    public static IReadOnlyDictionary<AggregateRow, IReadOnlyList<MetricValue>> Of(
        IReadOnlyCollection<MeasuredEpisode> episodes, MetricQuestion question, Stratum? stratum, Func<Id<Clinic>?, decimal?> fte)
    {
        var numbers = episodes.Select(e => e.Facts.PatientId).Distinct().Order().Index().ToDictionary(p => p.Item, p => p.Index);
        var rows = Rows(episodes, question, stratum).ToDictionary(r => r.Row, r => new Figures(r.Row, r.Episodes, question with { AttestedFte = r.Row.Group is null ? fte(r.Row.Clinic) : null }, numbers));
        var basis = rows.Values.Where(f => f.Row.Group is null).SelectMany(f => f.Cells).ToList();
        var shown = SmallCells.Showable([], basis);
        var groups = SmallCells.Showable(basis.Where(c => shown.Contains(c.Key)), rows.Values.Where(f => f.Row.Group is not null).SelectMany(f => f.Cells));
        return rows.ToDictionary(r => r.Key, r => r.Value.Shown(key => shown.Contains(key) || groups.Contains(key)));
    }

    private static IEnumerable<(AggregateRow Row, List<MeasuredEpisode> Episodes)> Rows(IReadOnlyCollection<MeasuredEpisode> episodes, MetricQuestion question, Stratum? stratum)
    {
        yield return (new(null, null), [.. episodes]);
        foreach (var clinic in episodes.GroupBy(e => e.ClinicId)) yield return (new(clinic.Key, null), [.. clinic]);
        if (stratum is null) yield break;
        foreach (var group in episodes.GroupBy(e => stratum.Of(e, question.End))) yield return (new(null, group.Key), [.. group]);
    }

    private sealed class Figures
    {
        private readonly Dictionary<string, MetricValue> values = [];

        public Figures(AggregateRow row, List<MeasuredEpisode> episodes, MetricQuestion question, Dictionary<Id<Patient>, int> numbers)
        {
            Row = row;
            var report = new MetricsReport(episodes, question);
            foreach (var metric in Metrics.All) values[metric.Code] = report.Of(metric);
            Cells = [.. Bundles.Select(codes => Cell(codes, report, numbers))];
        }

        public AggregateRow Row { get; }
        public IReadOnlyList<FigureCell> Cells { get; }

        public IReadOnlyList<MetricValue> Shown(Func<string, bool> isShown) =>
            [.. Bundles.SelectMany(codes => codes.Select(code => isShown(Key(codes, Row)) ? values[code] with { Parts = [], Population = 0 } : Hidden(values[code]))).OrderBy(v => v.Code, StringComparer.Ordinal)];

        private FigureCell Cell(string[] codes, MetricsReport report, Dictionary<Id<Patient>, int> numbers)
        {
            var sets = codes.SelectMany(code => SetsOf(report.Behind(Metrics.ByCode(code)!), numbers)).ToList();
            var events = codes.Where(code => !Metrics.ByCode(code)!.CountsPatientsOnce).Select(code => values[code])
                .SelectMany(v => new[] { v.Numerator, v.Denominator, v.Denominator - v.Numerator }).Where(n => n is not null).Select(n => Math.Abs(n!.Value)).ToList();
            return new(Key(codes, Row), sets, events, Row == default ? null : (Key(codes, default), Row.Clinic is null ? "groups" : "clinics"));
        }
    }

    private static IEnumerable<PatientSet> SetsOf(IReadOnlyList<PlacedEpisode> placed, Dictionary<Id<Patient>, int> numbers)
    {
        var above = placed.Where(p => p.Placement.Place is Place.Numerator).Select(p => numbers[p.Episode.Facts.PatientId]).ToHashSet();
        var below = placed.Where(p => p.Placement.Place is Place.Denominator).Select(p => numbers[p.Episode.Facts.PatientId]).ToHashSet();
        yield return new(above, numbers.Count);
        yield return new(above.Union(below), numbers.Count);
        yield return new(below.Except(above), numbers.Count);
    }

    private static MetricValue Hidden(MetricValue value) =>
        new(value.Code, value.Version, value.Unit, null, null, null) { NoValue = value.NoValue is "period-not-begun" ? value.NoValue : Suppressed };

    private static readonly string[][] Bundles = [.. Linked, .. Metrics.All.Select(m => m.Code).Where(code => !Linked.Any(l => l.Contains(code))).Select(code => new[] { code })];

    private static string Key(string[] codes, AggregateRow row) => $"{codes[0]}|{row.Key}";
}
