namespace Registry.Clinical;

public enum BenchmarkKind
{
    /// <summary>What somebody asks for.</summary>
    Target,

    /// <summary>What the middle of a group of clinics reached.</summary>
    Median,

    /// <summary>Between which figures clinics lay.</summary>
    Range,
}

/// <summary>A figure from the literature or of an authority. Populations and definitions differ from ours: an orientation, no verdict.</summary>
/// <param name="Metric">Code of our metric that comes nearest.</param>
/// <param name="Low">Null where there is no lower end.</param>
/// <param name="High">Null where there is no upper end.</param>
public sealed record PublishedBenchmark(string Metric, BenchmarkKind Kind, decimal? Low, decimal? High, string Name, string Source)
{
    /// <summary>"below", "within" or "above".</summary>
    public string Place(decimal value) => value < Low ? "below" : value > High ? "above" : "within";
}

public static class PublishedBenchmarks
{
    private const string NewYork = "New York State Office of Mental Health, CoCM reporting guide";
    private const string Sustaining = "New York State clinics that sustained Collaborative Care, medians 2015 to 2017";
    private const string Aims = "AIMS Center, caseload guidance";
    private const string Sites = "Bao 2016, range of sites after adjustment";

    public static readonly IReadOnlyList<PublishedBenchmark> All =
    [
        new("M02", BenchmarkKind.Target, 75, null, "New York State optimal caseload", NewYork),
        new("M02", BenchmarkKind.Range, 50, 75, "Full-time care manager in a federally qualified health center", Aims),
        new("M02", BenchmarkKind.Median, 36.5m, 56, "Enrolled for each full-time care manager", Sustaining),
        new("M07", BenchmarkKind.Range, 61, 68, "Referred patients who were seen", "Academic program, 2018 to 2022"),
        new("M09", BenchmarkKind.Target, 80, null, "Contact and measure, metric 5", NewYork),
        new("M11", BenchmarkKind.Median, 29, 40.5m, "Three contacts in the quarter", Sustaining),
        new("M12", BenchmarkKind.Range, 34, 88, "Early follow-up", Sites),
        new("M19", BenchmarkKind.Target, 60, null, "Improvement after 70 days, metric 6", NewYork),
        new("M19", BenchmarkKind.Median, 33, 58, "Improved after 70 days", Sustaining),
        new("M19", BenchmarkKind.Range, 36, 84, "Improvement", Sites),
        new("M20", BenchmarkKind.Median, 58, 58, "Improved at 10 to 14 weeks", "Montefiore, 3,957 patients"),
        new("M26", BenchmarkKind.Target, 80, null, "Consultation of patients not improved, metric 8", NewYork),
        new("M26", BenchmarkKind.Median, 55, 80.5m, "Consulted on if not improved", Sustaining),
        new("M28", BenchmarkKind.Median, 48, 73, "Treatment changed if not improved", Sustaining),
        new("M30", BenchmarkKind.Target, 100, null, "Case review every week", "CPT 99492 to 99494"),
    ];

    public static IEnumerable<PublishedBenchmark> Of(string metric) => All.Where(b => b.Metric == metric);
}
