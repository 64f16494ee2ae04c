namespace Registry.Fhir;

/// <summary>What can be asked of one resource type.</summary>
/// <param name="Parameters">Each is parsed by its type, and listed in the CapabilityStatement.</param>
/// <param name="Sorts">What <c>_sort</c> takes; the first is the order when nothing is asked, newest first.</param>
/// <param name="Includes">What <c>_include</c> takes.</param>
public sealed record SearchableType(IReadOnlyList<SearchParameter> Parameters, IReadOnlyList<string> Sorts, IReadOnlyList<string> Includes);

/// <summary>The search parameters that are really answered, by resource type: what is parsed and what the CapabilityStatement lists, from one table.</summary>
public static class SearchParameters
{
    private const string AnyDate = "All prefixes and precisions; a day without a zone is a day in UTC.";
    private const string AnyPatient = "An id, Patient/id, an own address, or patient:identifier=system|value. Somebody unknown here finds nothing.";

    private static readonly SearchParameter[] Common =
    [
        new("_id", "token", "Id of the resource."),
        new("_lastUpdated", "date", "When this version was recorded. With it, and sorted by it, the answer ends where every earlier change is committed (Bundle.meta.lastUpdated): whoever goes on from the newest version seen, by gt, misses none."),
    ];

    private static readonly SearchParameter[] Patient = [new("patient", "reference", AnyPatient), new("subject", "reference", "The same as patient.")];

    private static readonly Dictionary<string, SearchableType> ByType = new()
    {
        ["AuditEvent"] = new(
        [
            new("patient", "reference", "One patient: an id or an own address."),
            new("date", "date", "When it was recorded; prefixes eq, ge, gt, le, lt, sa and eb. Twice for a period."),
            new("agent", "reference", "The id of a principal, or agent:identifier=system|value of one."),
            new("action", "token", "C, R, U, D or E."),
            new("outcome", "token", "0 for what was granted, 4 for what was refused, 8 for what failed."),
            new("_id", "token", "Id of the AuditEvent."),
        ], ["date"], []),
        ["Observation"] = new(
        [
            .. Patient, .. Common,
            new("code", "token", "LOINC code of the total score, or any coding that the sender gave."),
            new("category", "token", "Every score is a survey, and whatever else the sender called it."),
            new("date", "date", AnyDate),
            new("identifier", "token", "system|value"),
            new("status", "token", "A code of Observation.status.") { System = "http://hl7.org/fhir/observation-status", Codes = ["registered", "preliminary", "final", "amended", "corrected", "cancelled", "entered-in-error", "unknown"] },
            new("value-quantity", "quantity", "The total, in whichever form it came: whole numbers are found too. The unit is {score}, {#} or 1 of UCUM, or left out."),
        ], ["date", "_lastUpdated", "code"], ["Observation:patient", "Observation:subject"]),
        ["Patient"] = new(
        [
            .. Common,
            new("identifier", "token", "system|value"),
            new("family", "string", "How the family name begins, in either case. Send names by POST to _search, where no log of addresses sees them."),
            new("given", "string", "How the given name begins; beside family, birthdate, identifier or _id."),
            new("birthdate", "date", AnyDate),
        ], ["birthdate", "_lastUpdated"], []),
        ["EpisodeOfCare"] = new(
        [
            Patient[0], .. Common,
            new("status", "token", "planned: referred; active: in treatment or relapse prevention; finished; cancelled: a referral that was closed.") { System = "http://hl7.org/fhir/episode-of-care-status", Codes = ["planned", "waitlist", "active", "onhold", "finished", "cancelled", "entered-in-error"] },
            new("date", "date", "From enrolment to discharge. " + AnyDate),
        ], ["date", "_lastUpdated"], ["EpisodeOfCare:patient"]),
        ["Encounter"] = new(
        [
            .. Patient, .. Common,
            new("status", "token", "finished: the patient was reached; cancelled: missed or not reached; entered-in-error.") { System = "http://hl7.org/fhir/encounter-status", Codes = ["planned", "arrived", "triaged", "in-progress", "onleave", "finished", "cancelled", "entered-in-error", "unknown"] },
            new("date", "date", AnyDate),
            new("type", "token", "Why the team made contact."),
            new("class", "token", "AMB in person, VR by video, phone or message."),
            new("episode-of-care", "reference", "An id, EpisodeOfCare/id or an own address.") { Target = "EpisodeOfCare" },
        ], ["date", "_lastUpdated"], ["Encounter:patient", "Encounter:subject"]),
        ["Flag"] = new([.. Patient], [], []),
        ["Group"] = new([Common[0], new("member", "reference", "The caseload on which a patient is. " + AnyPatient)], [], []),
        ["QuestionnaireResponse"] = new(
        [
            .. Patient, .. Common,
            new("questionnaire", "uri", "Canonical address of the form, with or without a version."),
            new("authored", "date", AnyDate),
            new("status", "token", "A code of QuestionnaireResponse.status.") { System = "http://hl7.org/fhir/questionnaire-answers-status", Codes = ["in-progress", "completed", "amended", "entered-in-error", "stopped"] },
        ], ["authored", "_lastUpdated"], ["QuestionnaireResponse:patient", "QuestionnaireResponse:subject"]),
        ["Measure"] = new([Common[0], new("url", "uri", "Canonical address.")], [], []),
        ["MeasureReport"] = new(
        [
            new("measure", "reference", "An id, Measure/id or an own address. Required.") { Target = "Measure" },
            new("period", "date", "A calendar month, 2025-03. Required."),
        ], [], []),
        ["Questionnaire"] = new([new("url", "uri", "Canonical address, without a version.")], [], []),
    };

    public static IReadOnlyList<SearchParameter> Of(string type) => ByType.TryGetValue(type, out var found) ? found.Parameters : [];

    public static SearchableType Searchable(string type) => ByType[type];
}
