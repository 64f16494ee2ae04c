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
        ["QuestionnaireResponse"] =
        [
            new("patient", "reference", "Required: an id, an own address, or patient:identifier=system|value."),
            new("subject", "reference", "The same as patient."),
            new("questionnaire", "reference", "Canonical address of the form, with or without a version."),
            new("authored", "date", "All prefixes and precisions."),
            new("status", "token", "A code of QuestionnaireResponse.status."),
            new("_id", "token", "Id of the QuestionnaireResponse."),
        ],
        ["Questionnaire"] = [new("url", "uri", "Canonical address, without a version.")],
    };

    public static IReadOnlyList<SearchParameter> Of(string type) => ByType.GetValueOrDefault(type, []);
}
