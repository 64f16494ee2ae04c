using System.Text;
using Registry.Fhir;
using Registry.Storage;

namespace Registry.Api;

/// <summary>Reads what is to be taken in, with the forms that come along or are known here, and with the codes that were mapped for the source.</summary>
/// <remarks>Nothing is looked up while every resource speaks LOINC.</remarks>
internal static class ImportReading
{
    /// <returns>How the source is read; null when nothing had to be asked.</returns>
    public static async Task<ImportPolicy?> Read(IReadOnlyList<ImportEntry> entries, BundleReferences? references, Access access, RegistrySettings settings, CancellationToken ct)
    {
        var forms = FormsOf(entries, settings);
        var named = entries.Where(e => e.IsResponse).Select(e => ResponseReader.FormOf(e.Resource)).OfType<string>().Distinct().Where(form => !forms.ContainsKey(form)).ToArray();
        var policy = named.Length > 0 ? await LookUp(named) : null;
        foreach (var form in policy?.Forms ?? []) Add(form, forms, settings);

        var context = new ReadingContext(access.Now, settings.FhirBase, References: references, Forms: forms);
        foreach (var entry in entries) Read(entry, context);
        var unrecognised = entries.Where(e => e.Observation?.Unrecognised is not null).ToList();
        if (unrecognised.Count == 0) return policy;

        policy ??= await LookUp([]);
        if (policy.Codes.Count == 0) return policy;
        foreach (var entry in unrecognised.Where(e => !e.Observation!.Unrecognised!.IsForm)) Read(entry, context with { LocalCodes = policy.Codes });
        return policy;

        Task<ImportPolicy> LookUp(string[] canonicals) =>
            ImportPolicy.Read(access.Transaction.Connection, access.OrganizationId, entries[0].Waited?.SourceId ?? access.Caller!.PrincipalId, canonicals, ct);
    }

    private static Dictionary<string, FormMap> FormsOf(IReadOnlyList<ImportEntry> entries, RegistrySettings settings)
    {
        var forms = new Dictionary<string, FormMap>();
        foreach (var form in entries.Where(e => e.Resource is { Type: "Questionnaire", IsSound: true }).Select(e => FormMap.Of(e.Resource, settings.FhirBase)))
        {
            if (form.Url is { } url) forms.TryAdd(url, form);
        }

        return forms;
    }

    private static void Add(string text, Dictionary<string, FormMap> forms, RegistrySettings settings)
    {
        using var body = FhirBody.Read(Encoding.UTF8.GetBytes(text));
        var form = FormMap.Of(body.Resource!, settings.FhirBase);
        forms.TryAdd(form.Url!, form);
    }

    private static void Read(ImportEntry entry, ReadingContext context)
    {
        var (type, issues) = (entry.Resource.Type, (FhirIssues?)null);
        switch (type)
        {
            case "Patient":
                entry.Patient = PatientReading.Of(entry.Resource, context.Now);
                issues = entry.Patient.IsRefused ? entry.Patient.Issues : null;
                break;
            case "Observation" or "QuestionnaireResponse":
                entry.Observation = entry.IsResponse ? ResponseReader.Read(entry.Resource, context) : ObservationReader.Read(entry.Resource, context);
                issues = entry.Observation.Kind is ReadingKind.Refused ? entry.Observation.Issues : null;
                if (issues is null && entry is { Record: { } moved, Observation.Instrument: { } instrument }) moved.AnswersAreOf(instrument);
                break;
            case "Questionnaire":
                entry.Outcome = entry.Resource.IsSound
                    ? EntryOutcome.Ignored(type, [new(IssueSeverity.Information, IssueCode.Informational, entry.Resource.Path, "Read for what its linkIds mean to the responses beside it; a form is stored by itself.", 200)])
                    : EntryOutcome.Refused(type, entry.Resource.Issues, entry.Resource.Issues.Status);
                break;
            default:
                entry.Outcome = EntryOutcome.Refused(type,
                    FhirIssue.Refused(IssueCode.NotSupported, entry.Resource.Path, "The registry takes Patient, Observation and QuestionnaireResponse; this type is not held here."));
                break;
        }

        if (issues is null && entry.Record is { IsRefused: true } unreadable) issues = unreadable.Issues;
        if (issues is not null) entry.Outcome = EntryOutcome.Refused(type, issues, issues.Status);
    }
}
