namespace Registry.Fhir;

/// <summary>The search parameters that are really answered, by resource type: what the CapabilityStatement lists.</summary>
public static class SearchParameters
{
    private static readonly Dictionary<string, IReadOnlyList<SearchParameter>> ByType = new()
    {
        ["Observation"] =
        [
            new("patient", "reference", "Required here or as subject: an id, an own address, or patient:identifier=system|value."),
            new("subject", "reference", "The same as patient."),
            new("code", "token", "LOINC code of the total score."),
            new("date", "date", "All prefixes and precisions."),
            new("identifier", "token", "system|value"),
            new("status", "token", "A code of Observation.status."),
            new("_id", "token", "Id of the Observation."),
        ],
        ["AuditEvent"] =
        [
            new("patient", "reference", "One patient: an id or an own address."),
            new("date", "date", "When it was recorded; prefixes eq, ge, gt, le, lt, sa and eb. Twice for a period."),
            new("agent", "reference", "The id of a principal, or agent:identifier=system|value of one."),
            new("action", "token", "C, R, U, D or E."),
            new("outcome", "token", "0 for what was granted, 4 for what was refused, 8 for what failed."),
            new("_id", "token", "Id of the AuditEvent."),
        ],
    };

    public static IReadOnlyList<SearchParameter> Of(string type) => ByType.GetValueOrDefault(type, []);
}
