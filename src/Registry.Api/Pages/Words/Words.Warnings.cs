using Registry.Clinical;

namespace Registry.Api;

internal static partial class Words
{
    public const string Warnings = "Early warnings";
    public const string Level = "Level";
    public const string Since = "Since";
    public const string Limits = "Limits";
    public const string Plan = "Plan";
    public const string NoPlan = "Nobody has said what is done about it.";
    public const string WarningsAsCsv = "Early warnings as CSV";

    public static readonly IReadOnlyList<string> WarningColumns =
        ["Code", "Early warning", "Level", "Value", "Numerator", "Denominator", "No value because", "Red because", "Limits", "Since", "Plan", "Owner", "Looked at again"];

    public static string LevelOf(WarningLine warning) => warning.Level switch
    {
        DriftLevel.Red => "Red",
        DriftLevel.Amber => "Amber",
        DriftLevel.Green => "Green",
        null => "Not judged",
    };

    private static readonly string[] Levels = ["Red", "Amber", "Green", "Not judged"];

    public static string WarningsSaid(IEnumerable<WarningLine> warnings)
    {
        var levels = warnings.GroupBy(LevelOf).ToDictionary(g => g.Key, g => g.Count());
        return string.Join(", ", Levels.Where(levels.ContainsKey).Select(level => $"{levels[level]} {level.ToLowerInvariant()}")) + ".";
    }

    public static string ValueOf(WarningLine warning) => warning.Value is null ? NoValue(warning.NoValue)
        : Number(warning.Value) + (warning.Indicator.Metric == DriftMetrics.DocumentationLag ? " days" : "%") + (Counted(warning.Numerator, warning.Denominator) is { Length: > 0 } counted ? $" ({counted})" : "");

    public static string LimitsOf(DriftThreshold limits) =>
        $"amber {Beyond(limits.AmberBelow, limits.AmberAbove)}, red {Beyond(limits.RedBelow, limits.RedAbove)}"
        + (limits.RedFall is { } fall ? $" or after a fall of {Number(fall)} points" : "") + (limits.RedMissedWeeks is { } weeks ? $" or {weeks} weeks missed in a row" : "");

    public static string BecauseOf(WarningLine warning) => warning.RedBecause switch
    {
        "fell" => "red because it fell",
        "weeks-missed" => "red because weeks were missed in a row",
        "shift" => "red because of a shift on the run chart",
        _ => "",
    };

    public static string SinceSaid(WarningLine warning) => warning.Since is { } since ? Of(since) : "";

    public static string Of(WarningAnswer answer) => $"{answer.Intervention} ({answer.Owner}, since {Of(answer.MadeOn)}, looked at again {Of(answer.ReviewOn)})";

    private static string Beyond(decimal? below, decimal? above) => (below, above) switch
    {
        ({ } low, { } high) => $"outside {Number(low)} to {Number(high)}",
        ({ } low, null) => $"below {Number(low)}",
        (null, { } high) => $"above {Number(high)}",
        _ => "never",
    };
}
