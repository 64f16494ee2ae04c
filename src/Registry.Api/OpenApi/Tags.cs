using Microsoft.OpenApi;

namespace Registry.Api;

/// <summary>The chapters of the document, in reading order.</summary>
internal static class Tags
{
    public static readonly IReadOnlyDictionary<string, string> All = new Dictionary<string, string>
    {
        ["Me"] = "Who the caller is to the registry.",
        ["Staff"] = "Clinics and the people of the care team.",
        ["Keys"] = "The keys under which names, birth dates, identifiers, notes and received texts lie.",
        ["Patients"] = "Persons known to a clinic, found by the identifiers of other systems.",
        ["Episodes"] = "Episodes of Collaborative Care: enrolment, status, discharge.",
        ["Assessments"] = "Scored questionnaires; corrections keep what was.",
        ["Treatment"] = "What the patient is treated with, and changes of it.",
        ["Contacts"] = "Contacts of the care team with patients, and their minutes.",
        ["Minutes"] = "Work for a patient without contact.",
        ["Notes"] = "Brief facts that have no place elsewhere. Never psychotherapy notes.",
        ["Reminders"] = "Follow-up days.",
        ["Flags"] = "Flags raised by hand, and what was done about those raised by rules.",
        ["Consultations"] = "What the psychiatric consultant discussed and recommends.",
        ["Relapse prevention plans"] = "Plans that were made with patients.",
        ["Caseloads"] = "A care manager's patients on any day: the caseload table and the review list.",
        ["Review sessions"] = "Systematic caseload reviews: opened, one consultation per patient discussed, closed.",
        ["Billing"] = "Minutes and codes of a calendar month, each uncounted minute with its reason.",
        ["Metrics"] = "Figures of a caseload, a clinic or the organization in any period, and the patients behind them for those who may see them.",
        ["Program"] = "How the program does: early warnings and what is done about them, care managers, clinics and groups of patients side by side, targets, benchmarks and run charts.",
        ["National measures"] = "National quality measures of depression care, reckoned on the registry's own population.",
        ["Implementation"] = "Clinics on their way into Collaborative Care: stages, dates and checklists.",
        ["Collaboratives"] = "Clinics, also of several organizations, that learn together on a few measures: suppressed figures only, by explicit consent of each.",
        ["PDSA cycles"] = "Small tests of change: plan, do, study, act.",
        ["Action plans"] = "What clinics mean to do about their goals, looked at every six months.",
        ["Finance"] = "What the minutes worked would bring and what the program costs, by clinic and month, and what an imagined caseload would.",
        ["Settings"] = "What the organization has chosen, and what the registry knows: instruments and flag rules.",
        ["Administration"] = "Clinics, staff, who may sign in, which role whom has where, and what takes two people. Nothing is deleted; nobody changes his own rights.",
        ["Webhooks"] = "Receivers that are told when a score is stored, a flag is raised or rights change: signed, retried, without health data.",
        ["CDS clients"] = "EHRs that may ask for CDS Hooks cards, and the keys they sign with.",
        ["Imports"] = "What other systems send: how each source is read, what waits to be mapped, and the mappings.",
        ["Privacy"] = "What patients are owed: emergency access under review, amendments, restrictions, consents, copies of the record, data sets that name nobody.",
        ["Retention"] = "How long records are kept, and legal holds that keep them longer.",
        ["Audit"] = "Who looked at or changed what, and what was disclosed to others.",
    };

    public static IEnumerable<OpenApiTag> Used(OpenApiDocument document)
    {
        var used = document.Paths.SelectMany(path => path.Value.Operations ?? []).SelectMany(operation => operation.Value.Tags ?? new HashSet<OpenApiTagReference>())
            .Select(tag => tag.Name!).ToHashSet(StringComparer.Ordinal);
        var order = All.Keys.Concat(used).Distinct().Where(used.Contains);
        return order.Select(name => new OpenApiTag { Name = name, Description = All.GetValueOrDefault(name) });
    }
}
