namespace Registry.Storage;

/// <summary>What comparisons and submissions rest on is said once and never rewritten: a later version stands beside the earlier one. What is published is out for good.</summary>
internal static class MetricsGuards
{
    private static readonly string[] Published = ["published_month", "published_row"];

    /// <summary>Rows about a patient, those that refer to others first: they go with the patient.</summary>
    internal static readonly string[] OfPatient = ["patient_coverage", "patient_background"];

    private static readonly string[] InsertOnly =
        [.. OfPatient, "attested_fte", "submitted_month", "metric_target", "drift_plan", .. Published];

    public static IEnumerable<string> Up()
    {
        yield return $"grant select, insert on {string.Join(", ", InsertOnly)} to registry_service";
        yield return "grant update (drift_thresholds) on organization to registry_service";
        yield return "grant update (launched_on) on clinic to registry_service";
        // Whoever reads figures without a right to patients reads them as this role, which has a right to nothing else.
        yield return $"grant select on {string.Join(", ", Published)} to registry_report";
        yield return $"grant select, delete on {string.Join(", ", OfPatient)} to registry_retention";
        foreach (var statement in InsertOnly.SelectMany(RowSecurity.Protect)) yield return statement;
    }
}
