using System.Text.Json;
using NodaTime;

namespace Registry.Fhir;

/// <summary>What the registry takes from a Patient. A class, so that it does not print itself.</summary>
public sealed class PatientReading
{
    public required IReadOnlyList<FhirIdentifier> Identifiers { get; init; }
    public string? Family { get; init; }
    public IReadOnlyList<string> Given { get; init; } = [];

    /// <summary>Null when unknown or known only by year or month; <see cref="BirthDateText"/> keeps what was written.</summary>
    public LocalDate? BirthDate { get; init; }

    public string? BirthDateText { get; init; }

    /// <summary>male, female, other or unknown.</summary>
    public string? Gender { get; init; }

    /// <summary>True also where only a day of death is given.</summary>
    public bool? IsDeceased { get; init; }

    public LocalDate? DeceasedOn { get; init; }
    public bool? IsActive { get; init; }
    public required IReadOnlyList<SecurityLabel> Security { get; init; }
    public string? SourceId { get; init; }
    public string? SourceVersion { get; init; }
    public required FhirIssues Issues { get; init; }
    public bool IsRefused => Issues.HasErrors;

    public static PatientReading Of(FhirResource resource, Instant now)
    {
        ArgumentNullException.ThrowIfNull(resource);
        var patient = resource.Json;
        var issues = new FhirIssues();
        issues.AddRange(resource.Issues);
        if (resource.Type != "Patient") issues.Add(FhirIssue.Malformed(IssueCode.Structure, resource.Path, "Expected a Patient."));
        FhirIdentifier.Check(patient, resource.Path, issues);
        var name = BestName(patient);
        var (birthDate, birthText) = Day(patient, "birthDate"u8);
        if (birthDate > (now + Duration.FromDays(1)).InUtc().Date)
            issues.AddUnlessTold(FhirIssue.Refused(IssueCode.BusinessRule, resource.Path + ".birthDate", "The birth date lies in the future."));
        var (deceasedOn, deceasedText) = Day(patient, "deceasedDateTime"u8);
        return new()
        {
            Identifiers = FhirIdentifier.AllOf(patient),
            Family = JsonReads.Text(name, "family"u8),
            Given = GivenOf(name),
            BirthDate = birthDate,
            BirthDateText = birthText,
            Gender = JsonReads.Text(patient, "gender"u8),
            IsDeceased = deceasedText is not null ? true : Flag(patient, "deceasedBoolean"u8),
            DeceasedOn = deceasedOn,
            IsActive = Flag(patient, "active"u8),
            Security = SecurityLabel.AllOf(patient),
            SourceId = resource.Id,
            SourceVersion = JsonReads.Has(patient, "meta"u8, out var meta) ? JsonReads.Text(meta, "versionId"u8) : null,
            Issues = issues,
        };
    }

    /// <summary>The official name, else the usual one, else one without a use, else the first.</summary>
    private static JsonElement BestName(JsonElement patient)
    {
        JsonElement best = default;
        var bestRank = int.MaxValue;
        foreach (var name in JsonReads.List(patient, "name"u8))
        {
            var rank = JsonReads.Text(name, "use"u8) switch { "official" => 0, "usual" => 1, null => 2, "old" or "maiden" => 4, _ => 3 };
            if (rank < bestRank) (best, bestRank) = (name, rank);
        }
        return best;
    }

    private static List<string> GivenOf(JsonElement name)
    {
        var given = new List<string>();
        foreach (var part in JsonReads.List(name, "given"u8))
        {
            if (JsonReads.String(part) is { } text) given.Add(text);
        }
        return given;
    }

    private static (LocalDate? Day, string? Text) Day(JsonElement patient, ReadOnlySpan<byte> name) =>
        JsonReads.Text(patient, name) is { } text && FhirDateText.TryParse(text, DateForm.DateTime, out var date)
            ? (date.Precision >= DatePrecision.Day ? date.FirstDay : null, text)
            : default;

    private static bool? Flag(JsonElement patient, ReadOnlySpan<byte> name) =>
        JsonReads.Has(patient, name, out var flag) && flag.ValueKind is JsonValueKind.True or JsonValueKind.False ? flag.ValueKind == JsonValueKind.True : null;
}
