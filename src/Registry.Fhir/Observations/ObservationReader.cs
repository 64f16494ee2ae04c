using System.Text.Json;
using Registry.Clinical;

namespace Registry.Fhir;

/// <summary>Decides what an Observation means: the contract of the importer, row by row.</summary>
public static class ObservationReader
{
    public static ObservationReading Read(FhirResource resource, ReadingContext context)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(context);
        var issues = new FhirIssues();
        if (resource.Issues.Count > 0) issues.AddRange(resource.Issues);
        if (resource.Type != "Observation") issues.Add(FhirIssue.Malformed(IssueCode.Structure, resource.Path, "Expected an Observation."));
        return new Verdict(resource, context, issues).Reach();
    }

    /// <summary>One reading in progress.</summary>
    private sealed class Verdict(FhirResource resource, ReadingContext context, FhirIssues issues)
    {
        private readonly JsonElement observation = resource.Json;
        private readonly string root = resource.Path;
        private readonly IReadOnlyList<FhirIdentifier> identifiers = FhirIdentifier.AllOf(resource.Json);
        private readonly string? status = JsonReads.Text(resource.Json, "status"u8);

        public ObservationReading Reach()
        {
            FhirIdentifier.Check(observation, root, issues);
            var code = JsonReads.Has(observation, "code"u8, out var concept) ? ConceptReading.Of(concept, context) : default;
            var parts = ComponentReading.Of(observation, root, context);
            var instrument = code.Total ?? parts.Total ?? code.Panel;

            if (status == "entered-in-error" && !issues.HasErrors && (instrument is not null || identifiers.Count > 0)) return Retraction(instrument, code, parts);
            if (instrument is null) return issues.HasErrors ? Refused(null) : SelfHarmAnswer(code.Item) ?? NotOurs(code);
            if (status is "registered" or "preliminary" or "cancelled" or "unknown" && !issues.HasErrors) return Unfinished(instrument, code, parts);

            // A companion alone satisfies the form and yet says nothing.
            if (status is null) Refuse(IssueCode.Required, root + ".status", "A score needs its status.");
            Codes(instrument, code, parts);
            return Scored(instrument, code, parts);
        }

        private void Codes(Instrument instrument, ConceptReading code, ComponentReading parts)
        {
            var contradicts = code.IsTwoInstruments || (code.Total ?? code.Panel ?? instrument) != (parts.Total ?? instrument);
            if (contradicts) Refuse(IssueCode.BusinessRule, root + ".code", "Codes of two instruments in one Observation: which one was given is not known.");
            if (parts.Conflict is { } conflict) issues.AddUnlessTold(conflict);
            if (code.ByOid || parts.ByOid) issues.Add(FhirIssue.Warning(IssueCode.CodeInvalid, root + ".code", $"LOINC is {Loinc.System} in FHIR; its OID was understood."));
            if (code.DisplayContradicts) issues.Add(FhirIssue.Warning(IssueCode.CodeInvalid, root + ".code", "The display names another instrument than the code; the code decides."));
        }

        private ObservationReading Scored(Instrument instrument, ConceptReading code, ComponentReading parts)
        {
            if (code is { Panel: { } panel, Total: null } && HasValue(observation))
            {
                Refuse(IssueCode.BusinessRule, root + ".code", $"{panel.PanelLoinc} is the panel; send the total as {panel.TotalLoinc}.");
                Common(issues);
                return Refused(instrument);
            }
            var (holder, path) = Holder(code, parts);
            if (!HasValue(holder) && !issues.HasErrors && IsKnownToBeAbsent(holder, code, parts)) return Kept(instrument, parts, null);

            var total = Total(instrument, holder, path);
            parts.CheckAnswers(instrument, total, path + ".value", issues);
            var place = new FhirIssues();
            var (effective, subject) = Common(place);
            foreach (var issue in place) issues.AddUnlessTold(issue);
            var items = parts.AnswersOf(instrument);
            if (issues.HasErrors || total is null || effective is null || subject is null)
                return place.HasErrors ? Refused(instrument) : Reading(ReadingKind.Refused, instrument, null, items, effective, subject, null);

            var score = new ScoredObservation(instrument, total.Value, items, effective.On, effective.At, effective, subject, status!);
            return Reading(ReadingKind.Score, instrument, total, items, effective, subject, score);
        }

        /// <summary>Where the total stands: at the top under its own code, else in the component that has it.</summary>
        private (JsonElement Holder, string Path) Holder(ConceptReading code, ComponentReading parts)
        {
            if (parts.Total is null) return (observation, root);
            if (code.Total is not null && HasValue(observation))
            {
                if (HasValue(parts.TotalHolder)) issues.AddUnlessTold(FhirIssue.Refused(IssueCode.Invariant, parts.TotalPath, "obs-7: the total stands at the top and in a component."));
                return (observation, root);
            }
            return (parts.TotalHolder, parts.TotalPath);
        }

        private bool IsKnownToBeAbsent(JsonElement holder, ConceptReading code, ComponentReading parts) =>
            JsonReads.Has(holder, "dataAbsentReason"u8)
            || AbsentByExtension(holder)
            || (parts.Total is null && (code.Total is null || JsonReads.Has(observation, "hasMember"u8) || JsonReads.Has(observation, "dataAbsentReason"u8)));

        private int? Total(Instrument instrument, JsonElement holder, string path)
        {
            if (ScoreValue.TryRead(holder, path + ".value", out var total, out var refusal))
            {
                if (total >= 0 && total <= instrument.MaxTotal) return total;
                Refuse(IssueCode.BusinessRule, path + ".value", $"Out of range: {instrument.Display} totals go from 0 to {instrument.MaxTotal}.");
            }
            else issues.AddUnlessTold(refusal ?? FhirIssue.Refused(IssueCode.Required, path + ".value", "A total needs its number, or a dataAbsentReason."));
            return null;
        }

        private (EffectiveTime? Effective, SubjectReference? Subject) Common(FhirIssues told)
        {
            var effective = EffectiveReading.Read(observation, root, context, told);
            var subject = SubjectReading.Read(observation, root, context, told);
            FocusReading.Check(observation, root, context, told);
            return (effective, subject);
        }

        private ObservationReading Unfinished(Instrument instrument, ConceptReading code, ComponentReading parts) => Kept(instrument, parts, TotalIn(instrument, code, parts));

        /// <summary>The total of what does not count, where there is one.</summary>
        private int? TotalIn(Instrument instrument, ConceptReading code, ComponentReading parts)
        {
            var (holder, path) = code is { Panel: not null, Total: null } && parts.Total is null ? default : Holder(code, parts);
            return ScoreValue.TryRead(holder, path ?? root, out var number, out _) && number >= 0 && number <= instrument.MaxTotal ? number : null;
        }

        private ObservationReading Kept(Instrument instrument, ComponentReading parts, int? total)
        {
            // Nothing is counted, so nothing but the form can be wrong with it.
            var unasked = new FhirIssues();
            issues.Add(new(IssueSeverity.Information, IssueCode.Informational, root, "Taken, but it holds no score that counts.", 200));
            return Reading(ReadingKind.KeptWithoutScore, instrument, total, parts.AnswersOf(instrument),
                EffectiveReading.Read(observation, root, context, unasked), SubjectReading.Read(observation, root, context, unasked), null);
        }

        /// <remarks>Without an identifier, what it says is its identity: so the total is read here too.</remarks>
        private ObservationReading Retraction(Instrument? instrument, ConceptReading code, ComponentReading parts)
        {
            var unasked = new FhirIssues();
            return Reading(ReadingKind.Retraction, instrument ?? code.Item.Instrument, instrument is null ? null : TotalIn(instrument, code, parts), null,
                EffectiveReading.Read(observation, root, context, unasked), SubjectReading.Read(observation, root, context, unasked), null);
        }

        /// <summary>A single answer is no score, but the one about self-harm is kept: whoever sends only that must not be overheard.</summary>
        private ObservationReading? SelfHarmAnswer(CodeMeaning item)
        {
            if (item is not { Kind: CodeKind.Item, Instrument: { SelfHarmItem: { } number } instrument } || item.Item != number) return null;
            if (status is not ("final" or "amended" or "corrected") || AnswerValue.Read(observation) is not { } answer || answer < 0 || answer > instrument.ItemMax) return null;
            var place = new FhirIssues();
            var (effective, subject) = Common(place);
            if (place.HasErrors) return null;
            var answers = new int?[instrument.ItemCount];
            answers[number - 1] = answer;
            issues.Add(new(IssueSeverity.Information, IssueCode.Informational, root, "Taken as an answer about self-harm; it holds no score that counts.", 200));
            return Reading(ReadingKind.KeptWithoutScore, instrument, null, answers, effective, subject, null);
        }

        private ObservationReading NotOurs(ConceptReading code)
        {
            var text = code switch
            {
                { Item.Instrument: { } of } => $"A single answer is not a score; send the {of.Display} total as {of.TotalLoinc}.",
                { IsNearlyLoinc: true } => $"The code is LOINC's but its system is not: the address of LOINC in FHIR is {Loinc.System}.",
                { Lookalike: { } known } => known,
                _ => "No score of an instrument kept here: send PHQ-9 as LOINC 44261-6, GAD-7 as 70274-6, PCL-5 as 101698-9.",
            };
            issues.Add(new(IssueSeverity.Information, IssueCode.NotSupported, root + ".code", text, 422));
            var place = new FhirIssues();
            var (effective, subject) = Common(place);
            var unrecognised = place.HasErrors || code.IsNearlyLoinc ? null : LocalCode.Of(observation, status);
            return Reading(ReadingKind.NotOurs, code.Item.Instrument, null, null, effective, subject, null, unrecognised);
        }

        private ObservationReading Refused(Instrument? instrument) => Reading(ReadingKind.Refused, instrument, null, null, null, null, null);

        private ObservationReading Reading(
            ReadingKind kind, Instrument? instrument, int? total, IReadOnlyList<int?>? items, EffectiveTime? effective, SubjectReference? subject, ScoredObservation? score,
            Unrecognised? unrecognised = null) => new()
        {
            Kind = kind,
            Issues = issues,
            Score = score,
            Status = status,
            Instrument = instrument,
            Total = total,
            Items = items,
            Effective = effective,
            Subject = subject,
            Identifiers = identifiers,
            Security = SecurityLabel.AllOf(observation),
            SourceId = resource.Id,
            IsFromResponse = IsDerivedFromResponse(),
            Unrecognised = unrecognised,
            SourceVersion = JsonReads.Has(observation, "meta"u8, out var meta) ? JsonReads.Text(meta, "versionId"u8) : null,
        };

        private bool IsDerivedFromResponse()
        {
            foreach (var source in JsonReads.List(observation, "derivedFrom"u8))
            {
                var type = JsonReads.Text(source, "type"u8)
                    ?? (JsonReads.Text(source, "reference"u8) is not { } reference ? null
                        : context.References?.Find(reference) is { } entry ? context.References.TypeOf(entry) : FhirReference.Parse(reference, context.PublicBase).Type);
                if (type == "QuestionnaireResponse") return true;
            }

            return false;
        }

        private void Refuse(IssueCode code, string path, string text) => issues.AddUnlessTold(FhirIssue.Refused(code, path, text));
    }

    private static bool HasValue(JsonElement holder)
    {
        if (holder.ValueKind != JsonValueKind.Object) return false;
        foreach (var property in holder.EnumerateObject())
        {
            if (System.Runtime.InteropServices.JsonMarshal.GetRawUtf8PropertyName(property).StartsWith("value"u8)) return true;
        }
        return false;
    }

    /// <summary>A value that is absent by the data-absent-reason extension of its own companion.</summary>
    private static bool AbsentByExtension(JsonElement holder)
    {
        foreach (var property in holder.EnumerateObject())
        {
            if (!System.Runtime.InteropServices.JsonMarshal.GetRawUtf8PropertyName(property).StartsWith("_value"u8)) continue;
            foreach (var extension in JsonReads.List(property.Value, "extension"u8))
            {
                if (JsonReads.Has(extension, "url"u8, out var url) && JsonText.Is(url, "http://hl7.org/fhir/StructureDefinition/data-absent-reason"u8)) return true;
            }
        }
        return false;
    }
}
