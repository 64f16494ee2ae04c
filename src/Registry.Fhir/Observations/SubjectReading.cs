using System.Text.Json;

namespace Registry.Fhir;

/// <summary>Reads Observation.subject: exactly one person, and one this registry can know.</summary>
internal static class SubjectReading
{
    public static SubjectReference? Read(JsonElement observation, string root, ReadingContext context, FhirIssues issues)
    {
        var path = root + ".subject";
        if (!JsonReads.Has(observation, "subject"u8, out var subject))
        {
            issues.AddUnlessTold(FhirIssue.Refused(IssueCode.Required, path, "A score needs its patient: subject."));
            return null;
        }
        IReadOnlyList<FhirIdentifier> logical = JsonReads.Has(subject, "identifier"u8, out var identifier) && FhirIdentifier.Of(identifier) is { } usable ? [usable] : [];
        var type = JsonReads.Text(subject, "type"u8);
        if (type is not (null or "Patient")) return Refuse(IssueCode.BusinessRule, path, "A score belongs to one person: subject must be a Patient.", issues);

        if (JsonReads.Text(subject, "reference"u8) is { } reference) return OfReference(observation, reference, logical, path, context, issues);
        if (logical.Count > 0) return new(SubjectKind.ByIdentifier, null, logical, null);
        return JsonReads.Has(subject, "identifier"u8)
            ? Refuse(IssueCode.BusinessRule, path + ".identifier", "An identifier without a system names nobody: send system and value.", issues)
            : Refuse(IssueCode.Required, path, "A score needs its patient: subject.reference or subject.identifier.", issues);
    }

    private static SubjectReference? OfReference(
        JsonElement observation, string reference, IReadOnlyList<FhirIdentifier> logical, string path, ReadingContext context, FhirIssues issues)
    {
        if (reference.StartsWith('#')) return OfContained(observation, reference, path, issues);
        if (context.References?.Find(reference) is { } entry)
        {
            return context.References.TypeOf(entry) == "Patient"
                ? new(SubjectKind.InBundle, null, logical, entry)
                : Refuse(IssueCode.BusinessRule, path, "A score belongs to one person: subject must be a Patient.", issues);
        }
        var local = FhirReference.Parse(reference, context.PublicBase);
        if (local.Kind == ReferenceKind.Local)
        {
            return local.Type == "Patient"
                ? new(SubjectKind.ById, local.Id, logical, null)
                : Refuse(IssueCode.BusinessRule, path, "A score belongs to one person: subject must be a Patient.", issues);
        }
        if (local is { Kind: ReferenceKind.Conditional, Type: "Patient" })
        {
            return IfNoneExist.Parse(local.Query!) is { Identifier: { } criterion }
                ? new(SubjectKind.ByIdentifier, null, [criterion], null)
                : Refuse(IssueCode.NotSupported, path, "A conditional reference to a patient must be Patient?identifier=system|value.", issues);
        }
        // The address means nothing here, but an identifier beside it may.
        if (logical.Count > 0 && local.Kind == ReferenceKind.Foreign) return new(SubjectKind.ByIdentifier, null, logical, null);
        return local.Kind switch
        {
            ReferenceKind.Urn => Refuse(IssueCode.NotFound, path, "No entry of this Bundle has the fullUrl that subject refers to.", issues),
            ReferenceKind.Foreign => Refuse(IssueCode.NotFound, path, "subject lives on another server; refer to a patient of this one, or send subject.identifier.", issues),
            _ => Refuse(IssueCode.Value, path, "subject must be a reference to a Patient: Patient/id, an identifier, or a patient of the same Bundle.", issues),
        };
    }

    /// <remarks>A contained patient says who is meant; it never makes a new patient.</remarks>
    private static SubjectReference? OfContained(JsonElement observation, string reference, string path, FhirIssues issues)
    {
        foreach (var contained in JsonReads.List(observation, "contained"u8))
        {
            if (JsonReads.Text(contained, "id"u8) is not { } id || !reference.AsSpan(1).SequenceEqual(id)) continue;
            if (JsonReads.Text(contained, "resourceType"u8) != "Patient") return Refuse(IssueCode.BusinessRule, path, "A score belongs to one person: subject must be a Patient.", issues);
            var identifiers = FhirIdentifier.AllOf(contained);
            return identifiers.Count > 0
                ? new(SubjectKind.ByIdentifier, null, identifiers, null)
                : Refuse(IssueCode.NotFound, path, "The contained patient has no identifier with a system, so nobody can tell who it is.", issues);
        }
        return Refuse(IssueCode.NotFound, path, "subject refers to a contained resource that is not there.", issues);
    }

    private static SubjectReference? Refuse(IssueCode code, string path, string text, FhirIssues issues)
    {
        issues.AddUnlessTold(FhirIssue.Refused(code, path, text));
        return null;
    }
}
