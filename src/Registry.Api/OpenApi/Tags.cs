using Microsoft.OpenApi;

namespace Registry.Api;

/// <summary>The chapters of the document, in reading order.</summary>
internal static class Tags
{
    public static readonly IReadOnlyDictionary<string, string> All = new Dictionary<string, string>
    {
        ["Me"] = "Who the caller is to the registry.",
        ["Staff"] = "Clinics and the people of the care team.",
        ["Patients"] = "Persons known to a clinic, found by the identifiers of other systems.",
        ["Episodes"] = "Episodes of Collaborative Care: enrolment, status, discharge.",
        ["Assessments"] = "Scored questionnaires; corrections keep what was.",
        ["Contacts"] = "Contacts of the care team with patients, and their minutes.",
        ["Consultations"] = "What the psychiatric consultant discussed and recommends.",
        ["Relapse prevention plans"] = "Plans that were made with patients.",
        ["Caseloads"] = "A care manager's patients on any day: the caseload table and the review list.",
        ["Audit"] = "Who looked at or changed what.",
    };

    public static IEnumerable<OpenApiTag> Used(OpenApiDocument document)
    {
        var used = document.Paths.SelectMany(path => path.Value.Operations ?? []).SelectMany(operation => operation.Value.Tags ?? new HashSet<OpenApiTagReference>())
            .Select(tag => tag.Name!).ToHashSet(StringComparer.Ordinal);
        var order = All.Keys.Concat(used).Distinct().Where(used.Contains);
        return order.Select(name => new OpenApiTag { Name = name, Description = All.GetValueOrDefault(name) });
    }
}
