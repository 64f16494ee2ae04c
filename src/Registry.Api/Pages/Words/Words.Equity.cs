using Registry.Clinical;

namespace Registry.Api;

internal static partial class Words
{
    public const string Equity = "Equity";
    public const string GroupedBy = "By:";
    public const string Everybody = "Everybody";
    public const string EquityLegend = "● the group's figure with its 95% interval (Wilson); dashes, everybody. Improvement that leaves a group behind is not improvement; a wide interval says that too few people are in a group to tell.";

    public static readonly IReadOnlyList<string> EquityColumns =
    [
        "Group", "Value", "Numerator", "Denominator", "Interval from", "Interval to", "No value because",
        "Difference to the largest group", "Ratio to the largest group", "Difference to everybody", "Ratio to everybody",
    ];

    /// <summary>Names of languages by their code; another one is shown by its code.</summary>
    private static readonly IReadOnlyDictionary<string, string> Languages = new Dictionary<string, string>
    {
        ["ar"] = "Arabic", ["bn"] = "Bengali", ["en"] = "English", ["es"] = "Spanish", ["fr"] = "French", ["hi"] = "Hindi", ["ht"] = "Haitian Creole", ["ko"] = "Korean",
        ["pl"] = "Polish", ["pt"] = "Portuguese", ["ru"] = "Russian", ["tl"] = "Tagalog", ["vi"] = "Vietnamese", ["yi"] = "Yiddish", ["zh"] = "Chinese",
    };

    public static string EquityOf(EquityView view) => $"{view.Place}: {Inside(view.Metric.Title)} by {StratumName(view.By)}, {Long(view.Month)}";

    public static string StratumName(string stratum) => stratum == "age-band" ? "age" : stratum;

    /// <summary>The group of a stratum as people call it.</summary>
    public static string GroupOf(string stratum, string group) => (stratum, group) switch
    {
        (_, Stratum.Unknown) => "Unknown or declined",
        ("language", _) => Languages.GetValueOrDefault(group, group),
        ("age-band", "65-and-over") => "65 and over",
        ("age-band", _) => group.Replace('-', '–'),
        (_, "american-indian-or-alaska-native") => "American Indian or Alaska Native",
        (_, "black-or-african-american") => "Black or African American",
        (_, "native-hawaiian-or-pacific-islander") => "Native Hawaiian or Pacific Islander",
        (_, "hispanic-or-latino") => "Hispanic or Latino",
        (_, "not-hispanic-or-latino") => "Not Hispanic or Latino",
        (_, "dual-medicare-medicaid") => "Medicare and Medicaid",
        (_, "other-public") => "Other public",
        (_, "self-pay") => "Self-pay",
        (_, "non-binary") => "Non-binary",
        _ => Sentence(group),
    };

    public static string EquitySaid(EquityView view) =>
        (view.Largest is { } largest ? $"Compared to the largest known group, {GroupOf(view.By, largest)}, and to everybody. " : "")
        + (view.UnknownShare is { } share ? $"Of {Number(share)}% the group is not known." : "");

    public static string EquitySpoken(EquityView view) =>
        $"{Named(view.Metric)} by {StratumName(view.By)}: {string.Join("; ", view.Groups.Append(view.Everybody!).Select(g => $"{g.Name} {Value(g.Value, view.Metric.Unit, g.NoValue)}{(g.Low is null ? "" : $", {Number(g.Low)} to {Number(g.High)}")}"))}";

    public static string EquityValue(EquityLine line, MetricUnit unit) =>
        Value(line.Value, unit, line.NoValue) + (Counted(line.Numerator, line.Denominator) is { Length: > 0 } counted ? $" ({counted})" : "");
}
