namespace Registry.Storage;

internal static class SearchIndexesGuards
{
    /// <summary>How a family name begins, in either case: an expression, which EF cannot index.</summary>
    public static IEnumerable<string> Up() => ["create index ix_patient_family on patient (organization_id, lower(family_name) text_pattern_ops)"];
}
