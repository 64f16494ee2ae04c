using Registry.Clinical;

namespace Registry.Api;

internal static partial class Words
{
    public const string NoScore = "no score";
    public const string Stale = "old score";
    public const string ViewsOfCaseload = "Views of this caseload";
    public const string AsCsv = "The same as CSV";
    public const string Filters = "Filters";
    public const string Show = "Show:";
    public const string Everyone = "Everyone";
    public const string CaseloadCaption = "One row per active patient, with its flags below it. Column headings are links that sort.";
    public const string NobodyHere = "No active patient matches.";

    public static string CaseloadOf(string careManager) => $"Caseload of {careManager}";

    public const string OnlyFlagged = "Only patients with a flag";
    public const string FlagsWithReasons = "Flags, with their reasons";

    /// <summary>The columns of the caseload table, by their name in the address. Soft hyphens say where a narrow one may break a word.</summary>
    public static readonly IReadOnlyList<(string Column, string Heading, bool HighestFirst)> CaseloadColumns =
    [
        ("patient", "Patient", false), ("status", "Status", false), ("phq9Last", "PHQ-9", true), ("gad7Last", "GAD-7", true), ("pcl5Last", "PCL-5", true),
        ("initialAssessment", "Initial assess\u00ADment", false), ("followUp", "Follow-up", false), ("psychiatricConsultation", "Consul\u00ADtation", false),
        ("relapsePreventionPlan", "Relapse preven\u00ADtion plan", false), ("sessions", "Ses\u00ADsions", true), ("weeks", "Weeks", true), ("minutes", "Minutes this month", true),
    ];

    public static string CaseloadLegend(CaseloadView view) =>
        $"{view.Lines.Count} of {Count(view.Total, "active patient")}. Scores are first → last (change). A last score older than {view.Parameters.StaleScoreDays} days is marked ◷ {Stale}. "
        + $"Small charts: severity bands in grey, target dashed, last score as a dot. Outcome profile {view.Profile.Name}.";

    /// <summary>What a small chart shows, for whoever cannot see it.</summary>
    public static string Spoken(Instrument instrument, IEnumerable<int> totals, int? targetBelow) =>
        $"{instrument.Display}: {string.Join(", ", totals)}{(targetBelow is { } target ? $"; target below {target}" : "")}";
}
