using System.Text.Json;
using Registry.Clinical;

namespace Registry.Fhir;

/// <summary>Decides what a QuestionnaireResponse means. It is SDC's extraction of Observations, cut down to the total of one instrument.</summary>
/// <remarks>The form is known by its canonical address, comes in the same Bundle, or its linkIds end in LOINC item codes.</remarks>
public static class ResponseReader
{
    public static ObservationReading Read(FhirResource resource, ReadingContext context)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(context);
        var issues = new FhirIssues();
        issues.AddRange(resource.Issues);
        if (resource.Type != "QuestionnaireResponse") issues.Add(FhirIssue.Malformed(IssueCode.Structure, resource.Path, "Expected a QuestionnaireResponse."));
        return new Verdict(resource, context, issues).Reach();
    }

    /// <summary>The form that a response names, without the version behind the bar; null when it names none.</summary>
    public static string? FormOf(FhirResource response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return JsonReads.Text(response.Json, "questionnaire"u8) is { } canonical ? FormMap.WithoutVersion(canonical) : null;
    }

    /// <summary>The subject as it was written, where that is a reference and no pointer into the response itself.</summary>
    public static string? SubjectOf(FhirResource response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return JsonReads.Has(response.Json, "subject"u8, out var subject) && JsonReads.Text(subject, "reference"u8) is { } reference && !reference.StartsWith('#') ? reference : null;
    }

    /// <summary>One reading in progress.</summary>
    private sealed class Verdict(FhirResource resource, ReadingContext context, FhirIssues issues)
    {
        private readonly JsonElement response = resource.Json;
        private readonly string root = resource.Path;
        private readonly string? form = FormOf(resource);

        /// <summary>The status an Observation extracted from it would have; null where the response has none.</summary>
        private readonly string? status = JsonReads.Text(resource.Json, "status"u8) switch
        {
            "completed" => "final",
            "amended" => "amended",
            "in-progress" => "preliminary",
            "stopped" => "cancelled",
            "entered-in-error" => "entered-in-error",
            _ => null,
        };

        public ObservationReading Reach()
        {
            FhirIdentifier.Check(response, root, issues);
            var map = form is null ? null : context.Forms?.GetValueOrDefault(form);
            var items = ResponseItems.Of(resource, map);
            if (issues.HasErrors) return Reading(ReadingKind.Refused, items);
            if (status == "entered-in-error") return Reading(ReadingKind.Retraction, items, Authored(new()), Subject(new()));
            if (items.Lookalike is { } other) return NotOurs(other, items);
            if (items.IsOnlyPhq2) return NotOurs("These are the two questions of the PHQ-2, which is no PHQ-9; its trend is not kept here.", items);
            if (items.Instrument is null) return NoneOfOurs(map, items);
            if (status is null) Refuse(IssueCode.Required, root + ".status", "A score needs its status.");
            if (status is "preliminary" or "cancelled" && !issues.HasErrors && items.Conflict is null) return Kept(items, "Taken, but an unfinished form holds no score that counts.");
            return Scored(items);
        }

        private ObservationReading Scored(ResponseItems items)
        {
            var place = new FhirIssues();
            var (effective, subject) = (Authored(place), Subject(place));
            var placed = !place.HasErrors;
            foreach (var issue in place) issues.AddUnlessTold(issue);
            if (items.Conflict is { } conflict) issues.AddUnlessTold(conflict);
            items.Check(issues, root);
            if (issues.HasErrors) return Reading(ReadingKind.Refused, items, placed ? effective : null, placed ? subject : null);
            if (items.Total is null && !items.IsComplete) return Kept(items, "Taken, but without a total and with items that were not answered it holds no score that counts.");

            var total = items.Total ?? items.Answers.Sum(answer => answer!.Value);
            var score = new ScoredObservation(items.Instrument!, total, AnswersOf(items), effective!.On, effective.At, effective, subject!, status!);
            return Reading(ReadingKind.Score, items, effective, subject, total, score);
        }

        private ObservationReading Kept(ResponseItems items, string text)
        {
            issues.Add(new(IssueSeverity.Information, IssueCode.Informational, root, text, 200));
            return Reading(ReadingKind.KeptWithoutScore, items, Authored(new()), Subject(new()), items.Total);
        }

        /// <summary>A form of which nothing is known may be one of ours under another name, and waits until somebody says so.</summary>
        private ObservationReading NoneOfOurs(FormMap? map, ResponseItems items)
        {
            if (map is not null) return NotOurs("The form that this response names has no item of an instrument kept here.", items);
            if (form is null || status is not ("final" or "amended"))
                return NotOurs("No form of an instrument kept here: name it in questionnaire, or use LOINC item codes as linkIds.", items);
            var place = new FhirIssues();
            var (effective, subject) = (Authored(place), Subject(place));
            issues.Add(new(IssueSeverity.Information, IssueCode.NotSupported, root + ".questionnaire", $"This form is not known here: {Named(form)}. Somebody can load its Questionnaire with LOINC item codes.", 422));
            // Whatever the form is, of this response no score could come.
            issues.AddRange(place);
            return Reading(issues.HasErrors ? ReadingKind.Refused : ReadingKind.NotOurs, items, effective, subject, unrecognised: issues.HasErrors ? null : new(form, null, IsSurvey: true));
        }

        /// <remarks>The one thing of the sender that an answer repeats: without it nobody knows which form to load.</remarks>
        private static string Named(string canonical) => canonical.Length <= 200 ? canonical : canonical[..200];

        private ObservationReading NotOurs(string text, ResponseItems items)
        {
            issues.Add(new(IssueSeverity.Information, IssueCode.NotSupported, root + ".questionnaire", text, 422));
            return Reading(ReadingKind.NotOurs, items);
        }

        private EffectiveTime? Authored(FhirIssues told) => EffectiveReading.Authored(response, root, context, told);

        private SubjectReference? Subject(FhirIssues told) => SubjectReading.Read(response, root, context, told);

        private static IReadOnlyList<int?>? AnswersOf(ResponseItems items) => items.Answers.Any(answer => answer is not null) ? items.Answers : null;

        private ObservationReading Reading(
            ReadingKind kind, ResponseItems items, EffectiveTime? effective = null, SubjectReference? subject = null, int? total = null, ScoredObservation? score = null,
            Unrecognised? unrecognised = null) => new()
        {
            Kind = kind,
            Issues = issues,
            Score = score,
            Status = status,
            Instrument = items.Instrument,
            Total = total,
            Items = AnswersOf(items),
            Effective = effective,
            Subject = subject,
            Identifiers = JsonReads.Has(response, "identifier"u8, out var identifier) && FhirIdentifier.Of(identifier) is { } own ? [own] : [],
            Security = SecurityLabel.AllOf(response),
            SourceId = resource.Id,
            SourceVersion = JsonReads.Has(response, "meta"u8, out var meta) ? JsonReads.Text(meta, "versionId"u8) : null,
            IsFromResponse = true,
            Unrecognised = unrecognised,
        };

        private void Refuse(IssueCode code, string path, string text) => issues.AddUnlessTold(FhirIssue.Refused(code, path, text));
    }
}
