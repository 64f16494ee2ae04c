using System.Text;
using System.Text.Json;
using NodaTime;
using Registry.Examples;
using Registry.Fhir;

namespace Registry.Fuzzing;

/// <summary>All that the service does with a body before it looks anything up.</summary>
internal static class FuzzReading
{
    private const string Base = "https://registry.example.org/fhir";

    private static readonly Instant Now = Instant.FromUtc(2026, 11, 21, 12, 0);
    private static readonly ReadingContext Context = new(Now, Base, Forms: OwnForm());

    /// <returns>What is said about the body.</returns>
    /// <exception cref="InvalidOperationException">Something was said that repeats the body, or two readings of one thing disagree.</exception>
    public static List<FhirIssue> Check(byte[] bytes)
    {
        var issues = Everything(bytes);
        foreach (var issue in issues)
        {
            if ((issue.Text + issue.Expression).Contains(OwnExamples.Marker, StringComparison.OrdinalIgnoreCase)) throw new InvalidOperationException($"An issue repeats what was sent, at {issue.Code}.");
        }

        return issues;
    }

    private static List<FhirIssue> Everything(byte[] bytes)
    {
        using var body = FhirBody.Read(bytes);
        var issues = new List<FhirIssue>(body.Issues);
        if (body.Resource is not { } resource) return issues;
        issues.AddRange(One(resource, null));
        if (resource.Type == "Bundle")
        {
            var bundle = BundleReading.Of(resource, Base);
            issues.AddRange(bundle.AllIssues());
            foreach (var entry in bundle.InProcessingOrder())
            {
                if (entry.Resource is { } inner) issues.AddRange(One(inner, bundle.References));
            }
        }

        JsonDocument.Parse(OperationOutcomeJson.Write(issues)).Dispose();
        return issues;
    }

    private static List<FhirIssue> One(FhirResource resource, BundleReferences? references)
    {
        var issues = new List<FhirIssue>();
        switch (resource.Type)
        {
            case "Observation":
                var observation = ObservationReader.Read(resource, Context with { References = references });
                Agrees(observation);
                observation.Effective?.RangeIn(DateTimeZone.Utc);
                issues.AddRange(observation.Issues);
                break;
            case "QuestionnaireResponse":
                var response = ResponseReader.Read(resource, Context with { References = references });
                Agrees(response);
                // The one thing of the sender that an answer may repeat is the address of a form that nobody knows.
                issues.AddRange(response.Issues.Where(i => !i.Text.StartsWith("This form is not known here: ", StringComparison.Ordinal)));
                break;
            case "Questionnaire":
                _ = FormMap.Of(resource, Base).Instruments.Count;
                break;
            case "Patient":
                issues.AddRange(PatientReading.Of(resource, Now).Issues);
                break;
        }

        // A Bundle is sound without its entries; nobody stores it whole.
        if (resource.IsSound && resource.Type != "Bundle") CheckStored(resource);
        return issues;
    }

    private static void Agrees(ObservationReading reading)
    {
        if (reading.Kind == ReadingKind.Refused != reading.Issues.HasErrors || reading.Kind == ReadingKind.Score != (reading.Score is not null))
            throw new InvalidOperationException($"A reading is {reading.Kind}, and its issues or its score say otherwise.");
    }

    private static void CheckStored(FhirResource resource)
    {
        var rewrite = new ResourceRewrite { Id = "a", VersionId = "1", LastUpdated = Now, Reference = r => r.StartsWith("urn:", StringComparison.Ordinal) ? "Patient/1" : null };
        using var again = FhirBody.Read(rewrite.Write(resource.Json));
        if (again.Resource is not { IsSound: true }) throw new InvalidOperationException("What would be stored of a sound resource is not sound.");
    }

    private static Dictionary<string, FormMap> OwnForm()
    {
        using var body = FhirBody.Read(Encoding.UTF8.GetBytes(OwnExamples.Text("questionnaire.json")));
        var form = FormMap.Of(body.Resource!, Base);
        return new() { [form.Url!] = form };
    }
}
