using System.Text.Json;

namespace Registry.Fhir;

/// <summary>An Observation may be about someone else than its subject. A goal or a condition in focus is fine; another person is not.</summary>
internal static class FocusReading
{
    public static void Check(JsonElement observation, string root, ReadingContext context, FhirIssues issues)
    {
        var index = 0;
        foreach (var focus in JsonReads.List(observation, "focus"u8))
        {
            if (IsPerson(TypeOf(observation, focus, context)) && !IsSubject(observation, focus))
                issues.AddUnlessTold(FhirIssue.Refused(IssueCode.BusinessRule, $"{root}.focus[{index}]", "The score is about another person than its subject."));
            index++;
        }
    }

    private static bool IsPerson(string? type) => type is "Patient" or "RelatedPerson" or "Person" or "Group" or "Practitioner" or "PractitionerRole";

    private static bool IsSubject(JsonElement observation, JsonElement focus) =>
        JsonReads.Has(observation, "subject"u8, out var subject) && JsonReads.Text(focus, "reference"u8) is { } reference && reference == JsonReads.Text(subject, "reference"u8);

    private static string? TypeOf(JsonElement observation, JsonElement focus, ReadingContext context)
    {
        if (JsonReads.Text(focus, "type"u8) is { } type) return type;
        if (JsonReads.Text(focus, "reference"u8) is not { } reference) return null;
        if (reference.StartsWith('#'))
        {
            foreach (var contained in JsonReads.List(observation, "contained"u8))
            {
                if (JsonReads.Text(contained, "id"u8) == reference[1..]) return JsonReads.Text(contained, "resourceType"u8);
            }
        }
        return context.References?.Find(reference) is { } entry ? context.References.TypeOf(entry) : FhirReference.Parse(reference, context.PublicBase).Type;
    }
}
