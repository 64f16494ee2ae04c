namespace Registry.IntegrationTests;

/// <summary>How real senders write one score, and what becomes of it: the contract of the import, variant by variant.</summary>
/// <remarks>
/// A change is laid over <see cref="Intents.Observation"/>, a PHQ-9 of 12 on 5 March 2026; null takes a property away.
/// Resends, corrections and withdrawals are in <see cref="ScoreLifeTests"/>, responses in <see cref="ResponseFlowTests"/>, references between entries in <see cref="TransactionTests"/>.
/// </remarks>
internal static class ImportVariants
{
    private const string Taken = "phq-9 12 on 2026-03-05";

    public static readonly (string Variant, string Change, int Status, string Score)[] All =
    [
        .. Values, .. Codes, .. Times, .. Subjects, .. Rest,
    ];

    private static (string, string, int, string)[] Values =>
    [
        ("a whole number", "{}", 201, Taken),
        ("a quantity without a unit", Value("valueQuantity", """{"value":12}"""), 201, Taken),
        ("a quantity of code 1", Value("valueQuantity", """{"value":12,"system":"http://unitsofmeasure.org","code":"1"}"""), 201, Taken),
        ("a quantity of {score}", Value("valueQuantity", """{"value":12,"system":"http://unitsofmeasure.org","code":"{score}"}"""), 201, Taken),
        ("a quantity of {#}", Value("valueQuantity", """{"value":12,"code":"{#}"}"""), 201, Taken),
        ("a quantity in words: score", Value("valueQuantity", """{"value":12,"unit":"score"}"""), 201, Taken),
        ("a quantity in words: points", Value("valueQuantity", """{"value":12,"unit":"points"}"""), 201, Taken),
        ("a decimal with a zero fraction", Value("valueQuantity", """{"value":12.0}"""), 201, Taken),
        ("a decimal with two zeros", Value("valueQuantity", """{"value":12.00}"""), 201, Taken),
        ("a fraction", Value("valueQuantity", """{"value":12.5}"""), 422, ""),
        ("less than", Value("valueQuantity", """{"value":12,"comparator":"<"}"""), 422, ""),
        ("percent", Value("valueQuantity", """{"value":12,"unit":"%"}"""), 422, ""),
        ("milligrams", Value("valueQuantity", """{"value":12,"unit":"mg"}"""), 422, ""),
        ("a T-score", Value("valueQuantity", """{"value":12,"code":"{T-score}"}"""), 422, ""),
        ("digits in a text", Value("valueString", "\"12\""), 201, Taken),
        ("digits among spaces", Value("valueString", "\" 12 \""), 201, Taken),
        ("12/27", Value("valueString", "\"12/27\""), 422, ""),
        ("a number and a word", Value("valueString", "\"12 (moderate)\""), 422, ""),
        ("a number in words", Value("valueString", "\"twelve\""), 422, ""),
        ("a range in a text", Value("valueString", "\"10-14\""), 422, ""),
        ("an empty text", Value("valueString", "\"\""), 400, ""),
        ("a range", Value("valueRange", """{"low":{"value":10},"high":{"value":14}}"""), 422, ""),
        ("a ratio", Value("valueRatio", """{"numerator":{"value":12},"denominator":{"value":27}}"""), 422, ""),
        ("a yes", Value("valueBoolean", "true"), 422, ""),
        ("only a severity", Value("valueCodeableConcept", """{"text":"moderate"}"""), 422, ""),
        ("an integer with a point", """{"valueInteger":12.0}""", 400, ""),
        ("zero", """{"valueInteger":0}""", 201, "phq-9 0 on 2026-03-05"),
        ("one above the range", """{"valueInteger":28}""", 422, ""),
        ("300", """{"valueInteger":300}""", 422, ""),
        ("below zero", """{"valueInteger":-1}""", 422, ""),
        ("a reason why there is no value", Value("dataAbsentReason", """{"text":"declined"}"""), 201, ""),
        ("neither value nor reason nor members", """{"valueInteger":null}""", 422, ""),
    ];

    private static (string, string, int, string)[] Codes =>
    [
        ("the total as a component under a local code", Component(Local, Phq9), 201, Taken),
        ("the total as a component under the panel", Component(Panel, Phq9), 201, Taken),
        ("another instrument's total in a component", $$$"""{"component":[{"code":{"coding":[{{{Gad7}}}]},"valueInteger":3}]}""", 422, ""),
        ("a panel with a value", Code(Panel), 422, ""),
        ("a panel with members", $$$"""{"valueInteger":null,"code":{"coding":[{{{Panel}}}]},"hasMember":[{"reference":"Observation/1"}]}""", 201, ""),
        ("a single item", Code("""{"system":"http://loinc.org","code":"44250-9"}""").Replace("\"code\":{", "\"valueInteger\":1,\"code\":{", StringComparison.Ordinal), 422, ""),
        ("a local code before LOINC", Code($"{Local},{Phq9}"), 201, Taken),
        ("a local code after LOINC", Code($"{Phq9},{Local}"), 201, Taken),
        ("several LOINC codes of which one is the total", Code($$"""{"system":"http://loinc.org","code":"44249-1"},{{Phq9}}"""), 201, Taken),
        ("the totals of two instruments", Code($"{Phq9},{Gad7}"), 422, ""),
        ("LOINC by its OID", Code("""{"system":"urn:oid:2.16.840.1.113883.6.1","code":"44261-6"}"""), 201, Taken),
        ("no code system", Code("""{"code":"44261-6"}"""), 422, ""),
        ("LOINC with a slash", Code("""{"system":"http://loinc.org/","code":"44261-6"}"""), 422, ""),
        ("LOINC by https", Code("""{"system":"https://loinc.org","code":"44261-6"}"""), 422, ""),
        ("only a text", """{"code":{"text":"PHQ-9 total"}}""", 422, ""),
        ("a display that contradicts the code", Code("""{"system":"http://loinc.org","code":"44261-6","display":"GAD-7 total"}"""), 201, Taken),
        ("a wrong code for the PCL-5", Code("""{"system":"http://loinc.org","code":"71549-8"}"""), 422, ""),
        ("another wrong code for the PCL-5", Code("""{"system":"http://loinc.org","code":"91722-1"}"""), 422, ""),
        ("a PHQ-2", Code("""{"system":"http://loinc.org","code":"55758-7"}"""), 422, ""),
        ("a PHQ-9 for teens", Code("""{"system":"http://loinc.org","code":"89204-2"}"""), 422, ""),
    ];

    private static (string, string, int, string)[] Times =>
    [
        ("only a month", """{"effectiveDateTime":"2026-03"}""", 422, ""),
        ("only a year", """{"effectiveDateTime":"2026"}""", 422, ""),
        ("late in the evening, another day in UTC", """{"effectiveDateTime":"2026-03-05T23:30:00-05:00"}""", 201, Taken),
        ("a time without a zone", """{"effectiveDateTime":"2026-03-05T23:30:00"}""", 400, ""),
        ("an instant", Time("effectiveInstant", "\"2026-03-05T10:00:00.5Z\""), 201, Taken),
        ("a period inside a day", Time("effectivePeriod", """{"start":"2026-03-05T13:00:00-05:00","end":"2026-03-05T13:15:00-05:00"}"""), 201, Taken),
        ("a period with only a start", Time("effectivePeriod", """{"start":"2026-03-05"}"""), 201, Taken),
        ("a period of two days", Time("effectivePeriod", """{"start":"2026-03-05","end":"2026-03-06"}"""), 422, ""),
        ("a timing", Time("effectiveTiming", """{"event":["2026-03-05"]}"""), 422, ""),
        ("only when it was issued", Time("issued", "\"2026-03-05T10:00:00Z\""), 422, ""),
        ("a day to come", """{"effectiveDateTime":"2031-03-05"}""", 422, ""),
        ("a day before birth", """{"effectiveDateTime":"1969-12-31"}""", 422, ""),
        ("a day that is too long ago", """{"effectiveDateTime":"1899-12-31"}""", 422, ""),
    ];

    private static (string, string, int, string)[] Subjects =>
    [
        ("our own absolute address", Subject("""{"reference":"https://registry.test/fhir/Patient/$patient"}"""), 201, Taken),
        ("a foreign absolute address", Subject("""{"reference":"https://elsewhere.example/fhir/Patient/$patient"}"""), 422, ""),
        ("a logical identifier", Subject("""{"identifier":{"system":"urn:mrn","value":"$mrn"}}"""), 201, Taken),
        ("a logical identifier of nobody", Subject("""{"identifier":{"system":"urn:mrn","value":"nobody"}}"""), 422, ""),
        ("an identifier without its system", Subject("""{"identifier":{"value":"$mrn"}}"""), 422, ""),
        ("a contained patient with an identifier", Contained("$mrn"), 201, Taken),
        ("a contained patient whom nobody knows", Contained("nobody"), 422, ""),
        ("an entry of no Bundle", Subject("""{"reference":"urn:uuid:11111111-1111-4111-8111-111111111111"}"""), 422, ""),
        ("a group", Subject("""{"reference":"Group/1"}"""), 422, ""),
        ("a device", Subject("""{"reference":"Device/1"}"""), 422, ""),
        ("a focus on the caregiver", """{"focus":[{"reference":"RelatedPerson/1"}]}""", 422, ""),
        ("a focus on a goal", """{"focus":[{"reference":"Goal/1"}]}""", 201, Taken),
    ];

    private static (string, string, int, string)[] Rest =>
    [
        ("amended, and never seen before", """{"status":"amended"}""", 201, Taken),
        ("corrected, and never seen before", """{"status":"corrected"}""", 201, Taken),
        ("preliminary", """{"status":"preliminary"}""", 201, ""),
        ("registered", """{"status":"registered"}""", 201, ""),
        ("cancelled", """{"status":"cancelled"}""", 201, ""),
        ("of unknown status", """{"status":"unknown"}""", 201, ""),
        ("entered in error, and never seen before", """{"status":"entered-in-error"}""", 200, ""),
        ("an interpretation that contradicts the number", """{"interpretation":[{"text":"none"}]}""", 201, Taken),
        ("with note, encounter, performer, device, method and place", """
            {"note":[{"text":"x"}],"encounter":{"display":"x"},"performer":[{"display":"x"}],"device":{"display":"x"},"method":{"text":"x"},"bodySite":{"text":"x"},"referenceRange":[{"text":"x"}]}
            """, 201, Taken),
        ("a profile that nobody knows", """{"meta":{"profile":["urn:some:profile"]}}""", 201, Taken),
        ("a label that nobody knows", """{"meta":{"security":[{"system":"urn:labels","code":"secret"}]}}""", 201, Taken),
        ("a language and a narrative", """{"language":"de","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">12</div>"}}""", 201, Taken),
        ("an extension that nobody knows", """{"extension":[{"url":"urn:x","valueString":"y"}]}""", 201, Taken),
        ("a modifier extension that nobody knows", """{"modifierExtension":[{"url":"urn:x","valueBoolean":true}]}""", 422, ""),
    ];

    private const string Phq9 = """{"system":"http://loinc.org","code":"44261-6"}""";
    private const string Gad7 = """{"system":"http://loinc.org","code":"70274-6"}""";
    private const string Panel = """{"system":"http://loinc.org","code":"44249-1"}""";
    private const string Local = """{"system":"urn:oid:1.2.840.114350.1","code":"F1"}""";

    private static string Value(string name, string json) => $$"""{"valueInteger":null,"{{name}}":{{json}}}""";

    private static string Time(string name, string json) => $$"""{"effectiveDateTime":null,"{{name}}":{{json}}}""";

    private static string Subject(string json) => $$"""{"subject":{{json}}}""";

    private static string Code(string codings) => $$$"""{"code":{"coding":[{{{codings}}}]}}""";

    private static string Component(string top, string total) =>
        $$$"""{"valueInteger":null,"code":{"coding":[{{{top}}}]},"component":[{"code":{"coding":[{{{total}}}]},"valueInteger":12}]}""";

    private static string Contained(string mrn) =>
        $$$"""{"contained":[{"resourceType":"Patient","id":"me","identifier":[{"system":"urn:mrn","value":"{{{mrn}}}"}]}],"subject":{"reference":"#me"}}""";
}
