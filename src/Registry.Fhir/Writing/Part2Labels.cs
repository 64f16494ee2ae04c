namespace Registry.Fhir;

/// <summary>The security labels of a resource under 42 CFR Part 2: which law, restricted, and not to be disclosed further without consent.</summary>
public static class Part2Labels
{
    public const string Json = """
        [{"system":"http://terminology.hl7.org/CodeSystem/v3-ActUSPrivacyLaw","code":"42CFRPart2"},{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"R"},{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"NORDSCLCD"}]
        """;
}
