namespace Registry.Clinical;

/// <summary>National measures of an organization and its clinics for somebody who may see no patient: what may be shown, the rest named as suppressed.</summary>
public static class NationalTable
{
    /// <summary>Measures of one window and one population are shown together or not at all: of two that differ by few, those few would follow.</summary>
    private static readonly string[][] Bundles = [["N01", "N02", "N03"], ["N04", "N05", "N06"], ["N07", "N08", "N09"], ["N10"]];

    /// <param name="episodes">Of all clinics.</param>
    /// <returns>By clinic; null is the whole organization. Measures in the order of their codes.</returns>
    public static IReadOnlyList<(Id<Clinic>? Clinic, IReadOnlyList<MetricValue> Values)> Of(IReadOnlyCollection<MeasuredEpisode> episodes, MetricQuestion question)
    {
        var numbers = episodes.Select(e => e.Facts.PatientId).Distinct().Order().Index().ToDictionary(p => p.Item, p => p.Index);
        List<Row> rows = [new(null, new(episodes, question)), .. episodes.GroupBy(e => e.ClinicId).OrderBy(g => g.Key).Select(g => new Row(g.Key, new(g, question)))];
        var shown = SmallCells.Showable([], rows.SelectMany(row => Bundles.Select(codes => Cell(row, codes, numbers))));
        return [.. rows.Select(row => (row.Clinic, (IReadOnlyList<MetricValue>)
            [.. Bundles.SelectMany(codes => codes.Select(code => Shown(row.Report.Of(NationalMeasures.ByCode(code)!), shown.Contains(Key(row, codes)))))]))];
    }

    private static MetricValue Shown(MetricValue value, bool isShown) => isShown ? value with { Parts = [], Population = 0 }
        : new(value.Code, value.Version, value.Unit, null, null, null) { NoValue = value.NoValue is "period-not-begun" ? value.NoValue : AggregateTable.Suppressed };

    private static FigureCell Cell(Row row, string[] codes, Dictionary<Id<Patient>, int> numbers)
    {
        var measures = codes.Select(code => NationalMeasures.ByCode(code)!).ToList();
        var events = measures.Where(m => !m.CountsPatientsOnce).Select(row.Report.Of).SelectMany(v => new[] { v.Numerator ?? 0, v.Denominator ?? 0, v.Denominator - v.Numerator ?? 0 });
        return new(Key(row, codes), NestedGroups.Sets([.. measures.SelectMany(m => NestedGroups.Behind(row.Report.Behind(m), numbers))], numbers.Count), [.. events], row.Clinic is null ? null : (Key(new(null, row.Report), codes), "clinics"));
    }

    private static string Key(Row row, string[] codes) => $"{codes[0]}|{row.Clinic}";

    private sealed record Row(Id<Clinic>? Clinic, MetricsReport Report);
}
