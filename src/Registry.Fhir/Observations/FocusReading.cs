using System.Text.Json;

namespace Registry.Fhir;

/// <summary>An Observation may be about someone else than its subject. A goal or a condition in focus is fine; another person is not.</summary>
internal static class FocusReading
{
    public static void Check(JsonElement observation, string root, ReadingContext context, FhirIssues issues)
    {
        var index = 0;
        Dictionary<string, string?>? contained = null;
        foreach (var focus in JsonReads.List(observation, "focus"u8))
        {
            contained ??= Contained(observation);
            if (IsPerson(TypeOf(contained, focus, context)) && !IsSubject(observation, focus))
                issues.AddUnlessTold(FhirIssue.Refused(IssueCode.BusinessRule, $"{root}.focus[{index}]", "The score is about another person than its subject."));
            index++;
        }
    }

    private static bool IsPerson(string? type) => type is "Patient" or "RelatedPerson" or "Person" or "Group" or "Practitioner" or "PractitionerRole";

    private static bool IsSubject(JsonElement observation, JsonElement focus) =>
        JsonReads.Has(observation, "subject"u8, out var subject) && JsonReads.Text(focus, "reference"u8) is { } reference && reference == JsonReads.Text(subject, "reference"u8);

    private static Dictionary<string, string?> Contained(JsonElement observation)
    {
        var types = new Dictionary<string, string?>();
        foreach (var contained in JsonReads.List(observation, "contained"u8))
        {
            if (JsonReads.Text(contained, "id"u8) is { } id) types['#' + id] = JsonReads.Text(contained, "resourceType"u8);
        }
        return types;
    }

    private static string? TypeOf(Dictionary<string, string?> contained, JsonElement focus, ReadingContext context)
    {
        if (JsonReads.Text(focus, "type"u8) is { } type) return type;
        if (JsonReads.Text(focus, "reference"u8) is not { } reference) return null;
        if (contained.TryGetValue(reference, out var containedType)) return containedType;
        return context.References?.Find(reference) is { } entry ? context.References.TypeOf(entry) : FhirReference.Parse(reference, context.PublicBase).Type;
    }
}
