namespace Registry.Clinical;

/// <summary>One early warning of the organization's own relapse: what it looks at, and from where on it is amber or red.</summary>
/// <param name="Code">"D1". Stable.</param>
/// <param name="Name">Stable and speaking: "contact-rate".</param>
/// <param name="Metric">The code of the figure it looks at, in <see cref="ClinicMonth.Values"/>.</param>
/// <param name="Default">In force until the organization chooses otherwise.</param>
public sealed record DriftIndicator(string Code, string Name, string Title, string Metric, DriftThreshold Default)
{
    /// <summary>The rule in a sentence.</summary>
    public required string Rule { get; init; }

    /// <summary>The number that is judged, of a month that has its figure; the figure's own unless the indicator says otherwise. Null when it cannot be formed.</summary>
    internal Func<DriftView, decimal?> Judged { get; init; } = static view => view.Figure.Value;

    /// <summary>What makes it red whatever the number is; null when nothing does.</summary>
    internal Func<DriftView, string?> RedBecause { get; init; } = static _ => null;

    public override string ToString() => Code;
}

/// <summary>A month as an indicator looks at it, with the months before.</summary>
internal readonly record struct DriftView(IReadOnlyList<ClinicMonth> Months, int At, string Metric, DriftThreshold Threshold, CaseloadTarget Target)
{
    public MetricValue Figure => Of(At, Metric);

    /// <summary>A figure that is not among those of the month has no value, and says so.</summary>
    public MetricValue Of(int month, string metric) =>
        Months[month].Values.GetValueOrDefault(metric) ?? new(metric, 1, MetricUnit.Ratio, null, null, null) { NoValue = "not-published" };

    /// <summary>The figures of up to so many months before, those that have a value, oldest first.</summary>
    public IReadOnlyList<decimal> Before(int months) => Figures(Math.Max(0, At - months), At);

    /// <summary>The same, but none from before the first month that counted anybody: what had not begun says nothing of what is usual.</summary>
    public IReadOnlyList<decimal> BeforeSinceItBegan(int months) => Figures(Math.Max(FirstMonth, At - months), At);

    public IReadOnlyList<decimal> UpToNow(int months) => Figures(Math.Max(0, At + 1 - months), At + 1);

    /// <summary>A suppressed figure counts somebody.</summary>
    private int FirstMonth
    {
        get
        {
            var first = 0;
            while (first < At && Of(first, Metric) is not ({ Value: > 0 } or { NoValue: AggregateTable.Suppressed })) first++;
            return first;
        }
    }

    private List<decimal> Figures(int from, int to)
    {
        var values = new List<decimal>();
        for (var i = from; i < to; i++)
        {
            if (Of(i, Metric).Value is { } value) values.Add(value);
        }

        return values;
    }
}

/// <summary>Patients for each full-time care manager that the organization aims at.</summary>
/// <remarks>The default is that of a full-time care manager in a federally qualified health center. Domain reference 5.5.</remarks>
public readonly record struct CaseloadTarget(decimal Lowest, decimal Highest)
{
    public static readonly CaseloadTarget Default = new(50, 75);

    public decimal Middle => (Lowest + Highest) / 2;
}
