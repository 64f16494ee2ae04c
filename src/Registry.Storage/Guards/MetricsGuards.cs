namespace Registry.Storage;

/// <summary>What comparisons and submissions rest on is said once and never rewritten: a later version stands beside the earlier one.</summary>
internal static class MetricsGuards
{
    private static readonly string[] InsertOnly = ["patient_background", "patient_coverage", "attested_fte", "submitted_month"];

    public static IEnumerable<string> Up()
    {
        yield return $"grant select, insert on {string.Join(", ", InsertOnly)} to registry_service";
    }
}
